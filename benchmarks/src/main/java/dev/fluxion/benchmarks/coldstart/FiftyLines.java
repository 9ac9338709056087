package dev.fluxion.benchmarks.coldstart;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;

/** Two methods of fifty lines each, with loops, branches, a call and mathematical functions: what a first gradient is asked of. */
final class FiftyLines {
    private FiftyLines() {}

    private static double smooth(double x, double width) {
        double scaled = x / width;
        if (scaled > 20) {
            return x;
        }
        return width * Math.log1p(Math.exp(scaled));
    }

    /** The energy of a chain of charged particles in a box. */
    static double energy(double[] x) {
        int n = x.length / 2;
        double bonds = 0;
        for (int i = 0; i + 1 < n; i++) {
            double dx = x[2 * i + 2] - x[2 * i];
            double dy = x[2 * i + 3] - x[2 * i + 1];
            double length = Math.sqrt(dx * dx + dy * dy);
            double stretch = length - 1;
            bonds += 50 * stretch * stretch;
        }
        double bends = 0;
        for (int i = 0; i + 2 < n; i++) {
            double ax = x[2 * i + 2] - x[2 * i];
            double ay = x[2 * i + 3] - x[2 * i + 1];
            double bx = x[2 * i + 4] - x[2 * i + 2];
            double by = x[2 * i + 5] - x[2 * i + 3];
            double angle = Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
            bends += 1 - Math.cos(angle);
        }
        double pairs = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 2; j < n; j++) {
                double dx = x[2 * i] - x[2 * j];
                double dy = x[2 * i + 1] - x[2 * j + 1];
                double square = dx * dx + dy * dy + 1e-3;
                if (square < 9) {
                    double inverse = 1 / square;
                    double power = inverse * inverse * inverse;
                    pairs += power * power - power;
                }
                pairs += 0.1 * Math.exp(-0.3 * square) / Math.sqrt(square);
            }
        }
        double walls = 0;
        for (int i = 0; i < x.length; i++) {
            double outside = Math.abs(x[i]) - 10;
            walls += smooth(outside, 0.5);
        }
        double centre = 0;
        for (int i = 0; i < n; i++) {
            centre += x[2 * i] + x[2 * i + 1];
        }
        return bonds + bends + pairs + walls + centre * centre / n;
    }

    @GradientOf("energy")
    static double energyAndGradient(double[] x, double[] gradient) {
        return Fluxion.derived();
    }

    /** The squared errors of two filters of a signal, one recursive and one robust. */
    static double misfit(double[] p) {
        double level = p[0];
        double trend = p[1];
        double season = p[2];
        double alpha = 1 / (1 + Math.exp(-p[3]));
        double beta = 1 / (1 + Math.exp(-p[4]));
        double phase = p[5];
        double sum = 0;
        double previous = level;
        for (int t = 0; t < 60; t++) {
            double observed = Math.sin(0.3 * t) + 0.02 * t;
            double forecast = level + trend + season * Math.sin(0.3 * t + phase);
            double error = observed - forecast;
            double weight;
            if (Math.abs(error) > 0.5) {
                weight = 0.5 / Math.abs(error);
            } else {
                weight = 1;
            }
            sum += weight * error * error;
            double next = level + trend + alpha * weight * error;
            trend = trend + beta * (next - level - trend);
            previous = level;
            level = next;
        }
        double[] window = new double[p.length];
        for (int i = 0; i < window.length; i++) {
            window[i] = Math.tanh(p[i]);
        }
        double filtered = 0;
        for (int t = 0; t < 60; t++) {
            double value = 0;
            for (int i = 0; i < window.length; i++) {
                value += window[i] * Math.cos(0.1 * t * i);
            }
            double error = value - smooth(Math.sin(0.2 * t), 0.1);
            filtered += Math.hypot(error, 0.01);
        }
        double penalty = 0;
        for (int i = 0; i + 1 < p.length; i++) {
            double difference = p[i + 1] - p[i];
            penalty += difference * difference;
        }
        return sum + 0.1 * filtered + 0.01 * penalty + Math.pow(Math.abs(level - previous) + 0.1, 1.5);
    }

    @GradientOf("misfit")
    static double misfitAndGradient(double[] p, double[] gradient) {
        return Fluxion.derived();
    }
}
