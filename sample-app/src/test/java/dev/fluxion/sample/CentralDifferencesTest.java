package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CentralDifferencesTest {
    private final double[] x = {0.5, -2};
    private final double[] y = {3};

    @Test
    void theGradientOfASmoothFunctionIsExactToTenDigits() {
        List<double[]> gradient =
                CentralDifferences.gradient(List.of(x, y), () -> Math.sin(x[0]) * x[1] * x[1] + Math.exp(y[0] / 3));

        assertArrayEquals(new double[] {4 * Math.cos(0.5), -4 * Math.sin(0.5)}, gradient.get(0), 1e-9);
        assertArrayEquals(new double[] {Math.E / 3}, gradient.get(1), 1e-9);
    }

    @Test
    void theParametersArePutBack() {
        CentralDifferences.gradient(List.of(x, y), () -> x[0] + y[0]);

        assertArrayEquals(new double[] {0.5, -2}, x);
        assertArrayEquals(new double[] {3}, y);
    }
}
