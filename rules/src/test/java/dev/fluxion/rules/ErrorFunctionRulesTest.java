package dev.fluxion.rules;

import static dev.fluxion.rules.Accuracy.assertAccurate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorFunctionRulesTest {
    /** Of the integral, whose integrand it is. */
    private static BigDecimal bell(double x) {
        BigDecimal number = new BigDecimal(x);
        MathContext digits = new MathContext(420);
        return HighPrecision.exp(number.multiply(number).negate())
                .multiply(BigDecimal.valueOf(2))
                .divide(HighPrecision.sqrt(HighPrecision.PI), digits);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0, -0.0, 4.9e-324, 1e-300, -1e-8, 0.3, -1, 1.7, -4.123456789, 9.87654321, 19.3, -26.2, 27.1, 29})
    void theSlopeIsAccurate(double x) {
        assertAccurate(bell(x), ErrorFunctionRules.erf(x, 1));
        assertAccurate(bell(x).negate(), ErrorFunctionRules.erfc(x, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {31, -40, 1e300, -1.7e308, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void farOutItIsFlat(double x) {
        assertEquals(0.0, ErrorFunctionRules.erf(x, 1));
        assertEquals(0.0, ErrorFunctionRules.erfc(x, 1) + 0.0);
    }

    @Test
    void ofNoNumberItIsNone() {
        assertEquals(Double.NaN, ErrorFunctionRules.erf(Double.NaN, 1));
        assertEquals(Double.NaN, ErrorFunctionRules.erfc(Double.NaN, 1));
    }
}
