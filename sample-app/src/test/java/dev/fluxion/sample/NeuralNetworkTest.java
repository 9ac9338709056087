package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NeuralNetworkTest {
    @Test
    void aLayerIsWeightsThenBias() {
        double[][] hiddenLayer = {{1, 2, 0.5}};
        double[][] outputLayer = {{3, 0}, {0, -1}};
        double[] hidden = new double[1];
        double[] scores = new double[2];

        NeuralNetwork.forward(hiddenLayer, outputLayer, new double[] {0.1, 0.2}, hidden, scores);

        assertEquals(Math.tanh(1), hidden[0], 1e-15);
        assertArrayEquals(new double[] {3 * Math.tanh(1), -1}, scores, 1e-15);
    }

    @Test
    void equalScoresCostTheLogOfTheNumberOfClasses() {
        Layers layers = Layers.zero(2, 3, 10);

        double loss = NeuralNetwork.loss(
                layers.hidden, layers.output, new double[4][2], new int[4], 0, 4, new double[3], new double[10]);

        assertEquals(Math.log(10), loss, 1e-15);
    }

    @Test
    void onlyTheExamplesOfTheBatchCount() {
        Layers layers = Layers.zero(1, 1, 2);
        layers.output[1][1] = Math.log(3);
        int[] labels = {0, 1, 1, 0};

        double loss = NeuralNetwork.loss(
                layers.hidden, layers.output, new double[4][1], labels, 1, 3, new double[1], new double[2]);

        assertEquals(-Math.log(0.75), loss, 1e-15);
    }

    @Test
    void hugeScoresDoNotOverflow() {
        assertEquals(5_000 + Math.log(2), NeuralNetwork.logSumExp(new double[] {5_000, -5_000, 5_000}), 1e-12);
    }
}
