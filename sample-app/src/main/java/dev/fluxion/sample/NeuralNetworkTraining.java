package dev.fluxion.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Trains a {@link NeuralNetwork} by mini-batches with {@link Adam}, on gradients that Fluxion writes in place. */
final class NeuralNetworkTraining {
    static final int BATCH = 32;
    static final int HIDDEN_UNITS = 40;
    private static final int EPOCHS = 40;
    private static final double LEARNING_RATE = 0.003;

    final Layers layers;

    /** The loss on the training part before the first epoch and after each. */
    final List<Double> trainLosses = new ArrayList<>();

    /** The loss on the test part before the first epoch and after each. */
    final List<Double> testLosses = new ArrayList<>();

    private NeuralNetworkTraining(Layers layers) {
        this.layers = layers;
    }

    static NeuralNetworkTraining run(Split digits, long seed, ProgressBar progress) {
        Random random = new Random(seed);
        DataSet data = digits.train();
        int inputs = data.features[0].length;
        int classes = data.classNames.size();
        var training = new NeuralNetworkTraining(Layers.random(inputs, HIDDEN_UNITS, classes, random));
        Layers layers = training.layers;
        Layers gradient = Layers.zero(inputs, HIDDEN_UNITS, classes);
        List<double[]> gradientRows = gradient.rows();
        Adam adam = new Adam(layers.rows(), LEARNING_RATE);
        double[] hidden = new double[HIDDEN_UNITS];
        double[] scores = new double[classes];

        training.recordLosses(digits);
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            DataSet order = data.shuffled(random);
            for (int from = 0; from < order.size(); from += BATCH) {
                int to = Math.min(from + BATCH, order.size());
                NeuralNetwork.lossAndGradient(
                        layers.hidden,
                        layers.output,
                        order.features,
                        order.labels,
                        from,
                        to,
                        hidden,
                        scores,
                        gradient.hidden,
                        gradient.output);
                adam.step(gradientRows);
            }
            training.recordLosses(digits);
            progress.show(
                    epoch / (double) EPOCHS,
                    String.format(
                            Locale.ROOT,
                            "loss %.4f, on the test part %.4f",
                            training.trainLosses.get(epoch),
                            training.testLosses.get(epoch)));
        }
        return training;
    }

    private void recordLosses(Split digits) {
        trainLosses.add(layers.loss(digits.train()));
        testLosses.add(layers.loss(digits.test()));
    }
}
