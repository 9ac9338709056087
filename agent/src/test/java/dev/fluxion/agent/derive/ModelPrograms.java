package dev.fluxion.agent.derive;

import java.util.Arrays;
import java.util.Random;

/** Programs that evaluate statistical models, {@code double f(double[])} each; their gradients by formula are in {@link ModelGradients}. */
@SuppressWarnings("unused") // called by reflection
final class ModelPrograms {
    private ModelPrograms() {}

    static double dynamicTimeWarping(double[] x) {
        int n = x.length;
        int m = 4;
        double[][] cost = new double[n + 1][m + 1];
        for (double[] row : cost) {
            Arrays.fill(row, Double.POSITIVE_INFINITY);
        }
        cost[0][0] = 0;
        for (int i = 1; i <= n; i++) {
            for (int j = 1; j <= m; j++) {
                double d = x[i - 1] - Math.sin(j);
                cost[i][j] = d * d + Math.min(cost[i - 1][j], Math.min(cost[i][j - 1], cost[i - 1][j - 1]));
            }
        }
        return cost[n][m];
    }

    static double hiddenMarkovModelWithScaling(double[] x) {
        int[] observed = {0, 2, 1, 1, 0, 2};
        double[][] alpha = new double[observed.length][2];
        double logLikelihood = 0;
        for (int t = 0; t < observed.length; t++) {
            double scale = 0;
            for (int s = 0; s < 2; s++) {
                double reached = t == 0 ? 0.5 : 0;
                for (int r = 0; t > 0 && r < 2; r++) {
                    reached += alpha[t - 1][r] * Math.exp(x[r + s]);
                }
                alpha[t][s] = reached * Math.exp(x[observed[t] + 2 * s]);
                scale += alpha[t][s];
            }
            for (int s = 0; s < 2; s++) {
                alpha[t][s] /= scale;
            }
            logLikelihood += Math.log(scale);
        }
        return logLikelihood;
    }

    static double longShortTermMemory(double[] x) {
        double[] hidden = {0};
        double[] cell = {0};
        for (int t = 0; t < 6; t++) {
            double in = Math.sin(t + 1);
            double forget = sigmoid(x[0] * in + x[4] * hidden[0]);
            double update = sigmoid(x[1] * in + x[4] * hidden[0]);
            double output = sigmoid(x[2] * in);
            double candidate = Math.tanh(x[3] * in + x[4] * hidden[0]);
            cell[0] = forget * cell[0] + update * candidate;
            hidden = new double[] {output * Math.tanh(cell[0])};
        }
        return hidden[0];
    }

    private static double sigmoid(double z) {
        return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
    }

    static double gaussianMixture(double[] x) {
        double[] logWeights = {x[0] - Math.log1p(Math.exp(x[0])), -Math.log1p(Math.exp(x[0]))};
        double logLikelihood = 0;
        double[] terms = new double[2];
        for (double datum : MIXED) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < 2; k++) {
                double z = (datum - x[1 + k]) / Math.exp(x[3 + k]);
                terms[k] = logWeights[k] - x[3 + k] - 0.5 * z * z;
                if (terms[k] > largest) {
                    largest = terms[k];
                }
            }
            double sum = 0;
            for (double term : terms) {
                sum += Math.exp(term - largest);
            }
            logLikelihood += largest + Math.log(sum);
        }
        return logLikelihood;
    }

    static final double[] MIXED = {0.1, -2, 1.5, 3, 0.7, -0.4};

    static double optionByMonteCarlo(double[] x) {
        Random random = new Random(42);
        double volatility = 0.2 + 0.02 * x[1];
        double maturity = 1 + 0.1 * x[3];
        double sum = 0;
        for (int path = 0; path < 100; path++) {
            double drift = (0.03 - 0.5 * volatility * volatility) * maturity;
            double price = (10 + x[0]) * Math.exp(drift + volatility * Math.sqrt(maturity) * random.nextGaussian());
            double payoff = price - (10 + x[2]);
            if (payoff > 0) {
                sum += payoff * payoff;
            }
        }
        return sum / 100;
    }
}
