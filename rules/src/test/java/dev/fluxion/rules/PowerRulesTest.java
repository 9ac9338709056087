package dev.fluxion.rules;

import static dev.fluxion.rules.Accuracy.assertAccurate;
import static dev.fluxion.rules.HighPrecision.derivative;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PowerRulesTest {
    @ParameterizedTest
    @ValueSource(doubles = {4.9e-324, 1e-310, 1e-300, 1e-8, 0.3, 1, 2, 1e16, 1.7e308})
    void sqrtIsAccurate(double x) {
        assertAccurate(derivative(HighPrecision::sqrt, x, x), PowerRules.sqrt(x, Math.sqrt(x), 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {4.9e-324, -1e-310, 1e-300, -1e-8, 0.3, -1, 2, 1e16, -1.7e308})
    void cbrtIsAccurate(double x) {
        assertAccurate(derivative(HighPrecision::cbrt, x, x), PowerRules.cbrt(x, Math.cbrt(x), 1));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3",
        "2, -3",
        "0.3, 0.7",
        "1, 5",
        "1, -0.5",
        "7, 1",
        "7, 0.5",
        "1.0000000000000002, 1e15",
        "1e-8, 2",
        "1e16, 3.5",
        "1e-200, 1.5",
        "1e-200, 1.6",
        "1e-200, 2",
        "1e-300, 0.1",
        "1e-300, -0.1",
        "4.9e-324, 0.9",
        "4.9e-324, 1e-300",
        "1e-310, 1",
        "1e-310, 1.1",
        "1e300, 1",
        "2.7, 708.5",
        "0.5, -1010.3",
        "1e-10, 1e-300",
        "1e60, -5.3",
        "3, 600",
        "3, -600",
        "1e-5, 1e-17",
        "0.9, 1e4"
    })
    void powIsAccurateInTheBase(double x, double y) {
        BigDecimal exactY = new BigDecimal(y);
        assertAccurate(
                derivative(t -> HighPrecision.pow(t, exactY), x, Math.abs(y) > 1 ? x / Math.abs(y) : x),
                PowerRules.pow(x, y, Math.pow(x, y), 1, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3",
        "2, -3",
        "0.3, 0.7",
        "1, 5",
        "1, -0.5",
        "7, 0",
        "1.0000000000000002, 1e15",
        "1e-8, 2",
        "1e16, 3.5",
        "1e-200, 1.5",
        "1e-200, -0.1",
        "4.9e-324, 0.9",
        "1e300, 1",
        "1e200, 1.5",
        "1e60, -5.1",
        "3, 600",
        "3, -600"
    })
    void powIsAccurateInTheExponent(double x, double y) {
        BigDecimal exactX = new BigDecimal(x);
        assertAccurate(derivative(t -> HighPrecision.pow(exactX, t), y), PowerRules.pow(x, y, Math.pow(x, y), 0, 1));
    }

    @ParameterizedTest
    @CsvSource({"-2, 3, 12", "-2, 2, -4", "-2, -1, -0.25", "-2, -2, 0.25", "-1e-200, 2, -2e-200", "-1e200, 2, -2e200"})
    void powOfANegativeBaseToAWholeExponentIsDifferentiatedInTheBase(double x, double y, double expected) {
        assertEquals(expected, PowerRules.pow(x, y, Math.pow(x, y), 1, 0), 4 * Math.ulp(expected));
    }

    @Test
    void powToAZeroExponentIsConstantInTheBase() {
        assertEquals(0.0, PowerRules.pow(3, 0, 1, 1, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 4",
        "-3, 4",
        "3, -4",
        "1, 0",
        "0, -2",
        "1e-8, 1",
        "1e-300, 1",
        "1, 1e-200",
        "1e-200, 3e-200",
        "4.9e-324, 4.9e-324",
        "1e-310, 3e-310",
        "1e-160, 1e-150",
        "1e150, 3e150",
        "1e200, 1",
        "1.5e308, 1.5e308",
        "1.7e308, -1e300"
    })
    void hypotIsAccurateInBothArguments(double x, double y) {
        double scale = Math.hypot(x / 4, y / 4) + Double.MIN_VALUE;
        BigDecimal exactX = new BigDecimal(x);
        BigDecimal exactY = new BigDecimal(y);
        assertAccurate(
                derivative(t -> HighPrecision.hypot(t, exactY), x, scale),
                PowerRules.hypot(x, y, Math.hypot(x, y), 1, 0));
        assertAccurate(
                derivative(t -> HighPrecision.hypot(exactX, t), y, scale),
                PowerRules.hypot(x, y, Math.hypot(x, y), 0, 1));
    }
}
