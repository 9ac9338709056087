package dev.fluxion.rules;

import static dev.fluxion.rules.Accuracy.assertAccurate;
import static dev.fluxion.rules.HighPrecision.derivative;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HyperbolicRulesTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 4.9e-324, -1e-8, 0.3, -1, 7, 22, -100, 709, -710.4, 712})
    void sinhIsAccurate(double x) {
        assertAccurate(derivative(HighPrecision::sinh, x), HyperbolicRules.sinh(x, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 4.9e-324, 1e-300, -1e-8, 0.3, -1, 7, 22, -100, 709, -710.4, 712})
    void coshIsAccurate(double x) {
        assertAccurate(derivative(HighPrecision::cosh, x), HyperbolicRules.cosh(x, 1));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0, -0.0, 4.9e-324, -1e-8, 0.3, -0.97, 0.98, 1, 2, -7, 18, 22, -100, 354, 370, -373, 400, 1000})
    void tanhIsAccurate(double x) {
        assertAccurate(derivative(HighPrecision::tanh, x), HyperbolicRules.tanh(x, Math.tanh(x), 1));
    }
}
