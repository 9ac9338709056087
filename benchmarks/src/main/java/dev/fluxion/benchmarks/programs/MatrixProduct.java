package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import java.util.Arrays;

/** Half the squared norm of the product of two square matrices. */
final class MatrixProduct implements Program {
    private final double[][] a;
    private final double[][] b;

    MatrixProduct(int rows) {
        this.a = Program.rows(rows, rows, 81);
        this.b = Program.rows(rows, rows, 82);
    }

    static double[][] multiply(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            double[] row = product[i];
            for (int k = 0; k < b.length; k++) {
                double entry = a[i][k];
                double[] other = b[k];
                for (int j = 0; j < other.length; j++) {
                    row[j] += entry * other[j];
                }
            }
        }
        return product;
    }

    static double halfSquaredNorm(double[][] a, double[][] b) {
        double[][] product = multiply(a, b);
        double sum = 0;
        for (int i = 0; i < product.length; i++) {
            for (int j = 0; j < product[i].length; j++) {
                sum += 0.5 * product[i][j] * product[i][j];
            }
        }
        return sum;
    }

    @GradientOf("halfSquaredNorm")
    static double halfSquaredNormAndGradient(double[][] a, double[][] b, double[][] aGradient, double[][] bGradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        double[][] point = Arrays.copyOf(a, 2 * a.length);
        System.arraycopy(b, 0, point, a.length, b.length);
        return point;
    }

    @Override
    public double primal() {
        return halfSquaredNorm(a, b);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return halfSquaredNormAndGradient(
                a, b, Arrays.copyOf(gradient, a.length), Arrays.copyOfRange(gradient, a.length, gradient.length));
    }

    @Override
    public double byHand(double[][] gradient) {
        int n = a.length;
        double[][] product = multiply(a, b);
        double[][] transposed = new double[n][n];
        for (int i = 0; i < n; i++) {
            Arrays.fill(gradient[i], 0);
            Arrays.fill(gradient[n + i], 0);
            for (int j = 0; j < n; j++) {
                transposed[j][i] = b[i][j];
            }
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double[] byA = gradient[i];
            for (int j = 0; j < n; j++) {
                double entry = product[i][j];
                sum += 0.5 * entry * entry;
                double[] column = transposed[j];
                for (int k = 0; k < n; k++) {
                    byA[k] += entry * column[k];
                }
            }
            for (int k = 0; k < n; k++) {
                double entry = a[i][k];
                double[] byB = gradient[n + k];
                for (int j = 0; j < n; j++) {
                    byB[j] += entry * product[i][j];
                }
            }
        }
        return sum;
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        int n = a.length;
        T sum = m.constant(0);
        for (int i = 0; i < n; i++) {
            T[] row = m.zeros(n);
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    row[j] = m.add(row[j], m.multiply(x[i][k], x[n + k][j]));
                }
            }
            for (int j = 0; j < n; j++) {
                sum = m.add(sum, m.multiply(m.multiply(row[j], row[j]), 0.5));
            }
        }
        return sum;
    }

    @Override
    public long iterations() {
        return (long) a.length * a.length * a.length;
    }
}
