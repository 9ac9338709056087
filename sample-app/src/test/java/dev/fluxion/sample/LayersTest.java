package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayersTest {
    @Test
    void theRowsAreTheLayersOwn() {
        Layers layers = Layers.zero(4, 2, 3);

        List<double[]> rows = layers.rows();

        assertEquals(5, rows.size());
        assertSame(layers.hidden[1], rows.get(1));
        assertSame(layers.output[0], rows.get(2));
    }

    @Test
    void randomWeightsAreInRangeAndBiasesZero() {
        Layers layers = Layers.random(4, 2, 3, new Random(1));

        for (double[] row : layers.hidden) {
            assertTrue(Arrays.stream(row).allMatch(weight -> Math.abs(weight) <= 1));
            assertEquals(0, row[4]);
        }
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        assertArrayEquals(Layers.random(4, 2, 3, new Random(1)).hidden, Layers.random(4, 2, 3, new Random(1)).hidden);
    }

    @Test
    void theClassWithTheHighestScoreIsPredicted() {
        Layers layers = Layers.zero(1, 1, 3);
        layers.hidden[0][0] = 1;
        layers.output[0][0] = -1;
        layers.output[2][0] = 1;

        assertArrayEquals(new int[] {2, 0}, layers.predict(new double[][] {{1}, {-1}}));
    }
}
