package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StandardizerTest {
    @Test
    void columnsGetMeanZeroAndDeviationOne() {
        double[][] rows = DataSet.breastCancer().features;

        double[][] standardized = Standardizer.fit(rows).apply(rows);

        for (int j = 0; j < rows[0].length; j++) {
            double sum = 0;
            double squares = 0;
            for (double[] row : standardized) {
                sum += row[j];
                squares += row[j] * row[j];
            }
            assertEquals(0, sum / rows.length, 1e-12);
            assertEquals(1, squares / rows.length, 1e-12);
        }
    }

    @Test
    void aConstantColumnBecomesZero() {
        double[][] rows = {{7, 1}, {7, 2}};

        double[][] standardized = Standardizer.fit(rows).apply(rows);

        assertArrayEquals(new double[][] {{0, -1}, {0, 1}}, standardized);
    }

    @Test
    void otherRowsAreMeasuredByTheFittedOnes() {
        Standardizer standardizer = Standardizer.fit(new double[][] {{0}, {4}});

        assertArrayEquals(new double[][] {{4}}, standardizer.apply(new double[][] {{10}}));
    }
}
