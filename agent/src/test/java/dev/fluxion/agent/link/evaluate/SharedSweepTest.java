package dev.fluxion.agent.link.evaluate;

import static dev.fluxion.agent.link.evaluate.RowsAndColumns.POINT;
import static dev.fluxion.agent.link.evaluate.RowsAndColumns.assertMatrix;
import static dev.fluxion.agent.link.evaluate.RowsAndColumns.assertRowsAreColumns;
import static dev.fluxion.agent.link.evaluate.RowsAndColumns.jacobian;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.DerivativeOf;
import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.JacobianOf;
import dev.fluxion.Mode;
import dev.fluxion.agent.link.StubHandles;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Rows that share one forward sweep. The references are closed forms and columns by forward mode. */
class SharedSweepTest {
    private static MethodHandle stub(String name) throws Throwable {
        return StubHandles.of(MethodHandles.lookup(), name);
    }

    static double[] paths(double[] x) {
        double[] out = new double[4];
        for (double v : x) {
            double y = v;
            while (Math.abs(y) < 5) {
                y = y < 0 ? y * y + 0.5 : 2 * y + v * v;
                if (y > 3) {
                    out[3] += y;
                    continue;
                }
                out[v > 0 ? 0 : 1] += y * v;
            }
            switch ((int) y % 3) {
                case 0 -> out[2] += y * out[0];
                case 1 -> out[2] -= Math.exp(-y);
                default -> out[2] *= v;
            }
        }
        return out;
    }

    @Test
    void eachRowGoesBackTheWaysThatWereTaken() throws Throwable {
        assertRowsAreColumns(SharedSweepTest::paths, POINT);
    }

    /** A trip count that is unknown at entry, so that the tape grows on the way. */
    static double[] chain(double[] x) {
        double[] out = new double[40];
        int steps = 0;
        double y = 0.4;
        while (steps < 2_000_000 && y > 0) {
            y = 0.9 * Math.sin(y) + 0.1 * Math.exp(-y) + x[steps % x.length] * 1e-3;
            if (steps % 50_000 == 0) {
                out[steps / 50_000] = y;
            }
            steps++;
        }
        return out;
    }

    @Test
    void theTapeMayGrow() throws Throwable {
        assertRowsAreColumns(SharedSweepTest::chain, new double[] {0.2, 0.7});
    }

    static double[] residuals(double[] x) {
        double[] out = new double[300];
        for (int i = 0; i < out.length; i++) {
            for (int j = 0; j < x.length; j++) {
                out[i] += Math.sin(x[j] * (i + 1)) / (j + 1);
            }
        }
        return out;
    }

