package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AdamTest {
    @Test
    void theFirstStepHasTheLengthOfTheLearningRate() {
        double[] x = {0, 0};

        new Adam(List.of(x), 0.1).step(List.of(new double[] {1_000, -0.001}));

        // The corrected averages are g and g squared, so that only epsilon keeps the step from 0.1 exactly.
        assertArrayEquals(new double[] {-0.1 * 1_000 / (1_000 + 1e-8), 0.1 * 0.001 / (0.001 + 1e-8)}, x, 1e-15);
    }

    @Test
    void theSecondStepWeighsBothGradients() {
        double[] x = {0};
        Adam adam = new Adam(List.of(x), 1);

        adam.step(List.of(new double[] {1}));
        double first = x[0];
        adam.step(List.of(new double[] {3}));

        double mean = (0.9 * 0.1 * 1 + 0.1 * 3) / (1 - 0.81);
        double square = (0.999 * 0.001 * 1 + 0.001 * 9) / (1 - 0.998001);
        assertArrayEquals(new double[] {first - mean / (Math.sqrt(square) + 1e-8)}, x, 1e-12);
    }

    @Test
    void aQuadraticIsMinimized() {
        double[] x = {5, -3};
        double[] y = {2};
        Adam adam = new Adam(List.of(x, y), 0.05);

        for (int i = 0; i < 5_000; i++) {
            adam.step(List.of(new double[] {2 * (x[0] - 1), 20 * (x[1] - 2)}, new double[] {2 * (y[0] + 4)}));
        }

        assertArrayEquals(new double[] {1, 2}, x, 1e-6);
        assertArrayEquals(new double[] {-4}, y, 1e-6);
    }
}
