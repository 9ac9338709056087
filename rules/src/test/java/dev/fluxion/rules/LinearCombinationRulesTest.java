package dev.fluxion.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Whole numbers, so that every sum is exact. */
class LinearCombinationRulesTest {
    @Test
    void eachFactorIsMultipliedByTheOtherOnesTangent() {
        assertEquals(
                3 * 1 + 2 * 10 + 7 * 100 + 5 * 1000,
                LinearCombinationRules.linearCombination(2, 3, 5, 7, 1, 10, 100, 1000));
        assertEquals(
                13 * 1e4 + 11 * 1e5,
                LinearCombinationRules.linearCombination(2, 3, 5, 7, 11, 13, 0, 0, 0, 0, 1e4, 1e5));
        assertEquals(
                19 * 1e6 + 17 * 1e7,
                LinearCombinationRules.linearCombination(2, 3, 5, 7, 11, 13, 17, 19, 0, 0, 0, 0, 0, 0, 1e6, 1e7));
    }

    @Test
    void soItIsForArrays() {
        double[] a = {2, 5, 11};
        double[] b = {3, 7, 13};
        double[] da = {1, 100, 1e4};
        double[] db = {10, 1000, 1e5};
        assertEquals(
                3 * 1 + 2 * 10 + 7 * 100 + 5 * 1000 + 13 * 1e4 + 11 * 1e5,
                LinearCombinationRules.linearCombination(a, b, da, db));
    }
}
