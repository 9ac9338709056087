package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DerivativeOf;
import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.HessianOf;
import dev.fluxion.JacobianOf;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.junit.jupiter.api.Test;

/** A stub may name another stub: a derivative is a method too. */
class StubsOfStubsTest {
    private static MethodHandle stub(String name) throws Throwable {
        return StubHandles.of(MethodHandles.lookup(), name);
    }

    static double wave(double x) {
        return x * x * x * x + Math.sin(x);
    }

    @DerivativeOf("wave")
    static double first(double x) {
        return Fluxion.derived();
    }

    @DerivativeOf("first")
    static double second(double x) {
        return Fluxion.derived();
    }

    @DerivativeOf("second")
    static double third(double x) {
        return Fluxion.derived();
    }

    @Test
    void derivativesOfDerivativesAreThoseOfHigherOrder() throws Throwable {
        double x = 0.7;
        assertEquals(12 * x * x - Math.sin(x), (double) stub("second").invoke(x), 1e-14);
        assertEquals(24 * x - Math.cos(x), (double) stub("third").invoke(x), 1e-13);
    }

    static double loss(double[] w) {
        return w[0] * w[0] * w[1] + Math.exp(w[1]);
    }

    @GradientOf("loss")
    static double[] lossGradient(double[] w) {
        return Fluxion.derived();
    }

    @JacobianOf("lossGradient")
    static double[][] gradientJacobian(double[] w) {
        return Fluxion.derived();
    }

    @HessianOf("loss")
    static double[][] lossHessian(double[] w) {
        return Fluxion.derived();
    }

    @Test
    void theJacobianOfAGradientIsTheHessian() throws Throwable {
        double[] w = {1.5, -0.5};
        double[][] jacobian = (double[][]) stub("gradientJacobian").invoke(w);
        double[][] expected = {{2 * w[1], 2 * w[0]}, {2 * w[0], Math.exp(w[1])}};
        double[][] hessian = (double[][]) stub("lossHessian").invoke(w);
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(expected[i], jacobian[i], 1e-14);
            assertArrayEquals(expected[i], hessian[i], 1e-14);
        }
    }

    @DerivativeOf("here")
    static double there(double x) {
        return Fluxion.derived();
    }

    @DerivativeOf("there")
    static double here(double x) {
        return Fluxion.derived();
    }

    @Test
    void stubsThatNameEachOtherAreRefused() {
        String message = assertThrows(Refusal.class, () -> {
                    double unused = (double) stub("here").invoke(1.0);
                })
                .getMessage();
        assertTrue(message.contains("the derivative of a method that calls it"), message);
    }

    @DerivativeOf("alone")
    static double alone(double x) {
        return Fluxion.derived();
    }

    @Test
    void aStubThatNamesItselfIsExplained() {
        String message = assertThrows(IllegalArgumentException.class, () -> stub("alone"))
                .getMessage();
        assertTrue(message.endsWith("StubsOfStubsTest.alone, but there is no other method of that name."), message);
    }
}
