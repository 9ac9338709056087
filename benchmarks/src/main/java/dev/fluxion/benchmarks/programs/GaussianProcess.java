package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import java.util.Arrays;

/** The log marginal likelihood of a Gaussian process by Cholesky's method, in its inputs and its three parameters. */
final class GaussianProcess implements Program {
    private final double[] inputs;

    /** The logarithms of the amplitude, the length scale and the noise. */
    private final double[] parameters = {0.1, -0.4, -1.2};

    private final double[] targets;

    GaussianProcess(int points) {
        this.inputs = Program.numbers(points, 71);
        this.targets = Program.numbers(points, 72);
    }

    /** Overwrites the lower triangle of a matrix with its Cholesky factor. */
    static void factorize(double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            double[] row = matrix[i];
            for (int j = 0; j <= i; j++) {
                double[] other = matrix[j];
                double sum = row[j];
                for (int k = 0; k < j; k++) {
                    sum -= row[k] * other[k];
                }
                row[j] = i == j ? Math.sqrt(sum) : sum / other[j];
            }
        }
    }

    static double logLikelihood(double[] inputs, double[] parameters, double[] targets) {
        int n = inputs.length;
        double variance = Math.exp(2 * parameters[0]);
        double precision = Math.exp(-2 * parameters[1]);
        double noise = Math.exp(2 * parameters[2]);
        double[][] covariance = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double distance = inputs[i] - inputs[j];
                covariance[i][j] = variance * Math.exp(-0.5 * distance * distance * precision);
            }
            covariance[i][i] = variance + noise;
        }
        factorize(covariance);
        double[] whitened = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double[] row = covariance[i];
            double rest = targets[i];
            for (int j = 0; j < i; j++) {
                rest -= row[j] * whitened[j];
            }
            whitened[i] = rest / row[i];
            sum += 0.5 * whitened[i] * whitened[i] + Math.log(row[i]);
        }
        return -sum - 0.5 * n * Math.log(2 * Math.PI);
    }

    @GradientOf(
            value = "logLikelihood",
            wrt = {"inputs", "parameters"})
    static double logLikelihoodAndGradient(
            double[] inputs,
            double[] parameters,
            double[] targets,
            double[] inputGradient,
            double[] parameterGradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return new double[][] {inputs, parameters};
    }

    @Override
    public double primal() {
        return logLikelihood(inputs, parameters, targets);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return logLikelihoodAndGradient(inputs, parameters, targets, gradient[0], gradient[1]);
    }

    /** By the textbook's formula, with the inverse of the covariance matrix. */
    @Override
    public double byHand(double[][] gradient) {
        int n = inputs.length;
        double variance = Math.exp(2 * parameters[0]);
        double precision = Math.exp(-2 * parameters[1]);
        double noise = Math.exp(2 * parameters[2]);
        double[][] kernel = new double[n][n];
        double[][] factor = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double distance = inputs[i] - inputs[j];
                kernel[i][j] = variance * Math.exp(-0.5 * distance * distance * precision);
                factor[i][j] = kernel[i][j];
            }
            factor[i][i] = variance + noise;
        }
        factorize(factor);
        double[][] inverseFactor = invertTriangle(factor);
        double[] whitened = new double[n];
        double[] solution = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double[] row = inverseFactor[i];
            for (int j = 0; j <= i; j++) {
                whitened[i] += row[j] * targets[j];
            }
            for (int j = 0; j <= i; j++) {
                solution[j] += row[j] * whitened[i];
            }
            sum += 0.5 * whitened[i] * whitened[i] + Math.log(factor[i][i]);
        }
        double[][] inverse = gram(inverseFactor);
        Arrays.fill(gradient[0], 0);
        double byVariance = 0;
        double byPrecision = 0;
        double trace = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double distance = inputs[i] - inputs[j];
                double byKernel = (solution[i] * solution[j] - inverse[i][j]) * kernel[i][j];
                byVariance += byKernel;
                byPrecision -= 0.5 * byKernel * distance * distance;
                gradient[0][i] -= byKernel * distance * precision;
                gradient[0][j] += byKernel * distance * precision;
            }
            trace += 0.5 * (solution[i] * solution[i] - inverse[i][i]);
        }
        gradient[1][0] = 2 * (byVariance + trace * variance);
        gradient[1][1] = -2 * byPrecision * precision;
        gradient[1][2] = 2 * trace * noise;
        return -sum - 0.5 * n * Math.log(2 * Math.PI);
    }

    private static double[][] invertTriangle(double[][] factor) {
        int n = factor.length;
        double[][] inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            double[] row = inverse[i];
            row[i] = 1;
            for (int k = 0; k < i; k++) {
                double entry = factor[i][k];
                double[] other = inverse[k];
                for (int j = 0; j <= k; j++) {
                    row[j] -= entry * other[j];
                }
            }
            for (int j = 0; j <= i; j++) {
                row[j] /= factor[i][i];
            }
        }
        return inverse;
    }

    /** The lower triangle of the product of the transpose of a lower triangular matrix with itself. */
    private static double[][] gram(double[][] triangle) {
        int n = triangle.length;
        double[][] product = new double[n][n];
        for (int k = 0; k < n; k++) {
            double[] row = triangle[k];
            for (int i = 0; i <= k; i++) {
                double entry = row[i];
                double[] result = product[i];
                for (int j = 0; j <= i; j++) {
                    result[j] += entry * row[j];
                }
            }
        }
        return product;
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        int n = inputs.length;
        T variance = m.exp(m.multiply(x[1][0], 2));
        T precision = m.exp(m.multiply(x[1][1], -2));
        T noise = m.exp(m.multiply(x[1][2], 2));
        T[] factor = m.array(n * n);
        T[] whitened = m.array(n);
        T sum = m.constant(0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                T distance = m.subtract(x[0][i], x[0][j]);
                T exponent = m.multiply(m.multiply(m.multiply(distance, distance), precision), -0.5);
                T entry = i == j ? m.add(variance, noise) : m.multiply(variance, m.exp(exponent));
                for (int k = 0; k < j; k++) {
                    entry = m.subtract(entry, m.multiply(factor[i * n + k], factor[j * n + k]));
                }
                factor[i * n + j] = i == j ? m.sqrt(entry) : m.divide(entry, factor[j * n + j]);
            }
            T rest = m.constant(targets[i]);
            for (int j = 0; j < i; j++) {
                rest = m.subtract(rest, m.multiply(factor[i * n + j], whitened[j]));
            }
            whitened[i] = m.divide(rest, factor[i * n + i]);
            sum = m.add(sum, m.multiply(m.multiply(whitened[i], whitened[i]), 0.5));
            sum = m.add(sum, m.log(factor[i * n + i]));
        }
        return m.subtractFrom(-0.5 * n * Math.log(2 * Math.PI), sum);
    }

    @Override
    public long iterations() {
        long n = inputs.length;
        return n * n * n / 6;
    }
}
