package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import java.util.Arrays;

/** The squared error of a diagonal LSTM cell that predicts the next element of a sequence; state is carried in arrays. */
final class LongShortTermMemory implements Program {
    private final double[][] sequence;

    /** Of the forget, input and output gates and the change, one after the other. */
    private final double[] weights;

    private final double[] biases;

    LongShortTermMemory(int steps, int units) {
        this.sequence = Program.rows(steps + 1, units, 41);
        this.weights = Program.numbers(4 * units, 42);
        this.biases = Program.numbers(4 * units, 43);
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double loss(double[] weights, double[] biases, double[][] sequence) {
        int units = sequence[0].length;
        double[] hidden = new double[units];
        double[] cell = new double[units];
        double sum = 0;
        for (int t = 0; t < sequence.length - 1; t++) {
            double[] input = sequence[t];
            double[] next = sequence[t + 1];
            for (int i = 0; i < units; i++) {
                double forget = sigmoid(input[i] * weights[i] + biases[i]);
                double ingate = sigmoid(hidden[i] * weights[units + i] + biases[units + i]);
                double outgate = sigmoid(input[i] * weights[2 * units + i] + biases[2 * units + i]);
                double change = Math.tanh(hidden[i] * weights[3 * units + i] + biases[3 * units + i]);
                cell[i] = cell[i] * forget + ingate * change;
                hidden[i] = outgate * Math.tanh(cell[i]);
                double error = hidden[i] - next[i];
                sum += error * error;
            }
        }
        return sum;
    }

    @GradientOf(
            value = "loss",
            wrt = {"weights", "biases"})
    static double lossAndGradient(
            double[] weights, double[] biases, double[][] sequence, double[] weightGradient, double[] biasGradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return new double[][] {weights, biases};
    }

    @Override
    public double primal() {
        return loss(weights, biases, sequence);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return lossAndGradient(weights, biases, sequence, gradient[0], gradient[1]);
    }

    @Override
    public double byHand(double[][] gradient) {
        int units = sequence[0].length;
        int steps = sequence.length - 1;
        double[] forget = new double[steps * units];
        double[] ingate = new double[steps * units];
        double[] outgate = new double[steps * units];
        double[] change = new double[steps * units];
        double[] cell = new double[(steps + 1) * units];
        double[] squashed = new double[steps * units];
        double[] hidden = new double[(steps + 1) * units];
        double sum = 0;
        for (int t = 0; t < steps; t++) {
            double[] input = sequence[t];
            double[] next = sequence[t + 1];
            for (int i = 0; i < units; i++) {
                int k = t * units + i;
                forget[k] = sigmoid(input[i] * weights[i] + biases[i]);
                ingate[k] = sigmoid(hidden[k] * weights[units + i] + biases[units + i]);
                outgate[k] = sigmoid(input[i] * weights[2 * units + i] + biases[2 * units + i]);
                change[k] = Math.tanh(hidden[k] * weights[3 * units + i] + biases[3 * units + i]);
                cell[k + units] = cell[k] * forget[k] + ingate[k] * change[k];
                squashed[k] = Math.tanh(cell[k + units]);
                hidden[k + units] = outgate[k] * squashed[k];
                double error = hidden[k + units] - next[i];
                sum += error * error;
            }
        }
        double[] byWeight = gradient[0];
        double[] byBias = gradient[1];
        Arrays.fill(byWeight, 0);
        Arrays.fill(byBias, 0);
        double[] byHidden = new double[units];
        double[] byCell = new double[units];
        for (int t = steps - 1; t >= 0; t--) {
            double[] input = sequence[t];
            double[] next = sequence[t + 1];
            for (int i = 0; i < units; i++) {
                int k = t * units + i;
                double h = byHidden[i] + 2 * (hidden[k + units] - next[i]);
                double c = byCell[i] + h * outgate[k] * (1 - squashed[k] * squashed[k]);
                double o = h * squashed[k] * outgate[k] * (1 - outgate[k]);
                double f = c * cell[k] * forget[k] * (1 - forget[k]);
                double g = c * change[k] * ingate[k] * (1 - ingate[k]);
                double d = c * ingate[k] * (1 - change[k] * change[k]);
                byCell[i] = c * forget[k];
                byHidden[i] = g * weights[units + i] + d * weights[3 * units + i];
                byWeight[i] += f * input[i];
                byWeight[units + i] += g * hidden[k];
                byWeight[2 * units + i] += o * input[i];
                byWeight[3 * units + i] += d * hidden[k];
                byBias[i] += f;
                byBias[units + i] += g;
                byBias[2 * units + i] += o;
                byBias[3 * units + i] += d;
            }
        }
        return sum;
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        int units = sequence[0].length;
        T[] w = x[0];
        T[] b = x[1];
        T[] hidden = m.zeros(units);
        T[] cell = m.zeros(units);
        T sum = m.constant(0);
        for (int t = 0; t < sequence.length - 1; t++) {
            double[] input = sequence[t];
            double[] next = sequence[t + 1];
            for (int i = 0; i < units; i++) {
                int in = units + i;
                int out = 2 * units + i;
                int to = 3 * units + i;
                T forget = sigmoid(m, m.add(m.multiply(w[i], input[i]), b[i]));
                T ingate = sigmoid(m, m.add(m.multiply(w[in], hidden[i]), b[in]));
                T outgate = sigmoid(m, m.add(m.multiply(w[out], input[i]), b[out]));
                T change = m.tanh(m.add(m.multiply(w[to], hidden[i]), b[to]));
                cell[i] = m.add(m.multiply(cell[i], forget), m.multiply(ingate, change));
                hidden[i] = m.multiply(outgate, m.tanh(cell[i]));
                T error = m.add(hidden[i], -next[i]);
                sum = m.add(sum, m.multiply(error, error));
            }
        }
        return sum;
    }

    private static <T> T sigmoid(Algebra<T> m, T x) {
        return m.divide(m.constant(1), m.add(m.exp(m.multiply(x, -1)), 1));
    }

    @Override
    public long iterations() {
        return (sequence.length - 1L) * sequence[0].length;
    }
}
