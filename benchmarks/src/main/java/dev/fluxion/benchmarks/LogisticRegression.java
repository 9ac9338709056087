package dev.fluxion.benchmarks;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import java.util.Arrays;

/** The mean loss of logistic regression, its data one row per example. */
final class LogisticRegression implements Program {
    private final double[] weights;
    private final double[][] rows;
    private final double[] labels;

    LogisticRegression(int examples, int features) {
        this.weights = Program.numbers(features, 3);
        this.rows = new double[examples][];
        this.labels = Program.numbers(examples, 4);
        for (int i = 0; i < examples; i++) {
            rows[i] = Program.numbers(features, 5 + i);
            labels[i] = Math.signum(labels[i]);
        }
    }

    static double loss(double[] w, double[][] rows, double[] labels) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            double score = 0;
            for (int j = 0; j < w.length; j++) {
                score += w[j] * row[j];
            }
            double margin = -labels[i] * score;
            sum += margin > 0 ? margin + Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin));
        }
        return sum / rows.length;
    }

    @GradientOf(value = "loss", wrt = "w")
    static double lossAndGradient(double[] w, double[][] rows, double[] labels, double[] gradient) {
        return Fluxion.derived();
    }

    @Override
    public double primal() {
        return loss(weights, rows, labels);
    }

    @Override
    public double byFluxion(double[] gradient) {
        return lossAndGradient(weights, rows, labels, gradient);
    }

    @Override
    public void byHand(double[] gradient) {
        Arrays.fill(gradient, 0);
        for (int i = 0; i < rows.length; i++) {
            double score = 0;
            for (int j = 0; j < weights.length; j++) {
                score += weights[j] * rows[i][j];
            }
            double factor = -labels[i] / (1 + Math.exp(labels[i] * score)) / rows.length;
            for (int j = 0; j < weights.length; j++) {
                gradient[j] += factor * rows[i][j];
            }
        }
    }

    @Override
    public int size() {
        return weights.length;
    }

    @Override
    public long iterations() {
        return rows.length;
    }
}
