package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DerivativeOf;
import dev.fluxion.Fluxion;
import dev.fluxion.GradientFunction;
import dev.fluxion.GradientOf;
import dev.fluxion.HvpOf;
import dev.fluxion.JacobianOf;
import dev.fluxion.JvpOf;
import dev.fluxion.Mode;
import dev.fluxion.VjpOf;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Derivatives that a differentiated method calls. The references are closed forms. */
class NestedTest {
    private static final double X = 0.7;
    private static final double[] POINT = {0.7, -1.3, 0.4};

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

    static double energy(double[] x) {
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

    // By hand.

    private static double[] forceByHand(double[] x) {
        int n = x.length;
        double[] force = new double[n];
        for (int i = 0; i < n; i++) {
            double next = x[(i + 1) % n];
            double before = x[(i + n - 1) % n];
            force[i] = Math.cos(x[i]) * next * x[i] + Math.sin(x[i]) * next + Math.sin(before) * before;
        }
        return force;
    }

    private static double[] stiffnessByHand(double[] x, double[] v) {
        int n = x.length;
        double[] product = new double[n];
        for (int i = 0; i < n; i++) {
            int j = (i + 1) % n;
            double diagonal = x[j] * (2 * Math.cos(x[i]) - Math.sin(x[i]) * x[i]);
            double beside = Math.cos(x[i]) * x[i] + Math.sin(x[i]);
            product[i] += diagonal * v[i] + beside * v[j];
            product[j] += beside * v[i];
        }
        return product;
    }

    private static double[] squaredForceGradientByHand(double[] x) {
        double[] product = stiffnessByHand(x, forceByHand(x));
        return Arrays.stream(product).map(h -> 2 * h).toArray();
    }

    private static double[][] rotateJacobian(double[] x) {
        double e = Math.exp(x[1] * x[2]);
        return new double[][] {{x[1], x[0], 0}, {0, x[2] * e, x[1] * e}, {2 * x[2] * x[0], 0, x[0] * x[0]}};
    }

    private static double norm(double[] x) {
        return Arrays.stream(x).map(a -> a * a).sum();
    }

    // Evaluation.

    private static double derivative(DoubleUnaryOperator function, double x) throws Throwable {
        double[] derivative = new double[1];
        double value = (double)
                Laboratory.theCompiler().function("derivative", function).invokeExact(x, derivative);
        assertTrue(Double.isFinite(value));
        return derivative[0];
    }

    private static double[] gradient(ToDoubleFunction<double[]> function, String mode) throws Throwable {
        double[] gradient = new double[POINT.length];
        double value = (double)
                Laboratory.theCompiler().function("gradient" + mode, function).invokeExact(POINT.clone(), gradient);
        assertTrue(Double.isFinite(value));
        return gradient;
    }

    /** By central differences with steps h, 2h, 3h. */
    private static double[] differences(ToDoubleFunction<double[]> function) {
        double[] gradient = new double[POINT.length];
        for (int i = 0; i < POINT.length; i++) {
            double[] weights = {1.5, -0.6, 0.1};
            for (int k = 1; k <= 3; k++) {
                double h = 1e-3 * k;
                double[] above = POINT.clone();
                double[] below = POINT.clone();
                above[i] += h;
                below[i] -= h;
                gradient[i] +=
                        weights[k - 1] * (function.applyAsDouble(above) - function.applyAsDouble(below)) / (2 * h);
            }
        }
        return gradient;
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
        assertArrayEquals(expected, tangents("squaredForce"), 1e-13);
    }

    @Test
    void aGradientInPlaceWithItsValueIsDifferentiated() throws Throwable {
        double[] force = forceByHand(POINT);
        double[] expected = squaredForceGradientByHand(POINT);
        for (int i = 0; i < expected.length; i++) {
            expected[i] += force[i];
        }
        assertArrayEquals(expected, gradient(NestedTest::squaredForceInPlace, ":REVERSE"), 1e-13);
        assertArrayEquals(expected, tangents("squaredForceInPlace"), 1e-13);
    }

    @Test
    void threeLevelsOfGradientsAreRightInBothModes() throws Throwable {
        double[] expected = differences(x -> norm(squaredForceGradientByHand(x)));
        double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertArrayEquals(expected, gradient(NestedTest::third, ":REVERSE"), 1e-9 * scale);
        assertArrayEquals(expected, tangents("third"), 1e-9 * scale);
    }

    @Test
    void aHessianVectorProductIsDifferentiatedAlsoByItsDirection() throws Throwable {
        double[] expected = differences(x -> norm(stiffnessByHand(x, new double[] {1, x[0], 2})));
        double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertArrayEquals(expected, gradient(NestedTest::curvature, ":REVERSE"), 1e-9 * scale);
        assertArrayEquals(expected, tangents("curvature"), 1e-9 * scale);
    }

    @Test
    void productsWithAJacobianAreDifferentiatedByPointAndDirection() throws Throwable {
        double[] along = differences(x -> norm(times(rotateJacobian(x), x)));
        assertArrayEquals(along, gradient(NestedTest::alongItself, ":REVERSE"), 1e-8);
        assertArrayEquals(along, tangents("alongItself"), 1e-8);
        double[] back = differences(x -> norm(times(transposed(rotateJacobian(x)), x)));
        assertArrayEquals(back, gradient(NestedTest::backAlongItself, ":REVERSE"), 1e-8);
        assertArrayEquals(back, tangents("backAlongItself"), 1e-8);
    }

    private static double[] times(double[][] matrix, double[] x) {
        return Arrays.stream(matrix)
                .mapToDouble(row -> {
                    double sum = 0;
                    for (int j = 0; j < row.length; j++) {
                        sum += row[j] * x[j];
                    }
                    return sum;
                })
                .toArray();
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] result = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[0].length; j++) {
                result[j][i] = matrix[i][j];
            }
        }
        return result;
    }

    /** The gradient, one direction after the other in forward mode. */
    private static double[] tangents(String method) throws Throwable {
        double[] tangents = new double[POINT.length];
        for (int i = 0; i < POINT.length; i++) {
            double[] unit = new double[POINT.length];
            unit[i] = 1;
            Object[] result = (Object[]) Laboratory.theCompiler()
                    .method("jvp", StubHandles.method(NestedTest.class, method))
                    .invokeExact(new Object[] {POINT.clone()}, new Object[] {unit});
            tangents[i] = (Double) result[1];
        }
        return tangents;
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

    static double rows(double[][] x) {
        return x[0][0] * x[1][0];
    }

    @GradientOf("rows")
    static double[][] rowsGradient(double[][] x) {
        return Fluxion.derived();
    }

    static double throughRows(double[] x) {
        return rowsGradient(new double[][] {x, {x[1]}})[0][0];
    }

    @JacobianOf("rotate")
    static double[][] rotation(double[] x) {
        return Fluxion.derived();
    }

    static double throughJacobian(double[] x) {
        return rotation(x)[0][0];
    }

    @Test
    void jacobiansAndArraysOfArraysAreRefused() {
        for (String message : new String[] {refusal(NestedTest::throughRows), refusal(NestedTest::throughJacobian)}) {
            assertTrue(message.contains(", a derivative of a kind that has none itself, at "), message);
            assertTrue(message.endsWith(Nested.REMEDY), message);
        }
    }

    static double ontoItself(double[] x) {
        return energyAndForce(x, x);
    }

    @Test
    void aBufferThatIsTheArgumentIsRefused() {
        String message = refusal(NestedTest::ontoItself);
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

    // Derivatives of function objects.

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
        assertArrayEquals(expected, gradient(NestedTest::throughConstant, ":REVERSE"), 1e-13);
        assertArrayEquals(expected, tangents("throughConstant"), 1e-13);
    }

    @Test
    void whatALambdaCapturesIsDifferentiatedWithoutConfusion() throws Throwable {
        assertEquals(1, derivative(NestedTest::captured, X));
        // x d/dy (y^2 x y cos(x y)) at y = x is 3 x^4 cos(x^2) - x^6 sin(x^2).
        double x2 = X * X;
        double expected = 12 * X * x2 * Math.cos(x2)
                - 6 * X * x2 * x2 * Math.sin(x2)
                - 6 * X * x2 * x2 * Math.sin(x2)
                - 2 * X * x2 * x2 * x2 * Math.cos(x2);
        assertEquals(expected, derivative(NestedTest::capturedTwice, X), 1e-13);
        double[] gradient = differences(NestedTest::capturedArrayByHand);
        assertArrayEquals(gradient, gradient(NestedTest::capturedArray, ":REVERSE"), 1e-9);
        assertArrayEquals(gradient, tangents("capturedArray"), 1e-9);
    }

    @Test
    void aDerivativeWithoutActiveValuesIsEvaluated() throws Throwable {
        double force = forceByHand(new double[] {0.3, 0.4, 0.5})[1];
        double[] expected = {force * POINT[1], force * POINT[0], 1};
        assertArrayEquals(expected, gradient(NestedTest::withoutActiveValues, ":REVERSE"), 1e-15);
    }

    @Test
    void aFunctionObjectThatMayBeAnyIsRefused() {
        String function = refusal(NestedTest::throughVariable);
        assertTrue(
                function.startsWith(
                        "Cannot differentiate a call of dev.fluxion.GradientFunction.gradient, which works on a"
                                + " function that is not known here, at "),
                function);
        assertTrue(function.endsWith(Nested.REMEDY), function);
    }

    private static String refusal(ToDoubleFunction<double[]> f) {
        return assertThrows(Throwable.class, () -> gradient(f, "")).getMessage();
    }
}
