package dev.fluxion.sample;

import dev.fluxion.Differentiable;
import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;

/** Logistic regression with two classes. The parameters {@code w} are one weight per feature, then the intercept. */
final class LogisticRegression {
    private LogisticRegression() {}

    /**
     * The mean negative log-likelihood of the labels plus {@code regularization / 2} times the squared length of the
     * weights, the intercept left out.
     *
     * @param labels 0 or 1 for each row of {@code features}
     */
    @Differentiable
    static double loss(double[] w, double[][] features, int[] labels, double regularization) {
        double sum = 0;
        for (int i = 0; i < features.length; i++) {
            double score = score(w, features[i]);
            sum += softplus(labels[i] == 1 ? -score : score);
        }
        double squares = 0;
        for (int j = 0; j < w.length - 1; j++) {
            squares += w[j] * w[j];
        }
        return sum / features.length + 0.5 * regularization * squares;
    }

    /** The gradient of {@link #loss} with respect to {@code w}. */
    @GradientOf(value = "loss", wrt = "w")
    static double[] lossGradient(double[] w, double[][] features, int[] labels, double regularization) {
        return Fluxion.derived();
    }

    /** The log-odds of class 1. */
    static double score(double[] w, double[] x) {
        double sum = w[x.length];
        for (int j = 0; j < x.length; j++) {
            sum += w[j] * x[j];
        }
        return sum;
    }

    /** The more likely class of each row. */
    static int[] predict(double[] w, double[][] features) {
        int[] classes = new int[features.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = score(w, features[i]) > 0 ? 1 : 0;
        }
        return classes;
    }

    /** log(1 + exp(t)), arranged so that exp never overflows. */
    private static double softplus(double t) {
        return t > 0 ? t + Math.log1p(Math.exp(-t)) : Math.log1p(Math.exp(t));
    }
}
