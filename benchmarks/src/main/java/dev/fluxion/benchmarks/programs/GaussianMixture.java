package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import java.util.Arrays;

/**
 * The log-likelihood of a mixture of Gaussians with a Wishart prior, in the parameters of the ADBench suite: the log weights, the
 * means, and for every component the logarithms of the diagonal and then the rest of a triangular factor of the precision.
 */
final class GaussianMixture implements Program {
    private final double[] weights;
    private final double[][] means;
    private final double[][] factors;
    private final double[][] data;

    GaussianMixture(int points, int dimensions, int components) {
        this.weights = Program.numbers(components, 51);
        this.means = Program.rows(components, dimensions, 52);
        this.factors = Program.rows(components, dimensions * (dimensions + 1) / 2, 53);
        this.data = Program.rows(points, dimensions, 54);
    }

    static double logSumExp(double[] x) {
        double largest = x[0];
        for (int i = 1; i < x.length; i++) {
            largest = Math.max(largest, x[i]);
        }
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.exp(x[i] - largest);
        }
        return largest + Math.log(sum);
    }

    static double logLikelihood(double[] weights, double[][] means, double[][] factors, double[][] data) {
        int components = weights.length;
        int dimensions = data[0].length;
        double[] logDeterminants = new double[components];
        double[] diagonals = new double[components * dimensions];
        double prior = 0;
        for (int k = 0; k < components; k++) {
            double[] factor = factors[k];
            for (int r = 0; r < dimensions; r++) {
                double entry = Math.exp(factor[r]);
                diagonals[k * dimensions + r] = entry;
                logDeterminants[k] += factor[r];
                prior += entry * entry;
            }
            for (int r = dimensions; r < factor.length; r++) {
                prior += factor[r] * factor[r];
            }
        }
        double[] terms = new double[components];
        double[] centred = new double[dimensions];
        double sum = 0;
        for (int i = 0; i < data.length; i++) {
            double[] point = data[i];
            for (int k = 0; k < components; k++) {
                double[] mean = means[k];
                double[] factor = factors[k];
                for (int r = 0; r < dimensions; r++) {
                    centred[r] = point[r] - mean[r];
                }
                double squares = 0;
                int next = dimensions;
                for (int r = 0; r < dimensions; r++) {
                    double scaled = diagonals[k * dimensions + r] * centred[r];
                    for (int c = 0; c < r; c++) {
                        scaled += factor[next] * centred[c];
                        next++;
                    }
                    squares += scaled * scaled;
                }
                terms[k] = weights[k] + logDeterminants[k] - 0.5 * squares;
            }
            sum += logSumExp(terms);
        }
        return sum - data.length * (logSumExp(weights) + 0.5 * dimensions * Math.log(2 * Math.PI)) - 0.5 * prior;
    }

    @GradientOf(
            value = "logLikelihood",
            wrt = {"weights", "means", "factors"})
    static double logLikelihoodAndGradient(
            double[] weights,
            double[][] means,
            double[][] factors,
            double[][] data,
            double[] weightGradient,
            double[][] meanGradient,
            double[][] factorGradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        double[][] point = new double[1 + 2 * weights.length][];
        point[0] = weights;
        System.arraycopy(means, 0, point, 1, weights.length);
        System.arraycopy(factors, 0, point, 1 + weights.length, weights.length);
        return point;
    }

    @Override
    public double primal() {
        return logLikelihood(weights, means, factors, data);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return logLikelihoodAndGradient(
                weights,
                means,
                factors,
                data,
                gradient[0],
                Arrays.copyOfRange(gradient, 1, 1 + weights.length),
                Arrays.copyOfRange(gradient, 1 + weights.length, gradient.length));
    }

    @Override
    public double byHand(double[][] gradient) {
        int components = weights.length;
        int dimensions = data[0].length;
        for (double[] row : gradient) {
            Arrays.fill(row, 0);
        }
        double[] byWeight = gradient[0];
        double[] logDeterminants = new double[components];
        double[][] diagonals = new double[components][dimensions];
        double[] byLogDeterminant = new double[components];
        double prior = 0;
        for (int k = 0; k < components; k++) {
            double[] factor = factors[k];
            double[] byFactor = gradient[1 + components + k];
            for (int r = 0; r < dimensions; r++) {
                double entry = Math.exp(factor[r]);
                diagonals[k][r] = entry;
                logDeterminants[k] += factor[r];
                prior += entry * entry;
                byFactor[r] = -entry * entry;
            }
            for (int r = dimensions; r < factor.length; r++) {
                prior += factor[r] * factor[r];
                byFactor[r] = -factor[r];
            }
        }
        double[] terms = new double[components];
        double[][] centred = new double[components][dimensions];
        double[][] scaled = new double[components][dimensions];
        double sum = 0;
        for (int i = 0; i < data.length; i++) {
            for (int k = 0; k < components; k++) {
                terms[k] = weights[k]
                        + logDeterminants[k]
                        - 0.5 * scale(data[i], means[k], diagonals[k], factors[k], centred[k], scaled[k]);
            }
            double total = logSumExp(terms);
            sum += total;
            for (int k = 0; k < components; k++) {
                double share = Math.exp(terms[k] - total);
                byWeight[k] += share;
                byLogDeterminant[k] += share;
                addGradient(
                        share,
                        diagonals[k],
                        factors[k],
                        centred[k],
                        scaled[k],
                        gradient[1 + k],
                        gradient[1 + components + k]);
            }
        }
        double total = logSumExp(weights);
        for (int k = 0; k < components; k++) {
            byWeight[k] -= data.length * Math.exp(weights[k] - total);
            for (int r = 0; r < dimensions; r++) {
                gradient[1 + components + k][r] += byLogDeterminant[k];
            }
        }
        return sum - data.length * (total + 0.5 * dimensions * Math.log(2 * Math.PI)) - 0.5 * prior;
    }

    private static double scale(
            double[] point, double[] mean, double[] diagonal, double[] factor, double[] centred, double[] scaled) {
        double squares = 0;
        int next = mean.length;
        for (int r = 0; r < mean.length; r++) {
            centred[r] = point[r] - mean[r];
            double sum = diagonal[r] * centred[r];
            for (int c = 0; c < r; c++) {
                sum += factor[next] * centred[c];
                next++;
            }
            scaled[r] = sum;
            squares += sum * sum;
        }
        return squares;
    }

    private static void addGradient(
            double share,
            double[] diagonal,
            double[] factor,
            double[] centred,
            double[] scaled,
            double[] byMean,
            double[] byFactor) {
        int next = diagonal.length;
        for (int r = 0; r < diagonal.length; r++) {
            double byScaled = -share * scaled[r];
            byFactor[r] += byScaled * centred[r] * diagonal[r];
            byMean[r] -= byScaled * diagonal[r];
            for (int c = 0; c < r; c++) {
                byFactor[next] += byScaled * centred[c];
                byMean[c] -= byScaled * factor[next];
                next++;
            }
        }
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        int components = weights.length;
        int dimensions = data[0].length;
        T[] logDeterminants = m.zeros(components);
        T[] diagonals = m.array(components * dimensions);
        T prior = m.constant(0);
        for (int k = 0; k < components; k++) {
            T[] factor = x[1 + components + k];
            for (int r = 0; r < factor.length; r++) {
                T entry = factor[r];
                if (r < dimensions) {
                    entry = m.exp(entry);
                    diagonals[k * dimensions + r] = entry;
                    logDeterminants[k] = m.add(logDeterminants[k], factor[r]);
                }
                prior = m.add(prior, m.multiply(entry, entry));
            }
        }
        T[] terms = m.array(components);
        T[] centred = m.array(dimensions);
        T sum = m.constant(0);
        for (double[] point : data) {
            for (int k = 0; k < components; k++) {
                T[] factor = x[1 + components + k];
                for (int r = 0; r < dimensions; r++) {
                    centred[r] = m.subtractFrom(point[r], x[1 + k][r]);
                }
                T squares = m.constant(0);
                int next = dimensions;
                for (int r = 0; r < dimensions; r++) {
                    T scaled = m.multiply(diagonals[k * dimensions + r], centred[r]);
                    for (int c = 0; c < r; c++) {
                        scaled = m.add(scaled, m.multiply(factor[next], centred[c]));
                        next++;
                    }
                    squares = m.add(squares, m.multiply(scaled, scaled));
                }
                terms[k] = m.subtract(m.add(x[0][k], logDeterminants[k]), m.multiply(squares, 0.5));
            }
            sum = m.add(sum, logSumExp(m, terms));
        }
        T scale = m.add(logSumExp(m, x[0]), 0.5 * dimensions * Math.log(2 * Math.PI));
        return m.subtract(m.subtract(sum, m.multiply(scale, data.length)), m.multiply(prior, 0.5));
    }

    private static <T> T logSumExp(Algebra<T> m, T[] x) {
        T largest = x[0];
        for (T element : x) {
            largest = m.max(largest, element);
        }
        T sum = m.constant(0);
        for (T element : x) {
            sum = m.add(sum, m.exp(m.subtract(element, largest)));
        }
        return m.add(largest, m.log(sum));
    }

    @Override
    public long iterations() {
        return (long) data.length * factors.length * factors[0].length;
    }
}
