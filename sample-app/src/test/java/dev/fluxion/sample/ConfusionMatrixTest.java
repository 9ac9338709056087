package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    private final DataSet data = new DataSet(new double[5][1], new int[] {0, 0, 1, 1, 2}, List.of("a", "b", "c"));
    private final ConfusionMatrix matrix = ConfusionMatrix.of(data, new int[] {0, 1, 1, 1, 0});

    @Test
    void eachPairOfActualAndPredictedIsCounted() {
        assertEquals(1, matrix.count(0, 0));
        assertEquals(1, matrix.count(0, 1));
        assertEquals(2, matrix.count(1, 1));
        assertEquals(1, matrix.count(2, 0));
        assertEquals(0, matrix.count(0, 2));
    }

    @Test
    void theAccuracyIsTheShareOnTheDiagonal() {
        assertEquals(3, matrix.correct());
        assertEquals(5, matrix.total());
        assertEquals(0.6, matrix.accuracy());
    }
}
