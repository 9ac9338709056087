package com.acme;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class ModelTest {
    @Test
    void theGradientIsExact() {
        assertArrayEquals(new double[] {30, 9}, Model.lossGradient(new double[] {3, 5}));
    }
}
