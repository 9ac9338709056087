package dev.fluxion.agent.link.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.Fluxion;
import dev.fluxion.HessianOf;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.StubHandles;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Hessians against closed forms. */
class HessianCallsTest {
    private static final double[] X = {0.3, 1.2, -0.5};

    private static MethodHandle stub(String name) throws Throwable {
        return StubHandles.of(MethodHandles.lookup(), name);
    }

    private static MethodHandle function(String operator, ToDoubleFunction<double[]> f) throws Throwable {
        return Laboratory.theCompiler().function(operator, f);
    }

    private static void assertMatrix(double[][] expected, double[][] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual[i], tolerance);
        }
    }

    static double energy(double[] x) {
        return x[0] * x[0] * x[1] + Math.exp(x[1] * x[2]);
    }

    private static double[][] energyHessian() {
        double e = Math.exp(1.2 * -0.5);
        return new double[][] {
            {2 * 1.2, 2 * 0.3, 0},
            {2 * 0.3, 0.25 * e, (1 + 1.2 * -0.5) * e},
            {0, (1 + 1.2 * -0.5) * e, 1.44 * e}
        };
    }

    @Test
    void aHessianIsTheClosedForm() throws Throwable {
        double[][] hessian =
                (double[][]) function("hessian", HessianCallsTest::energy).invokeExact(X);
        assertMatrix(energyHessian(), hessian, 1e-14);
    }

    @Test
    void valueAndGradientComeWithIt() throws Throwable {
        double[] gradient = new double[3];
        double[][] hessian = new double[3][3];
        double value = (double)
                function("valueGradientAndHessian", HessianCallsTest::energy).invokeExact(X, gradient, hessian);
        double e = Math.exp(1.2 * -0.5);
        assertEquals(energy(X), value);
        assertArrayEquals(new double[] {2 * 0.3 * 1.2, 0.09 - 0.5 * e, 1.2 * e}, gradient, 1e-14);
        assertMatrix(energyHessian(), hessian, 1e-14);
    }

    @Test
    void aFunctionOfNothingHasAnEmptyHessianAndItsValue() throws Throwable {
        double value = (double) function("valueGradientAndHessian", x -> 4.5 + x.length)
                .invokeExact(new double[0], new double[0], new double[0][]);
        assertEquals(4.5, value);
    }

    static double damped(double a, double[] data, float b) {
        return a * a * b + data[0] * a * Math.sin(b);
    }

    @HessianOf(
            value = "damped",
            wrt = {"b", "a"})
    static double[][] dampedHessian(double a, double[] data, float b) {
        return Fluxion.derived();
    }

    @HessianOf(
            value = "damped",
            wrt = {"a", "b"})
    static double dampedAndHessian(double a, double[] data, float b, double[][] hessian) {
        return Fluxion.derived();
    }

    @Test
    void rowsAndColumnsOfScalarsAreInTheOrderOfWrt() throws Throwable {
        double[] data = {7};
        double aa = 2 * 0.5;
        double ab = 2 * 2.0 + 7 * Math.cos(0.5);
        double bb = -7 * 2 * Math.sin(0.5);
        double[][] hessian = (double[][]) stub("dampedHessian").invokeExact(2.0, data, 0.5f);
        assertMatrix(new double[][] {{bb, ab}, {ab, aa}}, hessian, 1e-5); // b is a float
        double value = (double) stub("dampedAndHessian").invokeExact(2.0, data, 0.5f, hessian);
        assertEquals(damped(2, data, 0.5f), value);
        assertMatrix(new double[][] {{aa, ab}, {ab, bb}}, hessian, 1e-5);
    }

    static float floats(float[] x) {
        return x[0] * x[0] * x[1];
    }

    @HessianOf("floats")
    static double[][] floatsHessian(float[] x) {
        return Fluxion.derived();
    }

    @Test
    void floatsHaveAHessian() throws Throwable {
        double[][] hessian = (double[][]) stub("floatsHessian").invokeExact(new float[] {0.5f, 3});
        assertMatrix(new double[][] {{6, 1}, {1, 0}}, hessian, 0);
    }

    static double overwrites(double[] x, double[] work) {
        work[0] += x[0] * x[1];
        x[0] = work[0] * x[0];
        return x[0] * x[1];
    }

    @HessianOf(value = "overwrites", wrt = "x")
    static double overwritesHessian(double[] x, double[] work, double[][] hessian) {
        return Fluxion.derived();
    }

    @Test
    void argumentsThatTheMethodWritesAreWrittenOnce() throws Throwable {
        double[] x = {0.5, 3};
        double[] work = {2};
        double[][] hessian = new double[2][2];
        double value = (double) stub("overwritesHessian").invokeExact(x, work, hessian);
        double[] plainX = {0.5, 3};
        double[] plainWork = {2};
        assertEquals(overwrites(plainX, plainWork), value);
        assertArrayEquals(plainX, x);
        assertArrayEquals(plainWork, work);
        // (2 + ab) ab = 2ab + a²b²
        assertMatrix(new double[][] {{2 * 9, 2 + 4 * 1.5}, {2 + 4 * 1.5, 2 * 0.25}}, hessian, 1e-13);
    }

    @HessianOf(value = "overwrites", wrt = "x")
    static double[][] overwritesOnlyHessian(double[] x, double[] work) {
        return Fluxion.derived();
    }

    @Test
    void aWorkspaceThatIsTheInputStaysOneArrayInEveryPass() throws Throwable {
        double[] x = {0.5, 3};
        double[][] hessian = (double[][]) stub("overwritesOnlyHessian").invokeExact(x, x);
        // a ← a + ab, then a ← a²: (a + ab)² b
        double a = 0.5;
        double b = 3;
        double ab = 2 * a * (1 + b) * (1 + b) + 4 * a * b * (1 + b);
        double bb = 4 * a * a * (1 + b) + 2 * a * a * b;
        assertMatrix(new double[][] {{2 * (1 + b) * (1 + b) * b, ab}, {ab, bb}}, hessian, 1e-12);
    }

    @Test
    void buffersThatOverlapAreRejected() throws Throwable {
        MethodHandle hessian = function("valueGradientAndHessian", HessianCallsTest::energy);
        double[] gradient = new double[3];
        double[][] shares = {{0, 0, 0}, gradient, {0, 0, 0}};
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> hessian.invoke(X, gradient, (Object) shares));
        assertTrue(e.getMessage().contains("is a row of the Hessian buffer"), e.getMessage());
        IllegalArgumentException input =
                assertThrows(IllegalArgumentException.class, () -> hessian.invoke(X, X, (Object) new double[3][3]));
        assertTrue(input.getMessage().contains("is the same array as the input x"), input.getMessage());
        IllegalArgumentException rows = assertThrows(
                IllegalArgumentException.class, () -> hessian.invoke(X, gradient, (Object) new double[2][3]));
        assertTrue(rows.getMessage().contains("has 2 rows, but the input has length 3"), rows.getMessage());
    }

    @HessianOf("squares")
    static double[][] squaresHessian(double[] x) {
        return Fluxion.derived();
    }

    static double[] squares(double[] x) {
        return new double[] {x[0] * x[0]};
    }

    @Test
    void whatHasNoHessianIsExplained() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> stub("squaresHessian"));
        assertTrue(e.getMessage().contains("@HessianOf needs a method that returns a number"), e.getMessage());
    }

    static double prints(double[] x) {
        System.out.println(x[0]);
        return x[0] * x[1];
    }

    @Test
    void aMethodThatPrintsIsRefusedWhereItWould() throws Throwable {
        MethodHandle hessian = function("hessian", HessianCallsTest::prints);
        Refusal refusal = assertThrows(Refusal.class, () -> hessian.invoke(new double[] {1, 2}));
        assertTrue(
                refusal.getMessage().contains("a call of java.io.PrintStream.println in several passes"),
                refusal.getMessage());
    }

    private static volatile double factor = 2;

    static double guarded(double[] x) {
        if (x[0] < 0) {
            throw new IllegalArgumentException("negative: " + x[0]);
        }
        assert x.length == 2 : x.length;
        synchronized (HessianCallsTest.class) {
            return factor * x[0] * x[0] * x[1];
        }
    }

    @Test
    void aMethodThatChecksItsArgumentsAndTakesALockRunsAsOftenAsNeeded() throws Throwable {
        double[][] hessian =
                (double[][]) function("hessian", HessianCallsTest::guarded).invoke(new double[] {3, 5});
        assertMatrix(new double[][] {{20, 12}, {12, 0}}, hessian, 0);
    }
}
