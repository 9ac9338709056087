package dev.fluxion.sample;

import dev.fluxion.Differentiable;
import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;

/**
 * A neural network with one hidden layer of tanh units and one score per class. A layer is a matrix with one row per
 * unit: the weights of its inputs, then its bias.
 */
final class NeuralNetwork {
    private NeuralNetwork() {}

    /**
     * The mean cross-entropy of the softmax of the scores, over the examples from {@code from} inclusive to {@code to}
     * exclusive.
     *
     * @param hidden workspace, one element per hidden unit
     * @param scores workspace, one element per class
     */
    @Differentiable
    static double loss(
            double[][] hiddenLayer,
            double[][] outputLayer,
            double[][] images,
            int[] labels,
            int from,
            int to,
            double[] hidden,
            double[] scores) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            forward(hiddenLayer, outputLayer, images[i], hidden, scores);
            sum += logSumExp(scores) - scores[labels[i]];
        }
        return sum / (to - from);
    }

    /** Returns {@link #loss} and overwrites the last two arguments with its gradient. */
    @GradientOf(
            value = "loss",
            wrt = {"hiddenLayer", "outputLayer"})
    static double lossAndGradient(
            double[][] hiddenLayer,
            double[][] outputLayer,
            double[][] images,
            int[] labels,
            int from,
            int to,
            double[] hidden,
            double[] scores,
            double[][] hiddenLayerGradient,
            double[][] outputLayerGradient) {
        return Fluxion.derived();
    }

    /** Writes the activations of one image into {@code hidden} and {@code scores}. */
    static void forward(
            double[][] hiddenLayer, double[][] outputLayer, double[] image, double[] hidden, double[] scores) {
        affine(hiddenLayer, image, hidden);
        for (int unit = 0; unit < hidden.length; unit++) {
            hidden[unit] = Math.tanh(hidden[unit]);
        }
        affine(outputLayer, hidden, scores);
    }

    /** log(exp(s0) + exp(s1) + ...), shifted by the largest score so that exp never overflows. */
    static double logSumExp(double[] scores) {
        double largest = scores[0];
        for (int c = 1; c < scores.length; c++) {
            if (scores[c] > largest) {
                largest = scores[c];
            }
        }
        double sum = 0;
        for (int c = 0; c < scores.length; c++) {
            sum += Math.exp(scores[c] - largest);
        }
        return largest + Math.log(sum);
    }

    private static void affine(double[][] layer, double[] input, double[] output) {
        for (int unit = 0; unit < output.length; unit++) {
            double[] row = layer[unit];
            double sum = row[input.length];
            for (int k = 0; k < input.length; k++) {
                sum += row[k] * input[k];
            }
            output[unit] = sum;
        }
    }
}
