package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import java.util.Arrays;

/** The mean loss of logistic regression, its data one row per example. */
final class LogisticRegressionRows implements Program {
    private final double[] weights;
    private final double[][] rows;
    private final double[] labels;

    LogisticRegressionRows(int examples, int features) {
        this.weights = Program.numbers(features, 3);
        this.rows = Program.rows(examples, features, 5);
        this.labels = LogisticRegressionFlat.labels(examples);
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
    public double[][] point() {
        return new double[][] {weights};
    }

    @Override
    public double primal() {
        return loss(weights, rows, labels);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return lossAndGradient(weights, rows, labels, gradient[0]);
    }

    @Override
    public double byHand(double[][] gradient) {
        return byHand(weights, rows, labels, gradient[0]);
    }

    private static double byHand(double[] w, double[][] rows, double[] labels, double[] gradient) {
        Arrays.fill(gradient, 0);
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            double score = 0;
            for (int j = 0; j < w.length; j++) {
                score += w[j] * row[j];
            }
            double margin = -labels[i] * score;
            double probability;
            if (margin > 0) {
                double exp = Math.exp(-margin);
                sum += margin + Math.log1p(exp);
                probability = 1 / (1 + exp);
            } else {
                double exp = Math.exp(margin);
                sum += Math.log1p(exp);
                probability = exp / (1 + exp);
            }
            double factor = -labels[i] * probability / rows.length;
            for (int j = 0; j < w.length; j++) {
                gradient[j] += factor * row[j];
            }
        }
        return sum / rows.length;
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        T sum = m.constant(0);
        for (int i = 0; i < rows.length; i++) {
            T score = m.constant(0);
            for (int j = 0; j < x[0].length; j++) {
                score = m.add(score, m.multiply(x[0][j], rows[i][j]));
            }
            sum = m.add(sum, LogisticRegressionFlat.softPlus(m, m.multiply(score, -labels[i])));
        }
        return m.multiply(sum, 1.0 / rows.length);
    }

    @Override
    public long iterations() {
        return (long) rows.length * weights.length;
    }
}
