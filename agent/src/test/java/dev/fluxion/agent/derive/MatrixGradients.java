package dev.fluxion.agent.derive;

import java.util.Arrays;

/**
 * The gradients of {@link MatrixPrograms} by the formulas of matrix calculus. They rest on the inverse of a matrix and on its
 * derivative in closed form, not on the programs' algorithms.
 */
@SuppressWarnings("unused") // called by reflection
final class MatrixGradients {
    private MatrixGradients() {}

    static double[] solutionByLuWithRowPivoting(double[] x) {
        return ofSquaredSolution(MatrixPrograms.general(x), x, MatrixGradients::general);
    }

    static double[] logDeterminantByCholesky(double[] x) {
        return ofLogDeterminant(MatrixPrograms.symmetric(x), x, MatrixGradients::symmetric);
    }

    static double[] logDeterminantByHouseholder(double[] x) {
        return ofLogDeterminant(MatrixPrograms.general(x), x, MatrixGradients::general);
    }

    static double[] logDeterminantByGramSchmidt(double[] x) {
        return ofLogDeterminant(MatrixPrograms.general(x), x, MatrixGradients::general);
    }

    static double[] solutionByGaussSeidel(double[] x) {
        return ofSquaredSolution(MatrixPrograms.symmetric(x), x, MatrixGradients::symmetric);
    }

    static double[] solutionByConjugateGradients(double[] x) {
        return ofSquaredSolution(MatrixPrograms.symmetric(x), x, MatrixGradients::symmetric);
    }

    static double[] solutionOfATridiagonalSystem(double[] x) {
        int n = x.length;
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            a[i][i] = 4 + x[i] * x[i];
            if (i > 0) {
                a[i][i - 1] = x[i];
                a[i - 1][i] = x[i];
            }
        }
        return ofSquaredSolution(
                a,
                x,
                (point, i, j, k) ->
                        i == j && i == k ? 2 * point[k] : Math.abs(i - j) == 1 && Math.max(i, j) == k ? 1 : 0);
    }

    static double[] largestEigenvalueByJacobiRotations(double[] x) {
        return ofLargestEigenvalue(x);
    }

    static double[] largestEigenvalueByPowerIteration(double[] x) {
        return ofLargestEigenvalue(x);
    }

    static double[] productsInAllLoopOrders(double[] x) {
        double[][] a = MatrixPrograms.general(x);
        double[][] b = MatrixPrograms.symmetric(x);
        return gradient(x, k -> {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    for (int l = 0; l < x.length; l++) {
                        sum += general(x, i, l, k) * b[l][j] + a[i][l] * symmetric(x, l, j, k);
                    }
                }
            }
            return 21 * sum; // 1 + 2 + ... + 6 copies
        });
    }

    private interface Element {
        /** The derivative of element (i, j) with respect to x[k]. */
        double at(double[] x, int i, int j, int k);
    }

    private interface Partial {
        double with(int k);
    }

    private static double symmetric(double[] x, int i, int j, int k) {
        if (i == j) {
            return i == k ? 2 * x[k] : 0;
        }
        return Math.sin(x[i] - x[j]) * ((j == k ? 1 : 0) - (i == k ? 1 : 0));
    }

    private static double general(double[] x, int i, int j, int k) {
        return (i == k ? Math.cos(x[i] + 2 * j * j) + 0.1 * x[j] : 0) + (j == k ? 0.1 * x[i] : 0);
    }

    private static double[] gradient(double[] x, Partial partial) {
        double[] gradient = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            gradient[k] = partial.with(k);
        }
        return gradient;
    }

    /** d log|det A| = tr(A⁻¹ dA). */
    private static double[] ofLogDeterminant(double[][] a, double[] x, Element derivative) {
        double[][] inverse = inverse(a);
        return gradient(x, k -> {
            double trace = 0;
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    trace += inverse[j][i] * derivative.at(x, i, j, k);
                }
            }
            return trace;
        });
    }

    /** d(u·u) = 2 u·A⁻¹(dx − dA u) where A u = x. */
    private static double[] ofSquaredSolution(double[][] a, double[] x, Element derivative) {
        double[][] inverse = inverse(a);
        double[] u = new double[x.length];
        double[] adjoint = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                u[i] += inverse[i][j] * x[j];
            }
        }
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                adjoint[i] += 2 * inverse[j][i] * u[j];
            }
        }
        return gradient(x, k -> {
            double sum = adjoint[k];
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    sum -= adjoint[i] * derivative.at(x, i, j, k) * u[j];
                }
            }
            return sum;
        });
    }

    /** dλ = v·dA v for the unit eigenvector v, which repeated squaring of the matrix brings out. */
    private static double[] ofLargestEigenvalue(double[] x) {
        double[][] power = MatrixPrograms.symmetric(x);
        for (int squaring = 0; squaring < 20; squaring++) {
            double scale = Arrays.stream(power)
                    .flatMapToDouble(Arrays::stream)
                    .map(Math::abs)
                    .max()
                    .orElseThrow();
            double[][] next = new double[x.length][x.length];
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    for (int k = 0; k < x.length; k++) {
                        next[i][j] += power[i][k] / scale * power[k][j] / scale;
                    }
                }
            }
            power = next;
        }
        double[] column = power[0];
        double square = Arrays.stream(column).map(v -> v * v).sum();
        return gradient(x, k -> {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    sum += column[i] * symmetric(x, i, j, k) * column[j];
                }
            }
            return sum / square;
        });
    }

    /** By Gauss and Jordan, with complete pivoting over the rows. */
    private static double[][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] work = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix[i], 0, work[i], 0, n);
            work[i][n + i] = 1;
        }
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k; i < n; i++) {
                pivot = Math.abs(work[i][k]) > Math.abs(work[pivot][k]) ? i : pivot;
            }
            double[] row = work[pivot];
            work[pivot] = work[k];
            double scale = row[k];
            work[k] = Arrays.stream(row).map(v -> v / scale).toArray();
            for (int i = 0; i < n; i++) {
                double factor = i == k ? 0 : work[i][k];
                for (int j = 0; j < 2 * n; j++) {
                    work[i][j] -= factor * work[k][j];
                }
            }
        }
        return Arrays.stream(work).map(row -> Arrays.copyOfRange(row, n, 2 * n)).toArray(double[][]::new);
    }
}
