package dev.fluxion.sample;

import java.util.Arrays;

/** The gradient of {@link NeuralNetwork#loss} by back-propagation as textbooks write it. */
final class NeuralNetworkByHand {
    private NeuralNetworkByHand() {}

    /** Takes and returns what {@link NeuralNetwork#lossAndGradient} does. */
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
        clear(hiddenLayerGradient);
        clear(outputLayerGradient);
        int examples = to - from;
        double sum = 0;
        for (int i = from; i < to; i++) {
            NeuralNetwork.forward(hiddenLayer, outputLayer, images[i], hidden, scores);
            double logSumExp = NeuralNetwork.logSumExp(scores);
            sum += logSumExp - scores[labels[i]];
            for (int c = 0; c < scores.length; c++) {
                double probability = Math.exp(scores[c] - logSumExp);
                scores[c] = (c == labels[i] ? probability - 1 : probability) / examples;
                accumulate(outputLayerGradient[c], scores[c], hidden);
            }
            for (int unit = 0; unit < hidden.length; unit++) {
                double cotangent = 0;
                for (int c = 0; c < scores.length; c++) {
                    cotangent += scores[c] * outputLayer[c][unit];
                }
                cotangent *= 1 - hidden[unit] * hidden[unit];
                accumulate(hiddenLayerGradient[unit], cotangent, images[i]);
            }
        }
        return sum / examples;
    }

    private static void clear(double[][] layer) {
        for (double[] row : layer) {
            Arrays.fill(row, 0);
        }
    }

    private static void accumulate(double[] row, double cotangent, double[] input) {
        for (int k = 0; k < input.length; k++) {
            row[k] += cotangent * input[k];
        }
        row[input.length] += cotangent;
    }
}
