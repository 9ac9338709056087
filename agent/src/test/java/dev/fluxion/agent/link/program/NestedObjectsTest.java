package dev.fluxion.agent.link.program;

import static dev.fluxion.agent.link.nested.NestedReference.X;
import static dev.fluxion.agent.link.nested.NestedReference.derivative;
import static dev.fluxion.agent.link.nested.NestedReference.differences;
import static dev.fluxion.agent.link.nested.NestedReference.forceByHand;
import static dev.fluxion.agent.link.nested.NestedReference.gradient;
import static dev.fluxion.agent.link.nested.NestedReference.refusal;
import static dev.fluxion.agent.link.nested.NestedReference.squaredForceGradientByHand;
import static dev.fluxion.agent.link.nested.NestedReference.tangents;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientFunction;
import dev.fluxion.Mode;
import dev.fluxion.agent.link.StubHandles;
import dev.fluxion.agent.link.classfile.StubMethods;
import dev.fluxion.agent.link.nested.NestedReference;
import dev.fluxion.agent.link.nested.NestedTest;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** Derivatives of lambdas and method references on an active path. The references are closed forms. */
class NestedObjectsTest {
    private static final double[] POINT = NestedReference.point();

    // Derivatives of function objects.

    private static final Method ENERGY = StubHandles.method(NestedTest.class, "energy");
    private static final GradientFunction GRADIENT = Fluxion.gradient(NestedTest::energy);
    private static GradientFunction changing = Fluxion.gradient(NestedTest::energy);

    static double throughConstant(double[] x) {
        double sum = 0;
        for (double f : GRADIENT.gradient(x)) {
            sum += f * f;
        }
        return sum;
    }

    static double throughVariable(double[] x) {
        return changing.gradient(x)[0];
    }

    static double captured(double x) {
        return x * Fluxion.derivative(y -> x + y).derivative(1);
    }

    static double capturedTwice(double x) {
        return x
                * Fluxion.derivative(y -> y
                                * y
                                * Fluxion.derivative(z -> Math.sin(x * y * z)).derivative(1))
                        .derivative(x);
    }

    static double capturedArray(double[] x) {
        double[] at = {x[0] * x[1], 2};
        double[] gradient = new double[2];
        double value = Fluxion.gradient((double[] y) -> y[0] * y[0] * x[2] + y[1] * x[0] * y[0], Mode.REVERSE)
                .valueAndGradient(at, gradient);
        return value + gradient[0] * gradient[1];
    }

    static double withoutActiveValues(double[] x) {
        double[] at = {0.3, 0.4, 0.5};
        return x[0] * Fluxion.gradient(NestedTest::energy).gradient(at)[1] * x[1] + x[2];
    }

    private static double capturedArrayByHand(double[] x) {
        double y = x[0] * x[1];
        double value = y * y * x[2] + 2 * x[0] * y;
        return value + (2 * y * x[2] + 2 * x[0]) * (x[0] * y);
    }

    @Test
    void theDerivativeOfAConstantFunctionObjectIsDifferentiated() throws Throwable {
        double[] expected = squaredForceGradientByHand(POINT);
        assertArrayEquals(expected, gradient(NestedObjectsTest::throughConstant, ":REVERSE"), 1e-13);
        assertArrayEquals(expected, tangents(NestedObjectsTest.class, "throughConstant"), 1e-13);
    }

    @Test
    void whatALambdaCapturesIsDifferentiatedWithoutConfusion() throws Throwable {
        assertEquals(1, derivative(NestedObjectsTest::captured, X));
        // x d/dy (y^2 x y cos(x y)) at y = x is 3 x^4 cos(x^2) - x^6 sin(x^2).
        double x2 = X * X;
        double expected = 12 * X * x2 * Math.cos(x2)
                - 6 * X * x2 * x2 * Math.sin(x2)
                - 6 * X * x2 * x2 * Math.sin(x2)
                - 2 * X * x2 * x2 * x2 * Math.cos(x2);
        assertEquals(expected, derivative(NestedObjectsTest::capturedTwice, X), 1e-13);
        double[] gradient = differences(NestedObjectsTest::capturedArrayByHand);
        assertArrayEquals(gradient, gradient(NestedObjectsTest::capturedArray, ":REVERSE"), 1e-9);
        assertArrayEquals(gradient, tangents(NestedObjectsTest.class, "capturedArray"), 1e-9);
    }

    @Test
    void aDerivativeWithoutActiveValuesIsEvaluated() throws Throwable {
        double force = forceByHand(new double[] {0.3, 0.4, 0.5})[1];
        double[] expected = {force * POINT[1], force * POINT[0], 1};
        assertArrayEquals(expected, gradient(NestedObjectsTest::withoutActiveValues, ":REVERSE"), 1e-15);
    }

    static double throughReflection(double[] x) {
        return ((double[]) Fluxion.of(ENERGY).gradient((Object) x)[0])[0];
    }

    @Test
    void derivativesByReflectionAreRefused() {
        String message = refusal(NestedObjectsTest::throughReflection);
        assertTrue(message.startsWith("Cannot differentiate "), message);
        assertTrue(message.contains("dev.fluxion.Derivative"), message);
    }

    @Test
    void aFunctionObjectThatMayBeAnyIsRefused() {
        String function = refusal(NestedObjectsTest::throughVariable);
        assertTrue(
                function.startsWith(
                        "Cannot differentiate a call of dev.fluxion.GradientFunction.gradient, which works on a"
                                + " function that is not known here, at "),
                function);
        assertTrue(function.endsWith(StubMethods.REMEDY), function);
    }
}
