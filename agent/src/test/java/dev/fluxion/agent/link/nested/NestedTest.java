package dev.fluxion.agent.link.nested;

import static dev.fluxion.agent.link.nested.NestedReference.POINT;
import static dev.fluxion.agent.link.nested.NestedReference.X;
import static dev.fluxion.agent.link.nested.NestedReference.derivative;
import static dev.fluxion.agent.link.nested.NestedReference.differences;
import static dev.fluxion.agent.link.nested.NestedReference.forceByHand;
import static dev.fluxion.agent.link.nested.NestedReference.gradient;
import static dev.fluxion.agent.link.nested.NestedReference.norm;
import static dev.fluxion.agent.link.nested.NestedReference.refusal;
import static dev.fluxion.agent.link.nested.NestedReference.rotateJacobian;
import static dev.fluxion.agent.link.nested.NestedReference.squaredForceGradientByHand;
import static dev.fluxion.agent.link.nested.NestedReference.stiffnessByHand;
import static dev.fluxion.agent.link.nested.NestedReference.tangents;
import static dev.fluxion.agent.link.nested.NestedReference.times;
import static dev.fluxion.agent.link.nested.NestedReference.transposed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DerivativeOf;
import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.HvpOf;
import dev.fluxion.JvpOf;
import dev.fluxion.VjpOf;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.StubHandles;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Derivatives that a differentiated method calls by stubs. The references are closed forms. */
public class NestedTest {
    // The classical case of confused perturbations: d/dx (x d/dy (x + y)) is 1, and 2 where both have one tangent.

    static double sum(double x, double y) {
        return x + y;
    }

    @DerivativeOf(value = "sum", wrt = "y")
    static double sumByY(double x, double y) {
        return Fluxion.derived();
    }

    static double timesInner(double x) {
        return x * sumByY(x, 1);
    }

    // Three levels: f = x sin(x y); each level differentiates by another variable.

    static double innermost(double x, double y, double z) {
        return Math.sin(x * y * z) + x * x * z;
    }

    @DerivativeOf(value = "innermost", wrt = "z")
    static double byZ(double x, double y, double z) {
        return Fluxion.derived();
    }

    static double middle(double x, double y) {
        return y * byZ(x, y, x * y);
    }

    @DerivativeOf(value = "middle", wrt = "y")
    static double byY(double x, double y) {
        return Fluxion.derived();
    }

    static double outer(double x) {
        return byY(x, x) * x;
    }

    // Gradients of arrays within each other.

