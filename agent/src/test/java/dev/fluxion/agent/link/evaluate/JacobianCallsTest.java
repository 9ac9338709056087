package dev.fluxion.agent.link.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.Fluxion;
import dev.fluxion.JacobianOf;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.StubHandles;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jacobians against closed forms. */
class JacobianCallsTest {
    private static final double[] X = {0.3, 1.2};

    private static MethodHandle stub(String name) throws Throwable {
        return StubHandles.of(MethodHandles.lookup(), name);
    }

    private static MethodHandle function(String operator, Function<double[], double[]> f) throws Throwable {
        return Laboratory.theCompiler().function(operator, f);
    }

    private static void assertMatrix(double[][] expected, double[][] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual[i], tolerance);
        }
    }

    /** More outputs than inputs. */
    static double[] curve(double[] x) {
        return new double[] {x[0] * x[1], Math.sin(x[0]), x[1] * x[1] * x[1]};
    }

    private static double[][] curveJacobian() {
        return new double[][] {{1.2, 0.3}, {Math.cos(0.3), 0}, {0, 3 * 1.2 * 1.2}};
    }

    @Test
    void aTallJacobianIsTheClosedForm() throws Throwable {
        double[][] jacobian =
                (double[][]) function("jacobian", JacobianCallsTest::curve).invokeExact(X);
        assertMatrix(curveJacobian(), jacobian, 1e-14);
    }

    /** Few outputs of many inputs, so that rows are cheaper. */
    static double[] moments(double[] x) {
        double[] sums = new double[2];
        for (double v : x) {
            sums[0] += v * v;
            sums[1] += Math.exp(v);
        }
        return sums;
    }

    @Test
    void aWideJacobianIsTheClosedForm() throws Throwable {
        double[] x = new double[20];
        double[][] expected = new double[2][20];
        for (int i = 0; i < x.length; i++) {
            x[i] = 0.1 * i - 1;
            expected[0][i] = 2 * x[i];
            expected[1][i] = Math.exp(x[i]);
        }
        assertMatrix(
                expected,
                (double[][]) function("jacobian", JacobianCallsTest::moments).invokeExact(x),
                1e-14);
    }

    @Test
    void theValueIsThatOfThePlainCallToTheBit() throws Throwable {
        double[][] out = new double[3][2];
        double[] value = (double[])
                function("valueAndJacobian", JacobianCallsTest::curve).invokeExact(X, out);
        assertArrayEquals(curve(X), value);
        assertMatrix(curveJacobian(), out, 1e-14);
    }

    @Test
    void aFunctionOfNothingHasAJacobianWithoutColumns() throws Throwable {
        MethodHandle jacobian = function("jacobian", x -> new double[] {1, x.length});
        assertMatrix(new double[2][0], (double[][]) jacobian.invokeExact(new double[0]), 0);
    }

    static double[] steps(double[] x, double[] work, int[] counter) {
        counter[0]++;
        for (int i = 0; i < x.length; i++) {
            work[i] += x[i] * x[i];
            x[i] = work[i] * x[0];
        }
        return new double[] {x[0] + x[1], work[1] * counter[0]};
    }

    @JacobianOf(value = "steps", wrt = "x")
    static double[][] stepsJacobian(double[] x, double[] work, int[] counter) {
        return Fluxion.derived();
    }

    @Test
    void argumentsThatTheMethodWritesAreWrittenOnce() throws Throwable {
        double[] x = {0.5, 3};
        double[] work = {1, 2};
        int[] counter = {4};
        double[][] jacobian = (double[][]) stub("stepsJacobian").invokeExact(x, work, counter);
        double[] plainX = {0.5, 3};
        double[] plainWork = {1, 2};
        steps(plainX, plainWork, new int[] {4});
        assertArrayEquals(plainX, x);
        assertArrayEquals(plainWork, work);
        assertEquals(5, counter[0]);
        // With a = x0, b = x1: y0 = (1 + a²) a, x1 = (2 + b²) y0; out = {y0 + x1, 5 (2 + b²)}.
        double y = 1.25 * 0.5;
        double dy = 1 + 3 * 0.25;
        assertMatrix(new double[][] {{dy + 11 * dy, 6 * y}, {0, 5 * 6}}, jacobian, 1e-13);
    }

    static double[] cross(double[] a, double[] b) {
        a[0] = a[0] * b[1];
        return new double[] {a[0] * b[0], b[1]};
    }

    @JacobianOf(value = "cross", wrt = "a")
    static double[][] crossJacobian(double[] a, double[] b) {
        return Fluxion.derived();
    }

    @Test
    void oneArrayAsTwoArgumentsStaysOneInEveryPass() throws Throwable {
        double[] both = {0.5, 3};
        double[][] jacobian = (double[][]) stub("crossJacobian").invokeExact(both, both);
        // {(x0 x1)², x1}
        assertMatrix(new double[][] {{2 * 0.5 * 9, 2 * 0.25 * 3}, {0, 1}}, jacobian, 1e-14);
        assertArrayEquals(new double[] {1.5, 3}, both);
    }

    static double[] line(double slope, float start, double[] at) {
        return new double[] {slope * at[0] + start, slope * at[1] + start, slope * start};
    }

    @JacobianOf(
            value = "line",
            wrt = {"start", "slope"})
    static double[][] lineJacobian(double slope, float start, double[] at) {
        return Fluxion.derived();
    }

    @Test
    void columnsOfScalarsAreInTheOrderOfWrt() throws Throwable {
        double[][] jacobian = (double[][]) stub("lineJacobian").invokeExact(2.0, 5f, X);
        assertMatrix(new double[][] {{1, 0.3}, {1, 1.2}, {2, 5}}, jacobian, 1e-15);
    }

    @JacobianOf("line")
    static double[] lineJacobians(double slope, float start, double[] at, double[][] ofAt, double[][] ofScalars) {
        return Fluxion.derived();
    }

    @Test
    void severalBlocksAreWrittenInPlace() throws Throwable {
        double[][] ofAt = {{9, 9}, {9, 9}, {9, 9}};
        double[][] ofScalars = new double[3][2];
        double[] value = (double[]) stub("lineJacobians").invokeExact(2.0, 5f, X, ofAt, ofScalars);
        assertArrayEquals(line(2, 5, X), value);
        assertMatrix(new double[][] {{2, 0}, {0, 2}, {0, 0}}, ofAt, 0);
        assertMatrix(new double[][] {{0.3, 1}, {1.2, 1}, {5, 2}}, ofScalars, 1e-15);
    }

    static float[] floats(float[] x) {
        float sum = 0;
        for (float v : x) {
            sum += v * v;
        }
        return new float[] {sum};
    }

    @JacobianOf("floats")
    static double[][] floatsJacobian(float[] x) {
        return Fluxion.derived();
    }

    @Test
    void floatsHaveAJacobianByColumnsAndByRows() throws Throwable {
        MethodHandle stub = stub("floatsJacobian");
        assertMatrix(new double[][] {{1, 3}}, (double[][]) stub.invokeExact(new float[] {0.5f, 1.5f}), 0);
        float[] many = {1, 2, 3, 4, 5, 6};
        assertMatrix(new double[][] {{2, 4, 6, 8, 10, 12}}, (double[][]) stub.invokeExact(many), 0);
    }

    static void into(double[] x, double[] out) {
        out[0] = x[0] * x[1];
        out[1] = x[1] * x[1];
    }

    @JacobianOf(value = "into", wrt = "x", output = "out")
    static double[] intoJacobian(double[] x, double[] out, double[][] jacobian) {
        return Fluxion.derived();
    }

    @Test
    void aMethodThatWritesItsResultIntoAnArgumentIsDifferentiatedThere() throws Throwable {
        double[] out = new double[2];
        double[][] jacobian = new double[2][2];
        double[] value = (double[]) stub("intoJacobian").invokeExact(X, out, jacobian);
        assertSame(out, value);
        assertArrayEquals(new double[] {0.3 * 1.2, 1.2 * 1.2}, out);
        assertMatrix(new double[][] {{1.2, 0.3}, {0, 2.4}}, jacobian, 1e-15);
    }

    private static void assertRejected(String message, double[][] buffer, double[] x) throws Throwable {
        MethodHandle jacobian = function("valueAndJacobian", JacobianCallsTest::curve);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> jacobian.invoke(x, (Object) buffer));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void aBufferThatCannotHoldTheJacobianIsRejected() throws Throwable {
        assertRejected("The Jacobian buffer of x is null", null, X);
        assertRejected("[1] has length 3, but needs length 2", new double[][] {{0, 0}, {0, 0, 0}, {0, 0}}, X);
        assertRejected("has 2 rows, but the value has length 3", new double[2][2], X);
        assertRejected("is the same array as the input x", new double[][] {{0, 0}, X, {0, 0}}, X);
        double[] row = new double[2];
        assertRejected("holds one row twice", new double[][] {row, {0, 0}, row}, X);
    }

    @JacobianOf(value = "trace", wrt = "a")
    static double[][] traceJacobian(double[][] a) {
        return Fluxion.derived();
    }

    static double[] trace(double[][] a) {
        return new double[] {a[0][0]};
    }

    @JacobianOf("number")
    static double[][] numberJacobian(double[] x) {
        return Fluxion.derived();
    }

    static double number(double[] x) {
        return x[0];
    }

    @Test
    void whatHasNoJacobianIsExplained() {
        IllegalArgumentException rows = assertThrows(IllegalArgumentException.class, () -> stub("traceJacobian"));
        assertTrue(rows.getMessage().contains("in wrt one such array, or numbers"), rows.getMessage());
        IllegalArgumentException number = assertThrows(IllegalArgumentException.class, () -> stub("numberJacobian"));
        assertTrue(number.getMessage().contains("returns one number: use @GradientOf"), number.getMessage());
    }

    private int runs;

    private double[] counted(double[] x) {
        runs++;
        return new double[] {x[0] * x[0], x[x.length - 1]};
    }

    @Test
    void aMethodWithOtherEffectsIsRefusedJustBeforeTheFirstIfOnePassIsNotEnough() throws Throwable {
        MethodHandle jacobian = function("jacobian:FORWARD", this::counted);
        Refusal refusal = assertThrows(Refusal.class, () -> jacobian.invoke(new double[129]));
        assertTrue(
                refusal.getMessage()
                        .matches("Cannot differentiate a store into the field runs in several passes.*, at"
                                + " .*counted:\\d+.*Each pass would do it again: .*"),
                refusal.getMessage());
        assertEquals(0, runs);
    }

    @Test
    void rowsTakeOneRunSoThatEffectsHappenOnce() throws Throwable {
        for (String operator : new String[] {"jacobian", "jacobian:REVERSE"}) {
            runs = 0;
            double[] x = new double[129];
            x[0] = 3;
            double[][] expected = new double[2][129];
            expected[0][0] = 6;
            expected[1][128] = 1;
            assertMatrix(
                    expected, (double[][]) function(operator, this::counted).invokeExact(x), 0);
            assertEquals(1, runs);
        }
    }

    static double[] powers(double[] x) {
        double[] powers = new double[(int) x[0]];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Math.pow(x[i % x.length], 2) * x[1];
        }
        return powers;
    }

    @Test
    void theNumberOfRowsMayChangeFromCallToCall() throws Throwable {
        MethodHandle jacobian = function("jacobian", JacobianCallsTest::powers);
        for (int rows : new int[] {1, 1, 200, 200, 2, 0, 20}) {
            double[] x = new double[20];
            Arrays.setAll(x, i -> i == 0 ? rows : 0.1 * i);
            double[][] expected = new double[rows][20];
            for (int i = 0; i < rows; i++) {
                expected[i][i % 20] += 2 * x[i % 20] * x[1];
                expected[i][1] += x[i % 20] * x[i % 20];
            }
            assertMatrix(expected, (double[][]) jacobian.invokeExact(x), 1e-12);
        }
    }

    @Test
    void upTo128InputsTakeOnePassSoThatEffectsHappenOnce() throws Throwable {
        MethodHandle jacobian = function("jacobian", this::counted);
        assertMatrix(new double[][] {{6}, {1}}, (double[][]) jacobian.invokeExact(new double[] {3}), 0);
        assertEquals(1, runs);
        double[][] wide = (double[][]) jacobian.invokeExact(new double[128]);
        assertEquals(1, wide[1][127]);
        assertEquals(2, runs);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8, false",
        "1, 10, true",
        "3, 12, true",
        "4, 12, false",
        "72, 200, true",
        "73, 200, false",
        "-1, 200, false"
    })
    void rowsAreTakenWhereTheyAreFewForTheInputs(int rows, int inputs, boolean expected) {
        assertEquals(expected, JacobianCalls.areRowsCheaper(rows, inputs));
    }
}