    @Test
    void manyRowsOfManyInputsAreTheClosedForm() throws Throwable {
        double[] x = new double[200];
        Arrays.setAll(x, i -> 0.01 * i);
        double[][] expected = new double[300][200];
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 200; j++) {
                expected[i][j] = Math.cos(x[j] * (i + 1)) * (i + 1) / (j + 1);
            }
        }
        assertMatrix(expected, jacobian(Mode.REVERSE, SharedSweepTest::residuals, x), 1e-12);
    }

    private static final class Model {
        private final double[] weights = {2, -1, 0.5};
        private final Model next;
        private double scale = 3;

        Model(Model next) {
            this.next = next;
        }

        private double[] apply(double[] x) {
            double[] out = next == null ? new double[x.length] : next.apply(x);
            for (int i = 0; i < x.length; i++) {
                out[i] = out[i] * x[i] + weights[i % 3] * x[(i + 1) % x.length] * scale;
            }
            scale += 1;
            return out;
        }
    }

    @Test
    void objectsOnTheTapeServeEachRow() throws Throwable {
        Model model = new Model(new Model(null));
        double[][] rows = jacobian(Mode.REVERSE, model::apply, POINT);
        assertEquals(4, model.scale);
        assertEquals(4, model.next.scale);
        // out[i] = 3 w x[i+1] x[i] + 3 w x[i+1]
        for (int i = 0; i < POINT.length; i++) {
            double[] expected = new double[POINT.length];
            double weight = 3 * model.weights[i % 3];
            expected[i] = weight * POINT[(i + 1) % POINT.length];
            expected[(i + 1) % POINT.length] = weight * (POINT[i] + 1);
            assertArrayEquals(expected, rows[i], 1e-14);
        }
    }

    static double[] caught(double[] x) {
        double[] out = new double[3];
        for (int i = 0; i < x.length; i++) {
            double y = x[i] * x[i];
            try {
                out[i] += y * x[0];
                y *= 2;
            } catch (ArrayIndexOutOfBoundsException beyond) {
                out[i % 3] += y;
            }
            out[0] += y;
        }
        return out;
    }

    @Test
    void handlersThatWereReachedAreReversedInEachRow() throws Throwable {
        assertRowsAreColumns(SharedSweepTest::caught, POINT);
    }

    static double[] throwsAtTheEnd(double[] x) {
        double[] out = SharedSweepShadowsTest.sums(x);
        if (x[0] < 0) {
            throw new ArithmeticException("negative");
        }
        return out;
    }

    @Test
    void anExceptionOfTheMethodLeavesNothingBehind() throws Throwable {
        assertRowsAreColumns(SharedSweepTest::throwsAtTheEnd, POINT);
        double[] negative = POINT.clone();
        negative[0] = -1;
        ArithmeticException thrown = assertThrows(
                ArithmeticException.class, () -> jacobian(Mode.REVERSE, SharedSweepTest::throwsAtTheEnd, negative));
        assertEquals("negative", thrown.getMessage());
        assertRowsAreColumns(SharedSweepTest::throwsAtTheEnd, POINT);
    }

    static float[] narrow(float[] x, double[] at, float scale, double offset) {
        float[] out = new float[2];
        for (int i = 0; i < x.length; i++) {
            out[i % 2] += x[i] * x[i] * scale;
        }
        out[1] += (float) (at[0] * at[1] + offset * offset);
        return out;
    }

    @JacobianOf(value = "narrow", mode = Mode.REVERSE)
    static float[] narrowJacobian(
            float[] x, double[] at, float scale, double offset, double[][] ofX, double[][] ofAt, double[][] ofScalars) {
        return Fluxion.derived();
    }

    @Test
    void floatsAndScalarsHaveRowsToo() throws Throwable {
        double[][] ofX = new double[2][3];
        double[][] ofAt = {{9, 9}, {9, 9}};
        double[][] ofScalars = new double[2][2];
        float[] x = {1, 2, 3};
        float[] value =
                (float[]) stub("narrowJacobian").invokeExact(x, new double[] {0.5, 4}, 2f, 3.0, ofX, ofAt, ofScalars);
        assertArrayEquals(narrow(x, new double[] {0.5, 4}, 2, 3), value);
        assertMatrix(new double[][] {{4, 0, 12}, {0, 8, 0}}, ofX, 0);
        assertMatrix(new double[][] {{0, 0}, {4, 0.5}}, ofAt, 0);
        assertMatrix(new double[][] {{10, 0}, {4, 6}}, ofScalars, 0);
    }

    static double cubic(double x, double y) {
        return x * x * x * y;
    }

    @DerivativeOf(value = "cubic", wrt = "x")
    static double slope(double x, double y) {
        return Fluxion.derived();
    }

    static double[] slopes(double[] x) {
        double[] out = new double[2];
        for (int i = 0; i < x.length; i++) {
            out[i % 2] += slope(x[i], x[0]);
        }
        return out;
    }

    @Test
    void aMethodThatTakesADerivativeByForwardModeSharesItsSweep() throws Throwable {
        // 3 (x0³ + x2² x0 + x4² x0), 3 (x1² + x3² + x5²) x0
        double[][] expected = new double[2][6];
        for (int i = 0; i < 6; i++) {
            expected[i % 2][0] += 3 * POINT[i] * POINT[i];
            expected[i % 2][i] += 6 * POINT[i] * POINT[0];
        }
        assertMatrix(expected, jacobian(Mode.REVERSE, SharedSweepTest::slopes, POINT), 1e-13);
    }

    static double energy(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v * v * v * x[0];
        }
        return sum;
    }

    @GradientOf(value = "energy", mode = Mode.REVERSE)
    static double[] force(double[] x) {
        return Fluxion.derived();
    }

    private int forces;

    private double[] counted(double[] x) {
        forces++;
        return force(x);
    }

    static double[] forceAndSum(double[] x) {
        double[] force = force(x);
        return new double[] {force[1], force[2] * force[2]};
    }

    /** The shadows that belong to the tape of the inner derivative would not be zero again. */
    @Test
    void aMethodThatTakesADerivativeByReverseModeRunsForEachRow() throws Throwable {
        assertThrows(Refusal.class, () -> jacobian(Mode.REVERSE, this::counted, POINT));
        assertEquals(0, forces);
        double[][] rows = jacobian(Mode.REVERSE, SharedSweepTest::forceAndSum, POINT);
        // force[i] = 3 x0 xi²
        double[][] expected = new double[2][6];
        expected[0][0] = 3 * POINT[1] * POINT[1];
        expected[0][1] = 6 * POINT[0] * POINT[1];
        double force = 3 * POINT[0] * POINT[2] * POINT[2];
        expected[1][0] = 2 * force * 3 * POINT[2] * POINT[2];
        expected[1][2] = 2 * force * 6 * POINT[0] * POINT[2];
        assertMatrix(expected, rows, 1e-13);
    }
}
