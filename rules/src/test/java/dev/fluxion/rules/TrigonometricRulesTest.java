package dev.fluxion.rules;

import static dev.fluxion.rules.Accuracy.assertAccurate;
import static dev.fluxion.rules.HighPrecision.derivative;
import static dev.fluxion.rules.HighPrecision.derivativeOnGrowingScale;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrigonometricRulesTest {
    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                4.9e-324,
                1e-300,
                -1e-8,
                0.3,
                1.5707963267948966,
                -2,
                3.141592653589793,
                1e5,
                1e22,
                -1e300
            })
    void sinIsAccurate(double x) {
        assertAccurate(derivative(HighPrecision::sin, x), TrigonometricRules.sin(x, 1));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                4.9e-324,
                1e-300,
                -1e-8,
                0.3,
                1.5707963267948966,
                -2,
                3.141592653589793,
                1e5,
                1e22,
                -1e300
            })
    void cosIsAccurate(double x) {
        assertAccurate(derivative(HighPrecision::cos, x), TrigonometricRules.cos(x, 1));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0, 4.9e-324, -1e-8, 0.3, 1.57, 1.5707963267948966, -2, 3.141592653589793, 1e5, 1e22, -1e300})
    void tanIsAccurate(double x) {
        assertAccurate(derivative(HighPrecision::tan, x), TrigonometricRules.tan(x, Math.tan(x), 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 4.9e-324, -1e-8, 0.3, -0.5, 0.75, 0.9999, 0.9999999999999999, -0.9999999999999999})
    void asinIsAccurate(double x) {
        assertAccurate(derivative(HighPrecision::asin, x), TrigonometricRules.asin(x, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 4.9e-324, -1e-8, 0.3, -0.5, 0.75, 0.9999, 0.9999999999999999, -0.9999999999999999})
    void acosIsAccurate(double x) {
        assertAccurate(derivative(HighPrecision::acos, x), TrigonometricRules.acos(x, 1));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                4.9e-324,
                -1e-8,
                0.3,
                -1,
                7,
                1e7,
                0x1p28,
                0x1.fffp27,
                1e16,
                -1e100,
                1.34e154,
                1.35e154,
                4e161,
                1e300
            })
    void atanIsAccurate(double x) {
        assertAccurate(derivativeOnGrowingScale(HighPrecision::atan, x), TrigonometricRules.atan(x, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "3, -4",
        "-3, 4",
        "-3, -4",
        "0, 2",
        "0, -2",
        "2, 0",
        "-2, 0",
        "1e-8, 1",
        "1e-300, 1",
        "1, 1e-300",
        "4.9e-324, 1e-150",
        "1e-150, 4.9e-324",
        "1e-320, 1e-10",
        "1e-200, 3e-200",
        "1e-308, 2e-308",
        "3e-155, 1e-160",
        "1e150, 3e150",
        "1e200, 1",
        "1e300, -1e300",
        "1.5e308, 1.5e308",
        "1e154, 3e160"
    })
    void atan2IsAccurateInBothArguments(double y, double x) {
        double scale = Math.hypot(x / 2, y / 2);
        BigDecimal exactX = new BigDecimal(x);
        BigDecimal exactY = new BigDecimal(y);
        BinaryOperator<BigDecimal> angle =
                Math.abs(y) > Math.abs(x) ? HighPrecision::angleFromInverseSlope : HighPrecision::angleFromSlope;
        assertAccurate(derivative(t -> angle.apply(t, exactX), y, scale), TrigonometricRules.atan2(y, x, 1, 0));
        assertAccurate(derivative(t -> angle.apply(exactY, t), x, scale), TrigonometricRules.atan2(y, x, 0, 1));
    }

    @Test
    void toRadiansScalesByPiOver180() {
        assertAccurate(
                HighPrecision.PI.divide(BigDecimal.valueOf(180), MathContext.DECIMAL128),
                TrigonometricRules.toRadians(12, 1));
    }

    @Test
    void toDegreesScalesBy180OverPi() {
        assertAccurate(
                BigDecimal.valueOf(180).divide(HighPrecision.PI, MathContext.DECIMAL128),
                TrigonometricRules.toDegrees(12, 1));
    }
}
