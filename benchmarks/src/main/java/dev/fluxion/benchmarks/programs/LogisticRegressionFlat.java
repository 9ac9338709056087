package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import java.util.Arrays;

/** The mean loss of logistic regression, its data one example after the other in one array. */
final class LogisticRegressionFlat implements Program {
    private final double[] weights;
    private final double[] data;
    private final double[] labels;

    LogisticRegressionFlat(int examples, int features) {
        this.weights = Program.numbers(features, 3);
        this.data = Program.numbers(examples * features, 5);
        this.labels = labels(examples);
    }

    static double[] labels(int examples) {
        double[] labels = Program.numbers(examples, 4);
        for (int i = 0; i < examples; i++) {
            labels[i] = Math.signum(labels[i]);
        }
        return labels;
    }

    static double loss(double[] w, double[] data, double[] labels) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            double score = 0;
            for (int j = 0; j < w.length; j++) {
                score += w[j] * data[i * w.length + j];
            }
            double margin = -labels[i] * score;
            sum += margin > 0 ? margin + Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin));
        }
        return sum / labels.length;
    }

    @GradientOf(value = "loss", wrt = "w")
    static double lossAndGradient(double[] w, double[] data, double[] labels, double[] gradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return new double[][] {weights};
    }

    @Override
    public double primal() {
        return loss(weights, data, labels);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return lossAndGradient(weights, data, labels, gradient[0]);
    }

    @Override
    public double byHand(double[][] gradient) {
        return byHand(weights, data, labels, gradient[0]);
    }

    private static double byHand(double[] w, double[] data, double[] labels, double[] gradient) {
        Arrays.fill(gradient, 0);
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            double score = 0;
            for (int j = 0; j < w.length; j++) {
                score += w[j] * data[i * w.length + j];
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
            double factor = -labels[i] * probability / labels.length;
            for (int j = 0; j < w.length; j++) {
                gradient[j] += factor * data[i * w.length + j];
            }
        }
        return sum / labels.length;
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        T sum = m.constant(0);
        for (int i = 0; i < labels.length; i++) {
            T score = m.constant(0);
            for (int j = 0; j < x[0].length; j++) {
                score = m.add(score, m.multiply(x[0][j], data[i * x[0].length + j]));
            }
            sum = m.add(sum, softPlus(m, m.multiply(score, -labels[i])));
        }
        return m.multiply(sum, 1.0 / labels.length);
    }

    static <T> T softPlus(Algebra<T> m, T margin) {
        T rest = m.log(m.add(m.exp(m.multiply(m.abs(margin), -1)), 1));
        return m.value(margin) > 0 ? m.add(margin, rest) : rest;
    }

    @Override
    public long iterations() {
        return data.length;
    }
}
