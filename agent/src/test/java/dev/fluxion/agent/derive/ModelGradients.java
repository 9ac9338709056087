package dev.fluxion.agent.derive;

import java.util.Arrays;
import java.util.Random;

/** The gradients of {@link ModelPrograms}: by formula, by enumeration, or by a recurrence differentiated by hand. */
@SuppressWarnings("unused") // called by reflection
final class ModelGradients {
    private ModelGradients() {}

    static double[] dynamicTimeWarping(double[] x) {
        double[] best = new double[x.length + 1];
        best[x.length] = Double.POSITIVE_INFINITY;
        warp(x, x.length, 4, new double[x.length + 1], best);
        return Arrays.copyOf(best, x.length);
    }

    /** Tries every warping path from its end; the last element of path and best is the cost. */
    private static void warp(double[] x, int i, int j, double[] path, double[] best) {
        if (i == 0 && j == 0 && path[x.length] < best[x.length]) {
            System.arraycopy(path, 0, best, 0, best.length);
        }
        if (i == 0 || j == 0) {
            return;
        }
        double[] longer = path.clone();
        double d = x[i - 1] - Math.sin(j);
        longer[i - 1] += 2 * d;
        longer[x.length] += d * d;
        warp(x, i - 1, j, longer, best);
        warp(x, i, j - 1, longer, best);
        warp(x, i - 1, j - 1, longer, best);
    }

    /** The mean over all 64 paths of hidden states, weighted by their likelihoods. */
    static double[] hiddenMarkovModelWithScaling(double[] x) {
        int[] observed = {0, 2, 1, 1, 0, 2};
        double total = 0;
        double[] gradient = new double[x.length];
        for (int path = 0; path < 64; path++) {
            int[] uses = new int[x.length];
            for (int t = 0; t < 6; t++) {
                int state = path >> t & 1;
                uses[observed[t] + 2 * state]++;
                if (t > 0) {
                    uses[(path >> t - 1 & 1) + state]++;
                }
            }
            double score = 0;
            for (int i = 0; i < x.length; i++) {
                score += uses[i] * x[i];
            }
            total += Math.exp(score);
            for (int i = 0; i < x.length; i++) {
                gradient[i] += uses[i] * Math.exp(score);
            }
        }
        for (int i = 0; i < x.length; i++) {
            gradient[i] /= total;
        }
        return gradient;
    }

    /** The derivatives of cell and hidden value by each parameter, carried along. */
    static double[] longShortTermMemory(double[] x) {
        double h = 0;
        double c = 0;
        double[] dh = new double[5];
        double[] dc = new double[5];
        for (int t = 0; t < 6; t++) {
            double in = Math.sin(t + 1);
            double f = 1 / (1 + Math.exp(-x[0] * in - x[4] * h));
            double u = 1 / (1 + Math.exp(-x[1] * in - x[4] * h));
            double o = 1 / (1 + Math.exp(-x[2] * in));
            double g = Math.tanh(x[3] * in + x[4] * h);
            double next = f * c + u * g;
            for (int k = 0; k < 5; k++) {
                double recurrent = x[4] * dh[k] + (k == 4 ? h : 0);
                double df = f * (1 - f) * (recurrent + (k == 0 ? in : 0));
                double du = u * (1 - u) * (recurrent + (k == 1 ? in : 0));
                double dOut = k == 2 ? o * (1 - o) * in : 0;
                double dg = (1 - g * g) * (recurrent + (k == 3 ? in : 0));
                dc[k] = df * c + f * dc[k] + du * g + u * dg;
                dh[k] = dOut * Math.tanh(next) + o * (1 - Math.tanh(next) * Math.tanh(next)) * dc[k];
            }
            c = next;
            h = o * Math.tanh(c);
        }
        return dh;
    }

    /** By the responsibilities of the components for each datum. */
    static double[] gaussianMixture(double[] x) {
        double weight = 1 / (1 + Math.exp(-x[0]));
        double[] gradient = new double[5];
        for (double datum : ModelPrograms.MIXED) {
            double z0 = (datum - x[1]) * Math.exp(-x[3]);
            double z1 = (datum - x[2]) * Math.exp(-x[4]);
            double p0 = weight * Math.exp(-x[3] - z0 * z0 / 2);
            double p1 = (1 - weight) * Math.exp(-x[4] - z1 * z1 / 2);
            double r0 = p0 / (p0 + p1);
            double r1 = p1 / (p0 + p1);
            gradient[0] += r0 - weight;
            gradient[1] += r0 * z0 * Math.exp(-x[3]);
            gradient[2] += r1 * z1 * Math.exp(-x[4]);
            gradient[3] += r0 * (z0 * z0 - 1);
            gradient[4] += r1 * (z1 * z1 - 1);
        }
        return gradient;
    }

    static double[] optionByMonteCarlo(double[] x) {
        Random random = new Random(42);
        double s = 0.2 + 0.02 * x[1];
        double t = 1 + 0.1 * x[3];
        double[] gradient = new double[5];
        for (int path = 0; path < 100; path++) {
            double z = random.nextGaussian();
            double price = (10 + x[0]) * Math.exp((0.03 - s * s / 2) * t + s * Math.sqrt(t) * z);
            double twice = 2 * Math.max(price - 10 - x[2], 0) / 100;
            gradient[0] += twice * price / (10 + x[0]);
            gradient[1] += twice * price * 0.02 * (Math.sqrt(t) * z - s * t);
            gradient[2] -= twice;
            gradient[3] += twice * price * 0.1 * (0.03 - s * s / 2 + s * z / (2 * Math.sqrt(t)));
        }
        return gradient;
    }
}
