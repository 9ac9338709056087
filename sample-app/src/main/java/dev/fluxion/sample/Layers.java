package dev.fluxion.sample;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The parameters of a {@link NeuralNetwork}, or a gradient, which has the same shape. */
final class Layers {
    final double[][] hidden;
    final double[][] output;

    private Layers(double[][] hidden, double[][] output) {
        this.hidden = hidden;
        this.output = output;
    }

    static Layers zero(int inputs, int hiddenUnits, int classes) {
        return new Layers(new double[hiddenUnits][inputs + 1], new double[classes][hiddenUnits + 1]);
    }

    /** Biases are zero, weights uniform in the range of Glorot and Bengio (2010), which suits tanh. */
    static Layers random(int inputs, int hiddenUnits, int classes, Random random) {
        Layers layers = zero(inputs, hiddenUnits, classes);
        randomize(layers.hidden, random);
        randomize(layers.output, random);
        return layers;
    }

    private static void randomize(double[][] layer, Random random) {
        int inputs = layer[0].length - 1;
        double range = Math.sqrt(6.0 / (inputs + layer.length));
        for (double[] row : layer) {
            for (int k = 0; k < inputs; k++) {
                row[k] = range * (2 * random.nextDouble() - 1);
            }
        }
    }

    /** The mean cross-entropy over all of {@code data}. */
    double loss(DataSet data) {
        return NeuralNetwork.loss(
                hidden,
                output,
                data.features,
                data.labels,
                0,
                data.size(),
                new double[hidden.length],
                new double[output.length]);
    }

    /** The class with the highest score for each image. */
    int[] predict(double[][] images) {
        double[] activations = new double[hidden.length];
        double[] scores = new double[output.length];
        int[] classes = new int[images.length];
        for (int i = 0; i < classes.length; i++) {
            NeuralNetwork.forward(hidden, output, images[i], activations, scores);
            for (int c = 1; c < scores.length; c++) {
                if (scores[c] > scores[classes[i]]) {
                    classes[i] = c;
                }
            }
        }
        return classes;
    }

    /** All rows, the hidden layer's first; they are shared, not copied. */
    List<double[]> rows() {
        return Stream.concat(Stream.of(hidden), Stream.of(output)).toList();
    }
}
