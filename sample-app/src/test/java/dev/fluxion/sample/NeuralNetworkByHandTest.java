package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hipparchus.analysis.differentiation.Gradient;
import org.junit.jupiter.api.Test;

class NeuralNetworkByHandTest {
    private static final int INPUTS = 5;
    private static final int HIDDEN_UNITS = 4;
    private static final int CLASSES = 3;
    private static final int FROM = 1;
    private static final int TO = 7;

    private final Random random = new Random(11);
    private final Layers layers = Layers.random(INPUTS, HIDDEN_UNITS, CLASSES, random);
    private final Layers gradient = Layers.zero(INPUTS, HIDDEN_UNITS, CLASSES);
    private final double[][] images = new double[8][INPUTS];
    private final int[] labels = {0, 1, 2, 2, 1, 0, 1, 2};

    NeuralNetworkByHandTest() {
        for (double[] image : images) {
            Arrays.setAll(image, k -> random.nextGaussian());
        }
    }

    @Test
    void theGradientIsThatOfDualNumbers() {
        lossAndGradient();

        double[] actual =
                gradient.rows().stream().flatMapToDouble(Arrays::stream).toArray();
        assertArrayEquals(lossInDualNumbers().getGradient(), actual, 1e-14);
    }

    @Test
    void theValueIsThatOfTheLoss() {
        double loss = NeuralNetwork.loss(
                layers.hidden, layers.output, images, labels, FROM, TO, new double[HIDDEN_UNITS], new double[CLASSES]);

        assertEquals(loss, lossAndGradient());
    }

    @Test
    void theGradientIsOverwritten() {
        lossAndGradient();
        double[] once = gradient.hidden[0].clone();

        lossAndGradient();

        assertArrayEquals(once, gradient.hidden[0]);
    }

    private double lossAndGradient() {
        return NeuralNetworkByHand.lossAndGradient(
                layers.hidden,
                layers.output,
                images,
                labels,
                FROM,
                TO,
                new double[HIDDEN_UNITS],
                new double[CLASSES],
                gradient.hidden,
                gradient.output);
    }

    private Gradient lossInDualNumbers() {
        List<double[]> rows = layers.rows();
        int parameters = rows.stream().mapToInt(row -> row.length).sum();
        Gradient[][] dual = new Gradient[rows.size()][];
        int index = 0;
        for (int i = 0; i < dual.length; i++) {
            dual[i] = new Gradient[rows.get(i).length];
            for (int k = 0; k < dual[i].length; k++) {
                dual[i][k] = Gradient.variable(parameters, index++, rows.get(i)[k]);
            }
        }
        Gradient sum = Gradient.constant(parameters, 0);
        for (int i = FROM; i < TO; i++) {
            Gradient[] input = new Gradient[INPUTS];
            for (int k = 0; k < INPUTS; k++) {
                input[k] = Gradient.constant(parameters, images[i][k]);
            }
            Gradient[] hidden = affine(dual, 0, HIDDEN_UNITS, input);
            Gradient[] scores = affine(
                    dual,
                    HIDDEN_UNITS,
                    CLASSES,
                    Arrays.stream(hidden).map(Gradient::tanh).toArray(Gradient[]::new));
            Gradient partition = Gradient.constant(parameters, 0);
            for (Gradient score : scores) {
                partition = partition.add(score.exp());
            }
            sum = sum.add(partition.log()).subtract(scores[labels[i]]);
        }
        return sum.divide(TO - FROM);
    }

    private static Gradient[] affine(Gradient[][] rows, int firstRow, int units, Gradient[] input) {
        Gradient[] output = new Gradient[units];
        for (int unit = 0; unit < units; unit++) {
            Gradient[] row = rows[firstRow + unit];
            output[unit] = row[input.length];
            for (int k = 0; k < input.length; k++) {
                output[unit] = output[unit].add(row[k].multiply(input[k]));
            }
        }
        return output;
    }
}
