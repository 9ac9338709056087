package dev.fluxion.agent.link.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.JacobianOf;
import dev.fluxion.Mode;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.StubHandles;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Gradients and Jacobians in the mode that the caller chose, against closed forms. */
class ForwardGradientTest {
    private static MethodHandle stub(String name) throws Throwable {
        return StubHandles.of(MethodHandles.lookup(), name);
    }

    static double energy(double[] x) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            sum += x[i] * x[i] * x[i + 1];
        }
        return sum;
    }

    private static double[] energyGradient(double[] x) {
        double[] gradient = new double[x.length];
        for (int i = 0; i + 1 < x.length; i++) {
            gradient[i] += 2 * x[i] * x[i + 1];
            gradient[i + 1] += x[i] * x[i];
        }
        return gradient;
    }

    private static double[] point(int length) {
        double[] x = new double[length];
        Arrays.setAll(x, i -> 0.5 + 0.25 * (i % 7));
        return x;
    }

    @GradientOf(value = "energy", mode = Mode.FORWARD)
    static double energyAndGradient(double[] x, double[] gradient) {
        return Fluxion.derived();
    }

    @GradientOf(value = "energy", mode = Mode.FORWARD)
    static double[] newEnergyGradient(double[] x) {
        return Fluxion.derived();
    }

    @Test
    void onePassGivesTheWholeGradient() throws Throwable {
        MethodHandle inPlace = stub("energyAndGradient");
        MethodHandle returned = stub("newEnergyGradient");
        for (int length : new int[] {1, 2, 5, 128, 5}) {
            double[] x = point(length);
            double[] gradient = new double[length];
            Arrays.fill(gradient, 7);
            assertEquals(energy(x), (double) inPlace.invokeExact(x, gradient));
            assertArrayEquals(energyGradient(x), gradient, 1e-14);
            assertArrayEquals(energyGradient(x), (double[]) returned.invokeExact(x), 1e-14);
        }
    }

    @Test
    void moreInputsTakeMorePasses() throws Throwable {
        MethodHandle inPlace = stub("energyAndGradient");
        for (int length : new int[] {129, 300, 0}) {
            double[] x = point(length);
            double[] gradient = new double[length];
            assertEquals(energy(x), (double) inPlace.invokeExact(x, gradient));
            assertArrayEquals(energyGradient(x), gradient, 1e-14);
        }
    }

    static float weighted(float[] x, double[] y, double a, float[] scratch) {
        for (int i = 0; i < x.length; i++) {
            scratch[i] = x[i] * (float) a;
        }
        float sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += scratch[i] * (float) y[i];
            y[i] = -1;
        }
        return sum;
    }

    @GradientOf(
            value = "weighted",
            wrt = {"a", "y", "x"},
            mode = Mode.FORWARD)
    static float weightedGradient(
            float[] x, double[] y, double a, float[] scratch, double[] yOut, float[] xOut, double[] aOut) {
        return Fluxion.derived();
    }

    @Test
    void severalArraysAndNumbersAreWalkedThrough() throws Throwable {
        float[] x = {1, 2};
        double[] y = {3, 4};
        double[] yOut = new double[2];
        float[] xOut = new float[2];
        double[] aOut = new double[1];
        float value = (float) stub("weightedGradient").invokeExact(x, y, 0.5, new float[2], yOut, xOut, aOut);
        assertEquals(5.5f, value);
        assertArrayEquals(new double[] {0.5, 1}, yOut);
        assertArrayEquals(new float[] {1.5f, 2}, xOut);
        assertArrayEquals(new double[] {11}, aOut);
        assertArrayEquals(new double[] {-1, -1}, y, "what the method writes is seen once");
    }

    static double inPlaceSquares(double[] x, double[][] table) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = x[i] * x[i];
            table[i % 2] = table[(i + 1) % 2];
            table[0][i] = x[i] * 3;
            sum += table[1][i];
        }
        return sum;
    }

    @GradientOf(value = "inPlaceSquares", wrt = "x", mode = Mode.FORWARD)
    static double squaresGradient(double[] x, double[][] table, double[] gradient) {
        return Fluxion.derived();
    }

    @Test
    void methodsThatWriteTheirArgumentsAreFollowed() throws Throwable {
        MethodHandle gradient = stub("squaresGradient");
        for (int again = 0; again < 3; again++) {
            double[] x = {2, 3, 4};
            double[] out = new double[3];
            double value = (double) gradient.invokeExact(x, new double[2][3], out);
            assertEquals(3 * (4 + 9 + 16), value);
            assertArrayEquals(new double[] {12, 18, 24}, out);
            assertArrayEquals(new double[] {4, 9, 16}, x);
        }
    }

    static double product(double[] a, double[] b) {
        return a[0] * b[1];
    }

    @GradientOf(value = "product", wrt = "a", mode = Mode.FORWARD)
    static double productGradient(double[] a, double[] b, double[] gradient) {
        return Fluxion.derived();
    }

    @Test
    void oneArrayAsTwoArgumentsHasItsTotalDerivative() throws Throwable {
        double[] x = {2, 3};
        double[] gradient = new double[2];
        double value = (double) stub("productGradient").invokeExact(x, x, gradient);
        assertEquals(6, value);
        assertArrayEquals(new double[] {3, 2}, gradient);
    }

    static double constant(double[] x) {
        return x.length;
    }

    @GradientOf(value = "constant", mode = Mode.FORWARD)
    static double constantGradient(double[] x, double[] gradient) {
        return Fluxion.derived();
    }

    @Test
    void aConstantHasAZeroGradient() throws Throwable {
        double[] gradient = {7, 7};
        assertEquals(2, (double) stub("constantGradient").invokeExact(new double[2], gradient));
        assertArrayEquals(new double[2], gradient);
    }

    static double root(double[] x) {
        return Math.sqrt(x[0]) * x[1] + x[2];
    }

    @GradientOf(value = "root", mode = Mode.FORWARD)
    static double rootGradient(double[] x, double[] gradient) {
        return Fluxion.derived();
    }

    @Test
    void aZeroTangentStaysZeroWhereAPartialIsInfinite() throws Throwable {
        double[] gradient = new double[3];
        double value = (double) stub("rootGradient").invokeExact(new double[] {0, 2, 5}, gradient);
        assertEquals(5, value);
        assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, 0, 1}, gradient);
    }

    private int runs;

    private double counted(double[] x) {
        runs++;
        return energy(x);
    }

    @Test
    void aMethodWithOtherEffectsRunsOnceOrNotAtAll() throws Throwable {
        ToDoubleFunction<double[]> counted = this::counted;
        MethodHandle gradient = Laboratory.theCompiler().function("gradient:FORWARD", counted);
        double[] x = point(128);
        double[] out = new double[128];
        assertEquals(energy(x), (double) gradient.invokeExact(x, out));
        assertArrayEquals(energyGradient(x), out, 1e-14);
        assertEquals(1, runs);
        Refusal refusal = assertThrows(Refusal.class, () -> gradient.invoke(new double[129], new double[129]));
        assertTrue(refusal.getMessage().contains("a store into the field runs"), refusal.getMessage());
        assertEquals(1, runs);
    }

    static double trace(double[][] a) {
        return a[0][0];
    }

    @GradientOf(value = "trace", mode = Mode.FORWARD)
    static double[][] traceGradient(double[][] a) {
        return Fluxion.derived();
    }

    @Test
    void rowsAreNotOfferedInForwardMode() {
        IllegalArgumentException explained = assertThrows(IllegalArgumentException.class, () -> stub("traceGradient"));
        assertTrue(
                explained.getMessage().contains("with respect to double[], float[] and numbers only"),
                explained.getMessage());
    }

    static double[] curve(double[] x) {
        double[] y = new double[3];
        for (int i = 0; i < 3; i++) {
            y[i] = x[0] * x[i];
        }
        return y;
    }

    @JacobianOf(value = "curve", mode = Mode.FORWARD)
    static double[][] byColumns(double[] x) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "curve", mode = Mode.REVERSE)
    static double[][] byRows(double[] x) {
        return Fluxion.derived();
    }

    @Test
    void jacobiansByColumnsAndByRowsAreTheSame() throws Throwable {
        double[] x = {2, 3, 5};
        double[][] expected = {{4, 0, 0}, {3, 2, 0}, {5, 0, 2}};
        assertArrayEquals(expected, (double[][]) stub("byColumns").invokeExact(x));
        assertArrayEquals(expected, (double[][]) stub("byRows").invokeExact(x));
    }
}
