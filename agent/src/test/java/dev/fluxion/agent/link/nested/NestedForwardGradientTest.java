package dev.fluxion.agent.link.nested;

import static dev.fluxion.agent.link.nested.NestedReference.forceByHand;
import static dev.fluxion.agent.link.nested.NestedReference.norm;
import static dev.fluxion.agent.link.nested.NestedReference.refusal;
import static dev.fluxion.agent.link.nested.NestedReference.requireDerivatives;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.Mode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Gradients by forward mode that a differentiated method takes. The references are differences of closed forms. */
class NestedForwardGradientTest {
    @GradientOf(value = "energy", in = NestedTest.class, mode = Mode.FORWARD)
    static double[] force(double[] x) {
        return Fluxion.derived();
    }

    private static double sumOfSquares(double[] x) {
        double sum = 0;
        for (double element : x) {
            sum += element * element;
        }
        return sum;
    }

    static double squaredForce(double[] x) {
        return sumOfSquares(force(x)) + x[0] * sumOfSquares(force(Arrays.copyOf(x, 0)));
    }

    @Test
    void aGradientByForwardModeIsDifferentiatedInEveryMode() throws Throwable {
        requireDerivatives(NestedForwardGradientTest.class, "squaredForce", x -> norm(forceByHand(x)));
    }

    static float mixed(double[] x, float[] y, double s) {
        return (float) (x[0] * x[0] * y[1] * s + y[0] * x[1]);
    }

    @GradientOf(value = "mixed", mode = Mode.FORWARD)
    static float mixedAndGradient(double[] x, float[] y, double s, double[] byX, float[] byY, double[] byS) {
        return Fluxion.derived();
    }

    static double throughMixed(double[] x) {
        double[] byX = {x[0], 1};
        float[] byY = {(float) x[1], 1};
        double[] byS = new double[1];
        float value = mixedAndGradient(new double[] {x[0], x[1]}, new float[] {2, (float) x[2]}, x[1], byX, byY, byS);
        return value * byX[0] + byX[1] * byY[1] + byY[0] * byS[0];
    }

    private static double mixedByHand(double[] x) {
        double value = x[0] * x[0] * x[2] * x[1] + 2 * x[1];
        return value * 2 * x[0] * x[2] * x[1] + 2 * x[0] * x[0] * x[1] + x[1] * x[0] * x[0] * x[2];
    }

    @Test
    void aGradientBySeveralArraysAndNumbersInPlaceIsDifferentiated() throws Throwable {
        requireDerivatives(
                NestedForwardGradientTest.class, "throughMixed", NestedForwardGradientTest::mixedByHand, 1e-6);
    }

    static double ofAFloat(double a, float c) {
        return a * a * c;
    }

    @GradientOf("ofAFloat")
    static double[] byAFloat(double a, float c) {
        return Fluxion.derived();
    }

    static float ofADouble(double a) {
        return (float) (a * a * a);
    }

    @GradientOf("ofADouble")
    static double[] byADouble(double a) {
        return Fluxion.derived();
    }

    static double throughFloats(double[] x) {
        double[] gradient = byAFloat(x[0], (float) x[1]);
        return gradient[0] * gradient[1] + byADouble(x[2])[0];
    }

    @Test
    void partialDerivativesAreDifferentiatedWhereArgumentAndResultDifferInType() throws Throwable {
        requireDerivatives(
                NestedForwardGradientTest.class,
                "throughFloats",
                x -> 2 * x[0] * x[1] * x[0] * x[0] + 3 * x[2] * x[2],
                1e-6);
    }

    static double throughMany(double[] x) {
        double[] many = new double[300];
        for (int i = 0; i < many.length; i++) {
            many[i] = x[i % 3];
        }
        double[] gradient = new double[many.length];
        double value =
                Fluxion.gradient((double[] y) -> cubes(y) * x[1], Mode.FORWARD).valueAndGradient(many, gradient);
        return gradient[2] + gradient[129] * gradient[299] + value / 100;
    }

    static double cubes(double[] y) {
        double sum = 0;
        for (double element : y) {
            sum += element * element * element;
        }
        return sum;
    }

    private static double manyByHand(double[] x) {
        double second = 3 * x[2] * x[2] * x[1];
        return second + 3 * x[0] * x[0] * x[1] * second + x[1] * cubes(x);
    }

    @Test
    void aGradientOfSeveralPassesIsDifferentiatedAlsoByWhatItsLambdaCaptures() throws Throwable {
        requireDerivatives(NestedForwardGradientTest.class, "throughMany", NestedForwardGradientTest::manyByHand);
    }

    // A method that takes a derivative by reverse mode lets one direction pass at a time, and here writes to its
    // argument.

    static double overwriting(double[] x) {
        x[0] *= x[1];
        double[] force = NestedTest.force(x);
        return x[0] * x[2] + 0 * force[0];
    }

    static double throughOverwriting(double[] x) {
        double[] own = x.clone();
        double[] gradient = Fluxion.gradient(NestedForwardGradientTest::overwriting, Mode.FORWARD)
                .gradient(own);
        return gradient[0] * gradient[1] * gradient[2] + own[0];
    }

    @Test
    void whatAMethodWritesToItsArgumentIsSeenOnce() throws Throwable {
        requireDerivatives(
                NestedForwardGradientTest.class,
                "throughOverwriting",
                x -> x[1] * x[2] * x[0] * x[2] * x[0] * x[1] + x[0] * x[1]);
    }

    private static int calls;

    static double counting(double[] x) {
        calls++;
        return x[0] * x[0];
    }

    static double throughCounting(double[] x) {
        return Fluxion.gradient(NestedForwardGradientTest::counting, Mode.FORWARD)
                        .gradient(Arrays.copyOf(x, 129))[0]
                + calls;
    }

    @Test
    void aMethodWithOtherEffectsIsRefusedWhereOneRunIsNotEnough() {
        String message = refusal(NestedForwardGradientTest::throughCounting);
        assertTrue(message.contains("a store into the field calls in several passes"), message);
    }

    private static final double[] SHARED = new double[1];

    static double hardlyEverShared(double[] x) {
        if (x[0] > 100) {
            SHARED[0] = x[0] * x[1];
        }
        return x[0] * x[0] * x[1];
    }

    static double throughHardlyEverShared(double[] x) {
        double[] gradient = Fluxion.gradient(NestedForwardGradientTest::hardlyEverShared, Mode.FORWARD)
                .gradient(x);
        return gradient[0] * gradient[1];
    }

    @Test
    void whatIsRefusedOnAPathThatIsNotTakenDoesNotStandInTheWay() throws Throwable {
        requireDerivatives(
                NestedForwardGradientTest.class, "throughHardlyEverShared", x -> 2 * x[0] * x[1] * x[0] * x[0]);
    }
}
