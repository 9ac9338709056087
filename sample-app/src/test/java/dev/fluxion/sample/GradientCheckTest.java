package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
    private static final double[] BY_HAND = {4, -2, 0};

    @Test
    void theErrorIsRelativeToTheLargestComponent() {
        double error = GradientCheck.relativeError(
                List.of(new double[] {1}, new double[] {-7}), List.of(new double[] {1}, new double[] {-8}));

        assertEquals(0.125, error);
    }

    @Test
    void roundingPasses() {
        assertDoesNotThrow(() -> GradientCheck.require("model", loss(4 + 1e-13, -2, 1e-13)));
    }

    @Test
    void aDifferenceBeyondRoundingFails() {
        var e = assertThrows(UnmetGoalException.class, () -> GradientCheck.require("model", loss(4, -2.000000004, 0)));

        assertEquals(
                "The gradient of the model differs from the one by hand by 1.0e-09 of its largest component,"
                        + " more than 1e-10.",
                e.getMessage());
    }

    @Test
    void notANumberFails() {
        assertThrows(UnmetGoalException.class, () -> GradientCheck.require("model", loss(4, -2, Double.NaN)));
    }

    private static DifferentiatedLoss loss(double... gradient) {
        return new DifferentiatedLoss(List.of(new double[3]), () -> 0, () -> List.of(gradient), () -> List.of(BY_HAND));
    }
}
