package dev.fluxion.agent.link.evaluate;

import static dev.fluxion.agent.link.evaluate.RowsAndColumns.POINT;
import static dev.fluxion.agent.link.evaluate.RowsAndColumns.assertMatrix;
import static dev.fluxion.agent.link.evaluate.RowsAndColumns.assertRowsAreColumns;
import static dev.fluxion.agent.link.evaluate.RowsAndColumns.jacobian;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.fluxion.Fluxion;
import dev.fluxion.JacobianOf;
import dev.fluxion.Mode;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.StubHandles;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.agent.link.operator.Targets;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever a row leaves in shadows is gone before the next: those of arguments, of what the method makes, and of what callees make. */
class SharedSweepShadowsTest {
    private static MethodHandle stub(String name) throws Throwable {
        return StubHandles.of(MethodHandles.lookup(), name);
    }

    /** Every element of {@code sums} is read before it is first written, so that a sweep leaves something in its shadow. */
    static double[] sums(double[] x) {
        double[] sums = new double[3];
        for (int i = 0; i < x.length; i++) {
            sums[i % 3] += x[i] * x[i];
            sums[2] += sums[i % 3] * x[0];
        }
        return sums;
    }

    @Test
    void shadowsOfTheMethodsOwnArraysAreZeroAgainBeforeEachRow() throws Throwable {
        assertRowsAreColumns(SharedSweepShadowsTest::sums, POINT);
    }

    private static SharedSweep sweep(String method, double[] x) throws Throwable {
        Linker linker = Laboratory.theCompiler().linker();
        Evaluator evaluator = new Evaluator(
                new TargetFacts(linker, Targets.of(linker, StubHandles.method(SharedSweepShadowsTest.class, method))));
        return evaluator.sharedSweep(List.of(true), new Object[] {x});
    }

    @Test
    void aRowIsTheSameWheneverItIsAskedFor() throws Throwable {
        try (SharedSweep sweep = sweep("sums", POINT)) {
            sweep.reverse(2);
            double[] first = ((double[]) sweep.shadow(0)).clone();
            sweep.reverse(2);
            assertArrayEquals(first, (double[]) sweep.shadow(0));
            sweep.reverse(0);
            // sums[0] = x0² + x3²
            assertArrayEquals(new double[] {0.6, 0, 0, 1.8, 0, 0}, (double[]) sweep.shadow(0), 1e-15);
            sweep.reverse(2);
            assertArrayEquals(first, (double[]) sweep.shadow(0));
        }
    }

    /** Fills a matrix of its own, exchanges its rows and drops one of them, on which others have built. */
    static double[] exchanged(double[] x) {
        double[][] rows = new double[3][2];
        double[] dropped = rows[2];
        for (int i = 0; i < x.length; i++) {
            rows[i % 3][i % 2] += x[i] * x[(i + 1) % x.length];
            double[] row = rows[0];
            rows[0] = rows[1];
            rows[1] = row;
        }
        rows[2] = new double[] {dropped[0] * rows[0][0], x[1]};
        dropped[1] += rows[2][0];
        return new double[] {rows[0][0] * rows[1][1], rows[2][0] + rows[2][1], dropped[1] * dropped[1]};
    }

    @Test
    void rowsThatTheMethodMovesOrDropsAreZeroAgainToo() throws Throwable {
        assertRowsAreColumns(SharedSweepShadowsTest::exchanged, POINT);
    }

    static double[] copies(double[] x) {
        double[] longer = Arrays.copyOf(x, x.length + 2);
        longer[x.length] += longer[0] * x[1];
        longer[x.length + 1] += Math.sin(longer[x.length]);
        double[] again = longer.clone();
        Arrays.fill(again, 1, 3, again[0] * again[x.length + 1]);
        System.arraycopy(again, 0, longer, 2, 4);
        return longer;
    }

    @Test
    void copiesOfArraysAreZeroAgainToo() throws Throwable {
        assertRowsAreColumns(SharedSweepShadowsTest::copies, POINT);
    }

