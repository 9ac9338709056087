package dev.fluxion.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignRulesTest {
    @ParameterizedTest
    @CsvSource({"3, 1", "-3, -1", "4.9e-324, 1", "-1.7e308, -1", "Infinity, 1", "-Infinity, -1", "NaN, NaN"})
    void absHasTheSignOfItsArgument(double x, double expected) {
        assertEquals(expected, SignRules.abs(x, 1));
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "-3, -1", "1.4e-45, 1", "-3e38, -1", "NaN, NaN"})
    void absOfAFloatHasTheSignOfItsArgument(float x, float expected) {
        assertEquals(expected, SignRules.abs(x, 1f));
    }

    @ParameterizedTest
    @CsvSource({"3, 5, 1", "-3, 5, -1", "3, -5, -1", "-3, -5, 1", "3, -0.0, -1", "-3, 0, -1", "4.9e-324, -5, -1"})
    void copySignFlipsOrKeepsTheMagnitudeAndIgnoresTheTangentOfTheSign(double magnitude, double sign, double expected) {
        assertEquals(expected, SignRules.copySign(magnitude, sign, 1, 64));
    }

    @ParameterizedTest
    @CsvSource({"3, 5, 1", "-3, 5, -1", "3, -5, -1", "-3, -5, 1", "3, -0.0, -1", "-3, 0, -1", "1.4e-45, -5, -1"})
    void copySignOfFloatsDoesTheSame(float magnitude, float sign, float expected) {
        assertEquals(expected, SignRules.copySign(magnitude, sign, 1f, 64f));
    }
}
