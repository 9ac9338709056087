package dev.fluxion.agent.derive;

import java.util.Arrays;

/** Classic programs on matrices, {@code double f(double[])} each; their gradients by formula are in {@link MatrixGradients}. */
@SuppressWarnings("unused") // called by reflection
final class MatrixPrograms {
    private MatrixPrograms() {}

    /** A symmetric positive definite matrix. */
    static double[][] symmetric(double[] x) {
        int n = x.length;
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = Math.cos(x[i] - x[j]);
            }
            a[i][i] = 4 + x[i] * x[i];
        }
        return a;
    }

    /** A matrix whose elimination needs pivots off the diagonal. */
    static double[][] general(double[] x) {
        int n = x.length;
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = Math.sin(x[i] + 2 * j * j) + 0.1 * x[i] * x[j] + (j == (i + 2) % n ? 3 : 0);
            }
        }
        return a;
    }

    static double solutionByLuWithRowPivoting(double[] x) {
        double[][] a = general(x);
        int n = a.length;
        double[] b = x.clone();
        int[] pivots = new int[n];
        for (int k = 0; k < n; k++) {
            int p = k;
            double largest = Math.abs(a[k][k]);
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(a[i][k]) > largest) {
                    largest = Math.abs(a[i][k]);
                    p = i;
                }
            }
            pivots[k] = p;
            double[] row = a[p];
            a[p] = a[k];
            a[k] = row;
            for (int i = k + 1; i < n; i++) {
                a[i][k] /= a[k][k];
                for (int j = k + 1; j < n; j++) {
                    a[i][j] -= a[i][k] * a[k][j];
                }
            }
        }
        for (int k = 0; k < n; k++) {
            double t = b[pivots[k]];
            b[pivots[k]] = b[k];
            b[k] = t;
        }
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                b[i] -= a[i][k] * b[k];
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                b[i] -= a[i][j] * b[j];
            }
            b[i] /= a[i][i];
        }
        return dot(b, b);
    }

    static double logDeterminantByCholesky(double[] x) {
        double[][] a = symmetric(x);
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double d = a[j][j];
            for (int k = 0; k < j; k++) {
                d -= a[j][k] * a[j][k];
            }
            a[j][j] = Math.sqrt(d);
            sum += 2 * Math.log(a[j][j]);
            for (int i = j + 1; i < a.length; i++) {
                double s = a[i][j];
                for (int k = 0; k < j; k++) {
                    s -= a[i][k] * a[j][k];
                }
                a[i][j] = s / a[j][j];
            }
        }
        return sum;
    }

    static double logDeterminantByHouseholder(double[] x) {
        double[][] a = general(x);
        int n = a.length;
        double sum = 0;
        for (int k = 0; k < n; k++) {
            double norm = 0;
            for (int i = k; i < n; i++) {
                norm = Math.hypot(norm, a[i][k]);
            }
            sum += Math.log(norm);
            if (a[k][k] < 0) {
                norm = -norm;
            }
            for (int i = k; i < n; i++) {
                a[i][k] /= norm;
            }
            a[k][k] += 1;
            for (int j = k + 1; j < n; j++) {
                double s = 0;
                for (int i = k; i < n; i++) {
                    s += a[i][k] * a[i][j];
                }
                s = -s / a[k][k];
                for (int i = k; i < n; i++) {
                    a[i][j] += s * a[i][k];
                }
            }
        }
        return sum;
    }

    static double logDeterminantByGramSchmidt(double[] x) {
        double[][] a = general(x);
        double[][] q = new double[a.length][];
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double[] v = a[i].clone();
            for (int j = 0; j < i; j++) {
                addScaled(-dot(v, q[j]), q[j], v);
            }
            double norm = Math.sqrt(dot(v, v));
            for (int j = 0; j < v.length; j++) {
                v[j] /= norm;
            }
            q[i] = v;
            sum += Math.log(norm);
        }
        return sum;
    }

    static double solutionByGaussSeidel(double[] x) {
        double[][] a = symmetric(x);
        int n = a.length;
        double[] u = new double[n];
        double change;
        int sweeps = 0;
        do {
            change = 0;
            for (int i = 0; i < n; i++) {
                double s = x[i];
                for (int j = 0; j < n; j++) {
                    if (j == i) {
                        continue;
                    }
                    s -= a[i][j] * u[j];
                }
                change += Math.abs(s / a[i][i] - u[i]);
                u[i] = s / a[i][i];
            }
        } while (change > 1e-15 && ++sweeps < 200);
        return dot(u, u);
    }

    static double solutionByConjugateGradients(double[] x) {
        double[][] a = symmetric(x);
        double[] u = new double[x.length];
        double[] r = x.clone();
        double[] p = x.clone();
        double rr = dot(r, r);
        for (int k = 0; k < 1_000_000; k++) {
            double[] ap = times(a, p);
            double alpha = rr / dot(p, ap);
            addScaled(alpha, p, u);
            addScaled(-alpha, ap, r);
            double next = dot(r, r);
            if (next < 1e-24) {
                break;
            }
            for (int i = 0; i < p.length; i++) {
                p[i] = r[i] + next / rr * p[i];
            }
            rr = next;
        }
        return dot(u, u);
    }

    static double solutionOfATridiagonalSystem(double[] x) {
        int n = x.length;
        double[] c = new double[n];
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            double below = i == 0 ? 0 : x[i];
            double pivot = 4 + x[i] * x[i] - (i == 0 ? 0 : below * c[i - 1]);
            c[i] = i == n - 1 ? 0 : x[i + 1] / pivot;
            d[i] = (x[i] - (i == 0 ? 0 : below * d[i - 1])) / pivot;
        }
        for (int i = n - 2; i >= 0; i--) {
            d[i] -= c[i] * d[i + 1];
        }
        return dot(d, d);
    }

    static double largestEigenvalueByJacobiRotations(double[] x) {
        double[][] a = symmetric(x);
        int n = a.length;
        for (int sweep = 0; sweep < 30; sweep++) {
            double off = 0;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    off += a[p][q] * a[p][q];
                }
            }
            if (off < 1e-28) {
                break;
            }
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, p, q);
                }
            }
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, a[i][i]);
        }
        return largest;
    }

    private static void rotate(double[][] a, int p, int q) {
        if (Math.abs(a[p][q]) < 1e-40) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (double[] row : a) {
            double u = row[p];
            row[p] = c * u - s * row[q];
            row[q] = s * u + c * row[q];
        }
        for (int k = 0; k < a.length; k++) {
            double u = a[p][k];
            a[p][k] = c * u - s * a[q][k];
            a[q][k] = s * u + c * a[q][k];
        }
    }

    static double largestEigenvalueByPowerIteration(double[] x) {
        double[][] a = symmetric(x);
        double[] v = new double[x.length];
        Arrays.fill(v, 1.0);
        double eigenvalue = 0;
        double before;
        do {
            before = eigenvalue;
            double[] w = times(a, v);
            eigenvalue = Math.sqrt(dot(w, w));
            for (int i = 0; i < w.length; i++) {
                v[i] = w[i] / eigenvalue;
            }
        } while (Math.abs(eigenvalue - before) > 1e-15);
        return eigenvalue;
    }

    static double productsInAllLoopOrders(double[] x) {
        double[][] a = general(x);
        double[][] b = symmetric(x);
        int n = x.length;
        double sum = 0;
        for (int order = 0; order < 6; order++) {
            double[][] c = new double[n][n];
            switch (order) {
                case 0 -> {
                    for (int i = 0; i < n; i++) {
                        for (int j = 0; j < n; j++) {
                            for (int k = 0; k < n; k++) {
                                c[i][j] += a[i][k] * b[k][j];
                            }
                        }
                    }
                }
                case 1 -> {
                    for (int i = 0; i < n; i++) {
                        for (int k = 0; k < n; k++) {
                            double factor = a[i][k];
                            for (int j = 0; j < n; j++) {
                                c[i][j] += factor * b[k][j];
                            }
                        }
                    }
                }
                case 2 -> {
                    for (int j = 0; j < n; j++) {
                        for (int i = 0; i < n; i++) {
                            double element = 0;
                            for (int k = n - 1; k >= 0; k--) {
                                element += a[i][k] * b[k][j];
                            }
                            c[i][j] = element;
                        }
                    }
                }
                case 3 -> {
                    for (int j = n; --j >= 0; ) {
                        for (int k = 0; k < n; k++) {
                            for (int i = 0; i != n; i++) {
                                c[i][j] += a[i][k] * b[k][j];
                            }
                        }
                    }
                }
                case 4 -> {
                    for (int k = 0; k < n; k++) {
                        for (int i = 0; i < n; i++) {
                            double[] target = c[i];
                            double[] source = b[k];
                            for (int j = 0; j < n; j++) {
                                target[j] += a[i][k] * source[j];
                            }
                        }
                    }
                }
                default -> {
                    for (int k = 0; k < n; k += 2) {
                        for (int j = 0; j < n; j++) {
                            for (int i = 0; i < n; i++) {
                                for (int inner = k; inner < Math.min(k + 2, n); inner++) {
                                    c[i][j] += a[i][inner] * b[inner][j];
                                }
                            }
                        }
                    }
                }
            }
            for (double[] row : c) {
                for (double element : row) {
                    sum += (order + 1) * element;
                }
            }
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void addScaled(double factor, double[] a, double[] sum) {
        for (int i = 0; i < a.length; i++) {
            sum[i] += factor * a[i];
        }
    }

    private static double[] times(double[][] a, double[] v) {
        double[] product = new double[a.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = dot(a[i], v);
        }
        return product;
    }
}
