package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
    @Test
    void withoutWeightsTheLossIsThatOfACoin() {
        double loss = LogisticRegression.loss(new double[3], new double[][] {{1, 2}, {3, 4}}, new int[] {0, 1}, 0.5);

        assertEquals(Math.log(2), loss, 1e-16);
    }

    @Test
    void theLossIsTheNegativeLogOfTheProbability() {
        // The log-odds log(3) mean a probability of 3/4 for class 1.
        double[] w = {Math.log(3), 0};

        assertEquals(-Math.log(0.75), LogisticRegression.loss(w, new double[][] {{1}}, new int[] {1}, 0), 1e-15);
        assertEquals(-Math.log(0.25), LogisticRegression.loss(w, new double[][] {{1}}, new int[] {0}, 0), 1e-15);
    }

    @Test
    void aHugeScoreDoesNotOverflow() {
        double[] w = {1, 0};

        assertEquals(5_000, LogisticRegression.loss(w, new double[][] {{5_000}}, new int[] {0}, 0));
        assertEquals(0, LogisticRegression.loss(w, new double[][] {{5_000}}, new int[] {1}, 0));
    }

    @Test
    void theInterceptIsNotRegularized() {
        double[][] features = {{0, 0}};
        int[] labels = {1};
        double[] w = {3, 4, 0};
        double[] intercept = {0, 0, 9};

        assertEquals(
                LogisticRegression.loss(w, features, labels, 0) + 12.5,
                LogisticRegression.loss(w, features, labels, 1),
                1e-15);
        assertEquals(
                LogisticRegression.loss(intercept, features, labels, 0),
                LogisticRegression.loss(intercept, features, labels, 1));
    }

    @Test
    void theSignOfTheScoreDecides() {
        int[] classes = LogisticRegression.predict(new double[] {2, -1}, new double[][] {{0}, {1}});

        assertArrayEquals(new int[] {0, 1}, classes);
    }
}
