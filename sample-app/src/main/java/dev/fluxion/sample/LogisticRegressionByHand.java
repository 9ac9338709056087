package dev.fluxion.sample;

/** The gradient of {@link LogisticRegression#loss} in closed form. */
final class LogisticRegressionByHand {
    private LogisticRegressionByHand() {}

    /** The mean of (probability - label) times the features, plus the regularization's share. */
    static double[] lossGradient(double[] w, double[][] features, int[] labels, double regularization) {
        double[] gradient = new double[w.length];
        int intercept = w.length - 1;
        for (int i = 0; i < features.length; i++) {
            double[] x = features[i];
            double probability = 1 / (1 + Math.exp(-LogisticRegression.score(w, x)));
            double residual = (probability - labels[i]) / features.length;
            for (int j = 0; j < intercept; j++) {
                gradient[j] += residual * x[j];
            }
            gradient[intercept] += residual;
        }
        for (int j = 0; j < intercept; j++) {
            gradient[j] += regularization * w[j];
        }
        return gradient;
    }
}
