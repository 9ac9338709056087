package dev.fluxion.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tangents are powers of two, so that every sum tells which of them went into it. */
class ExtremumRulesTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @ParameterizedTest
    @CsvSource({"3, -5, 1", "-5, 3, 2", "1.4e-45, -1.4e-45, 1", "-Infinity, Infinity, 2", "-0.0, 0.0, 1.5", "7, 7, 1.5"
    })
    void maxFollowsTheLargerArgument(double a, double b, double expected) {
        assertEquals(expected, ExtremumRules.max(a, b, 1, 2));
        assertEquals((float) expected, ExtremumRules.max((float) a, (float) b, 1f, 2f));
    }

    @ParameterizedTest
    @CsvSource({"3, -5, 2", "-5, 3, 1", "1.4e-45, -1.4e-45, 2", "-Infinity, Infinity, 1", "-0.0, 0.0, 1.5", "7, 7, 1.5"
    })
    void minFollowsTheSmallerArgument(double a, double b, double expected) {
        assertEquals(expected, ExtremumRules.min(a, b, 1, 2));
        assertEquals((float) expected, ExtremumRules.min((float) a, (float) b, 1f, 2f));
    }

    @ParameterizedTest
    @CsvSource({"0, -1, 1, 1", "-3, -1, 1, 2", "3, -1, 1, 4", "-1, -1, 1, 1.5", "1, -1, 1, 2.5", "0.5, 0, Infinity, 1"})
    void clampFollowsTheValueOrTheBoundThatHolds(double value, double min, double max, double expected) {
        assertEquals(expected, ExtremumRules.clamp(value, min, max, 1, 2, 4));
        assertEquals((float) expected, ExtremumRules.clamp((float) value, (float) min, (float) max, 1f, 2f, 4f));
    }

    @Test
    void anInfiniteTangentOfTheOtherSideDoesNotReachTheResult() {
        assertEquals(1.0, ExtremumRules.max(2, 1, 1, INFINITY));
        assertEquals(1.0, ExtremumRules.min(1, 2, 1, INFINITY));
        assertEquals(1.0, ExtremumRules.clamp(0, -1, 1, 1, INFINITY, INFINITY));
    }

    @ParameterizedTest
    @CsvSource({"NaN, 1", "1, NaN", "NaN, NaN"})
    void aNaNArgumentGivesNaN(double a, double b) {
        assertEquals(Double.NaN, ExtremumRules.max(a, b, 1, 2));
        assertEquals(Double.NaN, ExtremumRules.min(a, b, 1, 2));
        assertEquals(Double.NaN, ExtremumRules.clamp(a, b, 5, 1, 2, 4));
    }
}