    public static double energy(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.sin(x[i]) * x[(i + 1) % x.length] * x[i];
        }
        return sum;
    }

    @GradientOf("energy")
    static double[] force(double[] x) {
        return Fluxion.derived();
    }

    @GradientOf("energy")
    static double energyAndForce(double[] x, double[] force) {
        return Fluxion.derived();
    }

    @HvpOf("energy")
    static double[] stiffness(double[] x, double[] v) {
        return Fluxion.derived();
    }

    static double squaredForce(double[] x) {
        double sum = 0;
        for (double f : force(x)) {
            sum += f * f;
        }
        return sum;
    }

    static double squaredForceInPlace(double[] x) {
        double[] force = new double[x.length];
        double sum = energyAndForce(x, force);
        for (double f : force) {
            sum += f * f;
        }
        return sum;
    }

    @GradientOf("squaredForce")
    static double[] squaredForceGradient(double[] x) {
        return Fluxion.derived();
    }

    static double third(double[] x) {
        double sum = 0;
        for (double g : squaredForceGradient(x)) {
            sum += g * g;
        }
        return sum;
    }

    static double curvature(double[] x) {
        double[] direction = {1, x[0], 2};
        double sum = 0;
        for (double h : stiffness(x, direction)) {
            sum += h * h;
        }
        return sum;
    }

    static double[] rotate(double[] x) {
        return new double[] {x[0] * x[1], Math.exp(x[1] * x[2]), x[2] * x[0] * x[0]};
    }

    @JvpOf("rotate")
    static double[] rotateJvp(double[] x, double[] v) {
        return Fluxion.derived();
    }

    @VjpOf("rotate")
    static double[] rotateVjp(double[] x, double[] w) {
        return Fluxion.derived();
    }

    static double alongItself(double[] x) {
        double sum = 0;
        for (double t : rotateJvp(x, x)) {
            sum += t * t;
        }
        return sum;
    }

    static double backAlongItself(double[] x) {
        double sum = 0;
        for (double t : rotateVjp(x, x)) {
            sum += t * t;
        }
        return sum;
    }

    // Newton's method with the exact derivative, as users write it.

    static double equation(double t, double a) {
        return t * t * t - a;
    }

    @DerivativeOf(value = "equation", wrt = "t")
    static double slope(double t, double a) {
        return Fluxion.derived();
    }

    static double cubeRoot(double a) {
        double t = 1;
        for (int i = 0; i < 30; i++) {
            t -= equation(t, a) / slope(t, a);
        }
        return t;
    }

    // Instance methods and floats.

    static final class Spring {
        private final float stiffness = 3;

        double energy(double x, float scale) {
            return stiffness * x * x * x * scale;
        }

        @GradientOf("energy")
        double[] force(double x, float scale) {
            return Fluxion.derived();
        }
    }

    static double springs(double x) {
        double[] force = new Spring().force(x, (float) x);
        return force[0] * force[1];
    }

    @Test
    void aStubOfAnInstanceMethodThatTakesAFloatIsDifferentiated() throws Throwable {
        // energy by x is 9 x^2 s, by s 3 x^3: the product at s = x is 27 x^6.
        assertEquals(162 * Math.pow(0.5, 5), derivative(NestedTest::springs, 0.5), 1e-12);
    }

    @Test
    void perturbationsOfTwoLevelsAreNotConfused() throws Throwable {
        assertEquals(1, derivative(NestedTest::timesInner, X));
    }

    @Test
    void threeLevelsOfDerivativesByNumbersGiveTheClosedForm() throws Throwable {
        double x4 = Math.pow(X, 4);
        double expected =
                (6 * X * X - 8 * Math.pow(X, 10)) * Math.cos(x4) - 22 * Math.pow(X, 6) * Math.sin(x4) + 3 * X * X;
        assertEquals(expected, derivative(NestedTest::outer, X), 1e-13);
    }

    @Test
    void aNewtonIterationWithItsExactSlopeIsDifferentiated() throws Throwable {
        assertEquals(1 / (3 * Math.cbrt(X * X)), derivative(NestedTest::cubeRoot, X), 1e-14);
    }

    @Test
    void theGradientOfAFunctionOfAGradientIsRightInBothModes() throws Throwable {
        double[] expected = squaredForceGradientByHand(POINT);
        assertArrayEquals(expected, gradient(NestedTest::squaredForce, ":REVERSE"), 1e-13);
        assertArrayEquals(expected, gradient(NestedTest::squaredForce, ":FORWARD"), 1e-13);
        assertArrayEquals(expected, tangents(NestedTest.class, "squaredForce"), 1e-13);
    }

    @Test
    void aGradientInPlaceWithItsValueIsDifferentiated() throws Throwable {
        double[] force = forceByHand(POINT);
        double[] expected = squaredForceGradientByHand(POINT);
        for (int i = 0; i < expected.length; i++) {
            expected[i] += force[i];
        }
        assertArrayEquals(expected, gradient(NestedTest::squaredForceInPlace, ":REVERSE"), 1e-13);
        assertArrayEquals(expected, tangents(NestedTest.class, "squaredForceInPlace"), 1e-13);
    }

    @Test
    void threeLevelsOfGradientsAreRightInBothModes() throws Throwable {
        double[] expected = differences(x -> norm(squaredForceGradientByHand(x)));
        double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertArrayEquals(expected, gradient(NestedTest::third, ":REVERSE"), 1e-9 * scale);
        assertArrayEquals(expected, tangents(NestedTest.class, "third"), 1e-9 * scale);
    }

    @Test
    void aHessianVectorProductIsDifferentiatedAlsoByItsDirection() throws Throwable {
        double[] expected = differences(x -> norm(stiffnessByHand(x, new double[] {1, x[0], 2})));
        double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertArrayEquals(expected, gradient(NestedTest::curvature, ":REVERSE"), 1e-9 * scale);
        assertArrayEquals(expected, tangents(NestedTest.class, "curvature"), 1e-9 * scale);
    }

    @Test
    void productsWithAJacobianAreDifferentiatedByPointAndDirection() throws Throwable {
        double[] along = differences(x -> norm(times(rotateJacobian(x), x)));
        assertArrayEquals(along, gradient(NestedTest::alongItself, ":REVERSE"), 1e-8);
        assertArrayEquals(along, tangents(NestedTest.class, "alongItself"), 1e-8);
        double[] back = differences(x -> norm(times(transposed(rotateJacobian(x)), x)));
        assertArrayEquals(back, gradient(NestedTest::backAlongItself, ":REVERSE"), 1e-8);
        assertArrayEquals(back, tangents(NestedTest.class, "backAlongItself"), 1e-8);
    }

    @Test
    void theJacobianOfAGradientIsTheHessianInEveryMode() throws Throwable {
        double[][] expected = new double[POINT.length][];
        for (int i = 0; i < POINT.length; i++) {
            double[] unit = new double[POINT.length];
            unit[i] = 1;
            expected[i] = stiffnessByHand(POINT, unit);
        }
        Function<double[], double[]> gradient = NestedTest::forceCopied;
        for (String mode : new String[] {"", ":FORWARD", ":REVERSE"}) {
            double[][] jacobian = (double[][]) Laboratory.theCompiler()
                    .function("jacobian" + mode, gradient)
                    .invokeExact(POINT.clone());
            for (int i = 0; i < POINT.length; i++) {
                assertArrayEquals(expected[i], jacobian[i], 1e-14, mode);
            }
        }
    }

    static double[] forceCopied(double[] x) {
        return force(x.clone());
    }

    static double price(double spot, double volatility) {
        return spot * Math.exp(volatility * spot);
    }

    @GradientOf("price")
    static double[] greeks(double spot, double volatility) {
        return Fluxion.derived();
    }

    static double deltaTimesVega(double spot, double volatility) {
        double[] greeks = greeks(spot, volatility);
        return greeks[0] * greeks[1];
    }

    @GradientOf("deltaTimesVega")
    static double[] hedge(double spot, double volatility) {
        return Fluxion.derived();
    }

    @Test
    void gradientsByFewNumbersAreDifferentiatedByFewNumbers() throws Throwable {
        double s = 1.2;
        double v = 0.3;
        double[] greeks =
                (double[]) StubHandles.of(MethodHandles.lookup(), "hedge").invokeExact(s, v);
        double e = Math.exp(2 * v * s);
        // delta vega = (1 + v s) s^2 e^(2 v s)
        assertEquals((2 * s + 3 * v * s * s + 2 * v * s * s * (1 + v * s)) * e, greeks[0], 1e-13);
        assertEquals((s * s * s + 2 * s * s * s * (1 + v * s)) * e, greeks[1], 1e-13);
    }

    static double ontoItself(double[] x) {
        return energyAndForce(x, x);
    }

    @Test
    void aBufferThatIsTheArgumentIsRefused() {
        String message = refusal(NestedTest::ontoItself);
        assertTrue(message.endsWith("is the same array as another. Pass a separate array for each."), message);
    }

    @VjpOf("rotate")
    static double[] rotateAndVjp(double[] x, double[] w, double[] out) {
        return Fluxion.derived();
    }

    static double ontoItsCotangent(double[] x) {
        double[] w = {1, x[0], 2};
        return rotateAndVjp(x, w, w)[0] + w[1];
    }

    @Test
    void aBufferThatIsTheDirectionIsRefused() {
        String message = refusal(NestedTest::ontoItsCotangent);
        assertTrue(message.endsWith("is the same array as another. Pass a separate array for each."), message);
    }

    static double endless(double x) {
        return x > 1 ? x : x * endlessSlope(x + 1);
    }

    @DerivativeOf("endless")
    static double endlessSlope(double x) {
        return Fluxion.derived();
    }

    @Test
    void aMethodThatCallsItsOwnDerivativeIsRefused() {
        String message = assertThrows(Throwable.class, () -> derivative(NestedTest::endless, X))
                .getMessage();
        assertTrue(message.contains("endlessSlope, the derivative of a method that calls it,"), message);
    }

    static double descending(double[] x, int k) {
        return k == 0 ? x[0] * x[0] : descendingSlope(x, k - 1)[0] * x[0];
    }

    @GradientOf(value = "descending", wrt = "x")
    static double[] descendingSlope(double[] x, int k) {
        return Fluxion.derived();
    }

    @Test
    void aGradientByAnArrayThatItsOwnMethodCallsIsRefusedOnlyWhereItIsReached() throws Throwable {
        MethodHandle slope = StubHandles.of(MethodHandles.lookup(), "descendingSlope");
        double[] gradient = (double[]) slope.invokeExact(new double[] {3}, 0);
        assertEquals(6, gradient[0], 0);
        String message = assertThrows(Refusal.class, () -> {
                    double[] unused = (double[]) slope.invokeExact(new double[] {3}, 1);
                })
                .getMessage();
        assertTrue(message.contains("descendingSlope, the derivative of a method that calls it,"), message);
    }

    static double here(double[] x, int k) {
        return k == 0 ? x[0] * x[0] : slopeThere(x, k - 1)[0] * x[0];
    }

    static double there(double[] x, int k) {
        return k == 0 ? x[0] * x[0] * x[0] : slopeHere(x, k - 1)[0] * x[0];
    }

    @GradientOf(value = "here", wrt = "x")
    static double[] slopeHere(double[] x, int k) {
        return Fluxion.derived();
    }

    @GradientOf(value = "there", wrt = "x")
    static double[] slopeThere(double[] x, int k) {
        return Fluxion.derived();
    }

    @Test
    void gradientsOfMethodsThatCallEachOthersAreRefusedOnlyWhereTheyAreReached() throws Throwable {
        MethodHandle slope = StubHandles.of(MethodHandles.lookup(), "slopeHere");
        double[] gradient = (double[]) slope.invokeExact(new double[] {3}, 0);
        assertEquals(6, gradient[0], 0);
        String message = assertThrows(Refusal.class, () -> {
                    double[] unused = (double[]) slope.invokeExact(new double[] {3}, 2);
                })
                .getMessage();
        assertTrue(message.contains("the derivative of a method that calls it,"), message);
    }
}
