package dev.fluxion.agent.link.nested;

import static dev.fluxion.agent.link.nested.NestedJacobianTest.sumOfSquares;
import static dev.fluxion.agent.link.nested.NestedReference.POINT;
import static dev.fluxion.agent.link.nested.NestedReference.refusal;
import static dev.fluxion.agent.link.nested.NestedReference.requireDerivatives;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.Fluxion;
import dev.fluxion.JacobianOf;
import dev.fluxion.Mode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is seen of the passes that a Jacobian within a differentiated method takes, and what is refused because of it. */
class NestedPassesTest {
    static double[] overwriting(double[] x) {
        x[0] *= x[1];
        x[1] += x[0];
        return new double[] {x[0] * x[1], x[2]};
    }

    @JacobianOf("overwriting")
    static double[][] overwritingJacobian(double[] x) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "overwriting", mode = Mode.REVERSE)
    static double[][] overwritingJacobianByRows(double[] x) {
        return Fluxion.derived();
    }

    static double throughOverwriting(double[] x) {
        double[] own = x.clone();
        double[][] jacobian = overwritingJacobian(own);
        double[] another = x.clone();
        double[][] rows = overwritingJacobianByRows(another);
        return sumOfSquares(jacobian) + own[0] * own[1] + 2 * sumOfSquares(rows) + another[1];
    }

    private static double overwritingByHand(double[] x) {
        // The value is a b (b + a b).
        double byA = x[1] * x[1] + 2 * x[0] * x[1] * x[1];
        double byB = 2 * x[0] * x[1] + 2 * x[0] * x[0] * x[1];
        double a = x[0] * x[1];
        double b = x[1] + a;
        return 3 * (byA * byA + byB * byB + 1) + a * b + b;
    }

    @Test
    void whatAMethodWritesToItsArgumentIsSeenOnce() throws Throwable {
        requireDerivatives(NestedPassesTest.class, "throughOverwriting", NestedPassesTest::overwritingByHand);
    }

    static void intoOutput(double[] x, double[] out) {
        out[0] = x[0] * x[1] * out[0];
        out[1] = Math.sin(x[2]);
    }

    @JacobianOf(value = "intoOutput", wrt = "x", output = "out")
    static double[][] outputJacobian(double[] x, double[] out) {
        return Fluxion.derived();
    }

    static double throughOutput(double[] x) {
        double[] out = {x[2], 0};
        double[][] jacobian = outputJacobian(x, out);
        return sumOfSquares(jacobian) + out[0] + out[1];
    }

    @Test
    void theJacobianOfAnOutputParameterIsDifferentiated() throws Throwable {
        requireDerivatives(
                NestedPassesTest.class,
                "throughOutput",
                x -> x[2] * x[2] * (x[0] * x[0] + x[1] * x[1])
                        + Math.pow(Math.cos(x[2]), 2)
                        + x[0] * x[1] * x[2]
                        + Math.sin(x[2]));
    }

    static double[] moving(double[] x, int[] count) {
        count[0]++;
        double[] moved = new double[5];
        System.arraycopy(x, 1, moved, 0, 2);
        Arrays.fill(moved, 2, 4, x[0] * x[1]);
        moved[4] = x[2] * count[0];
        double[] copy = moved.clone();
        System.arraycopy(copy, 0, copy, 1, 3);
        copy[0] *= x[0] * copy[3];
        return Arrays.copyOf(copy, 5);
    }

    @JacobianOf(value = "moving", wrt = "x", mode = Mode.FORWARD)
    static double[][] movingJacobian(double[] x, int[] count) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "moving", wrt = "x", mode = Mode.REVERSE)
    static double[][] movingJacobianByRows(double[] x, int[] count) {
        return Fluxion.derived();
    }

    static double throughMoving(double[] x) {
        int[] count = new int[1];
        return sumOfSquares(movingJacobian(x, count)) * count[0];
    }

    static double throughMovingByRows(double[] x) {
        int[] count = new int[1];
        return sumOfSquares(movingJacobianByRows(x, count)) * count[0];
    }

    private static double movingByHand(double[] x) {
        double a = x[0];
        double b = x[1];
        // The value is a b a b, b, c, a b, c.
        return Math.pow(2 * a * b * b, 2) + Math.pow(2 * a * a * b, 2) + 1 + 1 + a * a + b * b + 1;
    }

    @Test
    void bulkCopiesWithinTheMethodOfAJacobianAreDifferentiated() throws Throwable {
        requireDerivatives(NestedPassesTest.class, "throughMovingByRows", NestedPassesTest::movingByHand);
        requireDerivatives(NestedPassesTest.class, "throughMoving", NestedPassesTest::movingByHand);
    }

    static double[] itself(double[] x) {
        return x;
    }

    @JacobianOf("itself")
    static double[] itselfAndJacobian(double[] x, double[][] jacobian) {
        return Fluxion.derived();
    }

    static double throughItself(double[] x) {
        double[][] jacobian = new double[3][3];
        double[] own = x.clone();
        double[] value = itselfAndJacobian(own, jacobian);
        value[0] *= 2 + jacobian[0][1];
        return own[0] * x[1] * jacobian[1][1] + sumOfSquares(jacobian) * value[2];
    }

    @Test
    void theValueOfAMethodThatReturnsItsArgumentIsTheArgument() throws Throwable {
        requireDerivatives(NestedPassesTest.class, "throughItself", x -> 2 * x[0] * x[1] + 3 * x[2]);
    }

    static double withoutActiveValues(double[] x) {
        double[][] jacobian = Fluxion.jacobian(NestedJacobianTest::rotate).jacobian(new double[] {1, 0, 3});
        double[] gradient = new double[3];
        double[][] hessian = new double[3][3];
        double value = Fluxion.hessian(NestedTest::energy).valueGradientAndHessian(new double[3], gradient, hessian);
        return x[0] * jacobian[1][1] + x[1] * jacobian[2][0] + value;
    }

    @Test
    void aJacobianWithoutActiveValuesIsEvaluated() throws Throwable {
        requireDerivatives(NestedPassesTest.class, "withoutActiveValues", x -> 3 * x[0] + 6 * x[1]);
    }

    static double[] constant(double[] x) {
        return new double[] {x.length, 2};
    }

    @JacobianOf("constant")
    static double[] constantJacobian(double[] x, double[][] jacobian) {
        return Fluxion.derived();
    }

    static double throughConstant(double[] x) {
        double[][] jacobian = {{x[0], 1, 1}, {1, 1, 1}};
        return constantJacobian(x, jacobian)[1] * x[1] + jacobian[0][0] + jacobian[1][2];
    }

    @Test
    void theJacobianOfWhatDoesNotDependOnTheInputsIsZero() throws Throwable {
        requireDerivatives(NestedPassesTest.class, "throughConstant", x -> 2 * x[1]);
    }

    // What is refused.

    private static int calls;

    static double[] counting(double[] x) {
        calls++;
        return new double[] {x[0] * x[1], x[2] * x[2]};
    }

    @JacobianOf("counting")
    static double[][] countingJacobian(double[] x) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "counting", mode = Mode.REVERSE)
    static double[][] countingJacobianByRows(double[] x) {
        return Fluxion.derived();
    }

    static double throughCounting(double[] x) {
        return sumOfSquares(countingJacobian(x));
    }

    static double throughCountingByRows(double[] x) {
        return sumOfSquares(countingJacobianByRows(x));
    }

    static double throughCountingOfMany(double[] x) {
        return sumOfSquares(countingJacobian(Arrays.copyOf(x, 129)));
    }

    @Test
    void aMethodWithOtherEffectsRunsOnceWhereThatIsEnough() throws Throwable {
        requireDerivatives(NestedPassesTest.class, "throughCounting", x -> x[0] * x[0] + x[1] * x[1] + 4 * x[2] * x[2]);
        calls = 0;
        double value = NestedReference.valueOf(NestedPassesTest::throughCounting);
        assertEquals(sumOfSquares(new double[][] {{POINT[0], POINT[1], 2 * POINT[2]}}), value, 1e-14);
        assertEquals(1, calls);
    }

    @Test
    void aMethodWithOtherEffectsIsRefusedWhereOneRunIsNotEnough() {
        calls = 0;
        String[] messages = {
            refusal(NestedPassesTest::throughCountingByRows), refusal(NestedPassesTest::throughCountingOfMany)
        };
        assertEquals(0, calls);
        for (String message : messages) {
            assertTrue(
                    message.contains(
                            "a store into the field calls in several passes, as a Jacobian or a Hessian takes them, at "),
                    message);
            assertTrue(message.contains("take it out of the method"), message);
        }
    }

    static double ofWrongShape(double[] x) {
        return NestedJacobianTest.rotateAndRotation(x, new double[3][2])[0];
    }

    static double ofTooFewRows(double[] x) {
        return NestedJacobianTest.rotateAndRotation(x, new double[2][3])[0];
    }

    static double withARowTwice(double[] x) {
        double[] row = new double[3];
        return NestedJacobianTest.rotateAndRotation(x, new double[][] {row, new double[3], row})[0];
    }

    static double withTheArgumentAsRow(double[] x) {
        return NestedJacobianTest.rotateAndRotation(x, new double[][] {new double[3], x, new double[3]})[0];
    }

    @Test
    void aBufferOfAnotherShapeOrWithSharedRowsIsRefused() {
        String[] messages = {
            refusal(NestedPassesTest::ofWrongShape),
            refusal(NestedPassesTest::ofTooFewRows),
            refusal(NestedPassesTest::withARowTwice),
            refusal(NestedPassesTest::withTheArgumentAsRow)
        };
        for (String message : messages) {
            assertTrue(
                    message.contains("rotateAndRotation with these arguments: one is null, has another shape"),
                    message);
        }
    }
}
