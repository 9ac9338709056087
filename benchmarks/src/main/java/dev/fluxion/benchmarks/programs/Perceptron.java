package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;

/** The cross entropy of a perceptron with one hidden layer of {@code tanh} for one example, its weights in flat arrays. */
final class Perceptron implements Program {
    private final double[] input;
    private final double[] w1;
    private final double[] b1;
    private final double[] w2;
    private final double[] b2;
    private static final int LABEL = 3;

    Perceptron(int inputs, int hidden, int outputs) {
        this.input = Program.numbers(inputs, 21);
        this.w1 = Program.numbers(hidden * inputs, -0.05, 0.05, 22);
        this.b1 = Program.numbers(hidden, 23);
        this.w2 = Program.numbers(outputs * hidden, -0.2, 0.2, 24);
        this.b2 = Program.numbers(outputs, 25);
    }

    static double loss(double[] w1, double[] b1, double[] w2, double[] b2, double[] input, int label) {
        double[] hidden = new double[b1.length];
        for (int j = 0; j < hidden.length; j++) {
            double sum = b1[j];
            for (int k = 0; k < input.length; k++) {
                sum += w1[j * input.length + k] * input[k];
            }
            hidden[j] = Math.tanh(sum);
        }
        double largest = Double.NEGATIVE_INFINITY;
        double[] logits = new double[b2.length];
        for (int j = 0; j < logits.length; j++) {
            double sum = b2[j];
            for (int k = 0; k < hidden.length; k++) {
                sum += w2[j * hidden.length + k] * hidden[k];
            }
            logits[j] = sum;
            largest = Math.max(largest, sum);
        }
        double total = 0;
        for (int j = 0; j < logits.length; j++) {
            total += Math.exp(logits[j] - largest);
        }
        return Math.log(total) + largest - logits[label];
    }

    @GradientOf(
            value = "loss",
            wrt = {"w1", "b1", "w2", "b2"})
    static double lossAndGradient(
            double[] w1,
            double[] b1,
            double[] w2,
            double[] b2,
            double[] input,
            int label,
            double[] w1Gradient,
            double[] b1Gradient,
            double[] w2Gradient,
            double[] b2Gradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return new double[][] {w1, b1, w2, b2};
    }

    @Override
    public double primal() {
        return loss(w1, b1, w2, b2, input, LABEL);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return lossAndGradient(w1, b1, w2, b2, input, LABEL, gradient[0], gradient[1], gradient[2], gradient[3]);
    }

    @Override
    public double byHand(double[][] gradient) {
        double[] hidden = layer(w1, b1, input);
        for (int j = 0; j < hidden.length; j++) {
            hidden[j] = Math.tanh(hidden[j]);
        }
        double[] logits = layer(w2, b2, hidden);
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double total = 0;
        double[] logitGradient = gradient[3];
        for (int j = 0; j < logits.length; j++) {
            logitGradient[j] = Math.exp(logits[j] - largest);
            total += logitGradient[j];
        }
        double[] hiddenGradient = new double[hidden.length];
        for (int j = 0; j < logits.length; j++) {
            logitGradient[j] = logitGradient[j] / total - (j == LABEL ? 1 : 0);
            for (int k = 0; k < hidden.length; k++) {
                gradient[2][j * hidden.length + k] = logitGradient[j] * hidden[k];
                hiddenGradient[k] += logitGradient[j] * w2[j * hidden.length + k];
            }
        }
        double[] w1Gradient = gradient[0];
        for (int j = 0; j < hidden.length; j++) {
            double sumGradient = hiddenGradient[j] * (1 - hidden[j] * hidden[j]);
            gradient[1][j] = sumGradient;
            for (int k = 0; k < input.length; k++) {
                w1Gradient[j * input.length + k] = sumGradient * input[k];
            }
        }
        return Math.log(total) + largest - logits[LABEL];
    }

    private static double[] layer(double[] w, double[] b, double[] input) {
        double[] result = new double[b.length];
        for (int j = 0; j < b.length; j++) {
            double sum = b[j];
            for (int k = 0; k < input.length; k++) {
                sum += w[j * input.length + k] * input[k];
            }
            result[j] = sum;
        }
        return result;
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        T[] hidden = layer(m, x[0], x[1], input);
        for (int j = 0; j < hidden.length; j++) {
            hidden[j] = m.tanh(hidden[j]);
        }
        T[] logits = m.array(b2.length);
        T largest = m.constant(Double.NEGATIVE_INFINITY);
        for (int j = 0; j < logits.length; j++) {
            T sum = x[3][j];
            for (int k = 0; k < hidden.length; k++) {
                sum = m.add(sum, m.multiply(x[2][j * hidden.length + k], hidden[k]));
            }
            logits[j] = sum;
            largest = m.max(largest, sum);
        }
        T total = m.constant(0);
        for (T logit : logits) {
            total = m.add(total, m.exp(m.subtract(logit, largest)));
        }
        return m.subtract(m.add(m.log(total), largest), logits[LABEL]);
    }

    private static <T> T[] layer(Algebra<T> m, T[] w, T[] b, double[] input) {
        T[] result = m.array(b.length);
        for (int j = 0; j < b.length; j++) {
            T sum = b[j];
            for (int k = 0; k < input.length; k++) {
                sum = m.add(sum, m.multiply(w[j * input.length + k], input[k]));
            }
            result[j] = sum;
        }
        return result;
    }

    @Override
    public long iterations() {
        return (long) w1.length + w2.length;
    }
}