    /** Too large to be expanded in place, and recursive. */
    static double[] folded(double[] x, int depth) {
        double[] half = new double[Math.max(1, x.length / 2)];
        for (int i = 0; i < x.length; i++) {
            half[i % half.length] += Math.sin(x[i]) * x[0];
        }
        if (depth == 0) {
            return half;
        }
        double[] deeper = folded(half, depth - 1);
        for (int i = 0; i < half.length; i++) {
            half[i] *= deeper[i % deeper.length];
        }
        return half;
    }

    static double[] callsFolded(double[] x) {
        double[] first = folded(x, 2);
        double[] second = folded(first, 1);
        return new double[] {first[0] * second[0], first[1], second[0]};
    }

    @Test
    void arraysThatCalleesMakeAreZeroAgainToo() throws Throwable {
        assertRowsAreColumns(SharedSweepShadowsTest::callsFolded, POINT);
    }

    /** Overwrites its argument, so that what the reverse sweep needs of it is on the tape only. */
    static double[] swept(double[] x) {
        for (int round = 0; round < 3; round++) {
            for (int i = 1; i < x.length; i++) {
                x[i] = x[i] * x[i - 1] + Math.cos(x[i]);
            }
        }
        return x;
    }

    @Test
    void aMethodThatOverwritesAndReturnsItsArgument() throws Throwable {
        assertRowsAreColumns(SharedSweepShadowsTest::swept, POINT);
        double[] expected = swept(POINT.clone());
        double[] x = POINT.clone();
        jacobian(Mode.REVERSE, SharedSweepShadowsTest::swept, x);
        assertArrayEquals(expected, x);
    }

    /** Which ways are taken, and how often a loop turns, depends on the numbers. */
    static void intoRows(double[] x, double[][] work, double[] out) {
        for (int i = 0; i < x.length; i++) {
            work[i % 2][0] += x[i] * x[i];
            double[] row = work[0];
            work[0] = work[1];
            work[1] = row;
        }
        out[0] += work[0][0] * work[1][0];
        out[1] = work[1][0] * out[0];
    }

    @JacobianOf(value = "intoRows", wrt = "x", output = "out", mode = Mode.REVERSE)
    static double[] intoRowsJacobian(double[] x, double[][] work, double[] out, double[][] jacobian) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "intoRows", wrt = "x", output = "out", mode = Mode.FORWARD)
    static double[] intoRowsColumns(double[] x, double[][] work, double[] out, double[][] jacobian) {
        return Fluxion.derived();
    }

    @Test
    void workspacesAndOutputsAreWrittenOnceAndZeroAgainForEachRow() throws Throwable {
        double[][] rows = new double[2][6];
        double[][] columns = new double[2][6];
        double[][] work = {{1}, {2}};
        double[] out = {5, 7};
        double[] value = (double[]) stub("intoRowsJacobian").invokeExact(POINT, work, out, rows);
        double[][] plainWork = {{1}, {2}};
        double[] plainOut = {5, 7};
        intoRows(POINT, plainWork, plainOut);
        assertArrayEquals(plainOut, value);
        assertArrayEquals(plainOut, out);
        assertMatrix(plainWork, work, 0);
        Object unused = (double[]) stub("intoRowsColumns")
                .invokeExact(POINT, new double[][] {{1}, {2}}, new double[] {5, 7}, columns);
        assertMatrix(columns, rows, 1e-12);
    }

    static double[] cross(double[] a, double[] b) {
        a[0] = a[0] * b[1];
        return new double[] {a[0] * b[0], b[1]};
    }

    @JacobianOf(value = "cross", mode = Mode.REVERSE)
    static double[] crossJacobian(double[] a, double[] b, double[][] ofA, double[][] ofB) {
        return Fluxion.derived();
    }

    @Test
    void oneArrayAsTwoArgumentsHasOneShadow() throws Throwable {
        double[] both = {0.5, 3};
        double[][] ofA = new double[2][2];
        double[][] ofB = new double[2][2];
        Object unused = (double[]) stub("crossJacobian").invokeExact(both, both, ofA, ofB);
        // {(x0 x1)², x1}
        double[][] expected = {{2 * 0.5 * 9, 2 * 0.25 * 3}, {0, 1}};
        assertMatrix(expected, ofA, 1e-14);
        assertMatrix(expected, ofB, 1e-14);
    }
}
