package dev.fluxion.rules;

import static dev.fluxion.rules.Accuracy.assertAccurate;
import static dev.fluxion.rules.HighPrecision.derivative;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExponentialRulesTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 4.9e-324, -1e-8, 0.3, -1, 7, -100, 709.7, 710, -745, -800})
    void expIsAccurate(double x) {
        assertAccurate(derivative(HighPrecision::exp, x), ExponentialRules.exp(x, Math.exp(x), 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 4.9e-324, -1e-8, 0.3, -1, 7, -40, -100, 709.7, 710, -745, -800})
    void expm1IsAccurate(double x) {
        assertAccurate(derivative(t -> HighPrecision.exp(t).subtract(BigDecimal.ONE), x), ExponentialRules.expm1(x, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {4.9e-324, 6e-309, 1e-300, 1e-8, 0.3, 1, 1.0000000000000002, 7, 1e16, 1.7e308})
    void logIsAccurate(double x) {
        assertAccurate(derivative(HighPrecision::log, x, x), ExponentialRules.log(x, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {4.9e-324, 2.5e-309, 1e-300, 1e-8, 0.3, 1, 1.0000000000000002, 7, 1e16, 7.9e307, 1.7e308})
    void log10IsAccurate(double x) {
        assertAccurate(derivative(HighPrecision::log10, x, x), ExponentialRules.log10(x, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 4.9e-324, -1e-8, 0.3, -0.5, -0.9999999999999999, 7, 1e16, 1.7e308})
    void log1pIsAccurate(double x) {
        assertAccurate(
                derivative(t -> HighPrecision.log(t.add(BigDecimal.ONE)), x, x < 1 ? 1 + x : x),
                ExponentialRules.log1p(x, 1));
    }
}
