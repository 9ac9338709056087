package dev.fluxion.rules;

import static dev.fluxion.rules.Accuracy.assertAccurate;
import static dev.fluxion.rules.HighPrecision.derivative;
import static dev.fluxion.rules.HighPrecision.derivativeOnGrowingScale;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FastMathRulesTest {
    private static final MathContext DIGITS = new MathContext(420);

    private static BigDecimal big(double x) {
        return new BigDecimal(x);
    }

    /** log(x + sqrt(x² + 1)), for an argument whose sum does not cancel. */
    private static BigDecimal asinh(BigDecimal x) {
        if (x.signum() < 0) {
            return asinh(x.negate()).negate();
        }
        return HighPrecision.log(x.add(HighPrecision.sqrt(x.multiply(x).add(BigDecimal.ONE))));
    }

    private static BigDecimal acosh(BigDecimal x) {
        return HighPrecision.log(x.add(HighPrecision.sqrt(x.multiply(x).subtract(BigDecimal.ONE))));
    }

    private static BigDecimal atanh(BigDecimal x) {
        BigDecimal ratio = BigDecimal.ONE.add(x).divide(BigDecimal.ONE.subtract(x), DIGITS);
        return HighPrecision.log(ratio).divide(BigDecimal.valueOf(2));
    }

    private static BigDecimal log(BigDecimal base, BigDecimal x) {
        return HighPrecision.log(x).divide(HighPrecision.log(base), DIGITS);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 4.9e-324, 1e-300, -1e-8, 0.3, -1, 7, 1e5, -3e8, 1e9, 1e100})
    void asinhIsAccurate(double x) {
        assertAccurate(derivativeOnGrowingScale(FastMathRulesTest::asinh, x), FastMathRules.asinh(x, 1));
    }

    @Test
    void asinhOfTheLargestNumbersHasTheSlopeOfALogarithm() {
        assertEquals(1 / 1e300, FastMathRules.asinh(1e300, 1));
        assertEquals(1 / Double.MAX_VALUE, FastMathRules.asinh(-Double.MAX_VALUE, 1));
        assertEquals(0.0, FastMathRules.asinh(Double.NEGATIVE_INFINITY, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0000000000000002, 1.000001, 1.5, 7, 1e5, 3e8, 1e100})
    void acoshIsAccurate(double x) {
        assertAccurate(derivative(FastMathRulesTest::acosh, x, x - 1), FastMathRules.acosh(x, 1));
    }

    @Test
    void acoshOfTheLargestNumbersHasTheSlopeOfALogarithm() {
        assertEquals(1 / 1e300, FastMathRules.acosh(1e300, 1), Math.ulp(1 / 1e300));
        assertEquals(0.0, FastMathRules.acosh(Double.POSITIVE_INFINITY, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 4.9e-324, 1e-300, -1e-8, 0.3, -0.97, 0.999999, -0.9999999999999999})
    void atanhIsAccurate(double x) {
        assertAccurate(derivative(FastMathRulesTest::atanh, x, 1 - Math.abs(x)), FastMathRules.atanh(x, 1));
    }

    /** The other partial derivative may be infinite, which a tangent of zero does not stop outside of a derivative. */
    private static double log(double base, double x, double y, double dbase, double dx) {
        return dbase == 0
                ? FastMathRules.log(base, x, 0, 0, dx)
                : FastMathRules.log(base, Math.max(x, 1e-300), y, dbase, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 2",
        "2, 1",
        "0.5, 3",
        "1.0000000000000002, 5",
        "0.9999999999999999, 0.3",
        "10, 1e-320",
        "10, 1e308",
        "1e-320, 7",
        "1e308, 7",
        "1e300, 1e-300"
    })
    void theLogarithmToABaseIsAccurate(double base, double x) {
        double y = log(big(base), big(x)).doubleValue();
        BigDecimal inX = derivative(number -> log(big(base), number), x, x);
        assertAccurate(inX, log(base, x, y, 0, 1));
        BigDecimal inBase = derivative(number -> log(number, big(x)), base, Math.abs(base - 1) * Math.min(base, 1));
        assertAccurate(inBase, log(base, x, y, 1, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "0.7, 5",
        "-0.7, 4",
        "-3, 5",
        "2, -3",
        "-1e-100, 3",
        "1e-200, 2",
        "1e160, 2",
        "1e-160, -2",
        "1e200, -1",
        "1.0001, 6000000",
        "7, 1",
        "-7, 0"
    })
    void aWholePowerIsAccurate(double x, int n) {
        BigDecimal exact = n == 0
                ? BigDecimal.ZERO
                : big(n).multiply(
                                n > 0
                                        ? big(x).pow(n - 1, DIGITS)
                                        : BigDecimal.ONE.divide(big(x).pow(1 - n, DIGITS), DIGITS));
        double power = Math.pow(x, n);
        assertAccurate(exact, FastMathRules.pow(x, n, power, 1));
        assertAccurate(exact, FastMathRules.pow(x, (long) n, power, 1));
    }

    @Test
    void anExponentThatNoDoubleIsHasTheDerivativeOfTheValue() {
        long n = (1L << 60) + 1;
        double x = 1 - 0x1p-53;
        double power = Math.exp(n * Math.log1p(-0x1p-53));
        assertEquals(n * (power / x), FastMathRules.pow(x, n, power, 1), Math.ulp(n * power));
    }
}
