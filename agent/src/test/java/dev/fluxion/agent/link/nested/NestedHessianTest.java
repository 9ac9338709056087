package dev.fluxion.agent.link.nested;

import static dev.fluxion.agent.link.nested.NestedReference.gradient;
import static dev.fluxion.agent.link.nested.NestedReference.refusal;
import static dev.fluxion.agent.link.nested.NestedReference.requireDerivatives;
import static dev.fluxion.agent.link.nested.NestedReference.stiffnessByHand;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.HessianOf;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Hessians that a differentiated method takes. The references are differences of closed forms. */
class NestedHessianTest {
    @HessianOf(value = "energy", in = NestedTest.class)
    static double[][] curvature(double[] x) {
        return Fluxion.derived();
    }

    private static double sumOfSquares(double[][] matrix) {
        double sum = 0;
        for (double[] row : matrix) {
            for (double entry : row) {
                sum += entry * entry;
            }
        }
        return sum;
    }

    static double throughHessian(double[] x) {
        return sumOfSquares(curvature(x));
    }

    private static double[][] curvatureByHand(double[] x) {
        double[][] hessian = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            double[] unit = new double[x.length];
            unit[i] = 1;
            hessian[i] = stiffnessByHand(x, unit);
        }
        return hessian;
    }

    private static double squares(double[][] matrix) {
        return Arrays.stream(matrix).mapToDouble(NestedReference::norm).sum();
    }

    @Test
    void theSquaresOfAHessianAreDifferentiatedInEveryMode() throws Throwable {
        requireDerivatives(NestedHessianTest.class, "throughHessian", x -> squares(curvatureByHand(x)));
    }

    // The logarithm of a determinant, as of Laplace's approximation.

    static double bowl(double[] x, double a) {
        return x[0] * x[0] * x[0] * x[0] * a + x[0] * x[1] * a * a + Math.exp(x[1]);
    }

    @HessianOf(value = "bowl", wrt = "x")
    static double bowlAndHessian(double[] x, double a, double[][] hessian) {
        return Fluxion.derived();
    }

    static double logarithm(double[] at) {
        double[][] hessian = {{5, at[0]}, {5, at[1]}};
        double value = bowlAndHessian(new double[] {at[0] + 1, at[1]}, at[2], hessian);
        return value + Math.log(hessian[0][0] * hessian[1][1] - hessian[0][1] * hessian[1][0]);
    }

    private static double logarithmByHand(double[] at) {
        double a = at[2];
        double x = at[0] + 1;
        return bowl(new double[] {x, at[1]}, a) + Math.log(12 * x * x * a * Math.exp(at[1]) - Math.pow(a, 4));
    }

    @Test
    void theDeterminantOfAHessianInPlaceIsDifferentiated() throws Throwable {
        requireDerivatives(NestedHessianTest.class, "logarithm", NestedHessianTest::logarithmByHand);
    }

    // By numbers, and a gradient and a Hessian at once.

    static double price(double spot, double volatility, float days) {
        return spot * Math.exp(volatility * spot * days);
    }

    @HessianOf(
            value = "price",
            wrt = {"volatility", "spot"})
    static double[][] gammas(double spot, double volatility, float days) {
        return Fluxion.derived();
    }

    static double throughNumbers(double[] x) {
        double[][] gammas = gammas(x[0], x[2], 2);
        return gammas[0][0] * gammas[1][1] + 3 * gammas[0][1] - gammas[1][0];
    }

    private static double numbersByHand(double[] x) {
        double s = x[0];
        double e = Math.exp(2 * x[2] * s);
        double twice = 4 * s * s * s * e;
        double mixed = (4 * s + 4 * x[2] * s * s) * e;
        return twice * (4 * x[2] + 4 * x[2] * x[2] * s) * e + 2 * mixed;
    }

    @Test
    void aHessianByNumbersIsDifferentiated() throws Throwable {
        requireDerivatives(NestedHessianTest.class, "throughNumbers", NestedHessianTest::numbersByHand);
    }

    static double captured(double[] x) {
        double[][] hessian = Fluxion.hessian((double[] y) -> y[0] * y[0] * y[1] * x[2] + x[0] * y[1] * y[1])
                .hessian(new double[] {x[0], x[1]});
        double[] gradient = new double[2];
        double[][] another = new double[2][2];
        double value = Fluxion.hessian((double[] y) -> x[1] * y[0] * y[0] * y[1])
                .valueGradientAndHessian(new double[] {x[0], 2}, gradient, another);
        return hessian[0][0] * hessian[1][1] + hessian[0][1] + value * gradient[1] + another[0][0] * another[1][0];
    }

    private static double capturedByHand(double[] x) {
        double first = 2 * x[1] * x[2] * 2 * x[0] + 2 * x[0] * x[2];
        double value = 2 * x[1] * x[0] * x[0];
        return first + value * x[1] * x[0] * x[0] + 4 * x[1] * 2 * x[1] * x[0];
    }

    @Test
    void whatALambdaCapturesIsDifferentiatedWithoutConfusion() throws Throwable {
        requireDerivatives(NestedHessianTest.class, "captured", NestedHessianTest::capturedByHand);
    }

    // A Hessian of what takes a gradient: three levels, and a fourth around them.

    static double cubes(double[] x) {
        return x[0] * x[0] * x[0] * x[1] + Math.sin(x[2]) * x[1];
    }

    @GradientOf("cubes")
    static double[] cubesGradient(double[] x) {
        return Fluxion.derived();
    }

    static double weighted(double[] x) {
        double[] gradient = cubesGradient(x);
        return gradient[0] * gradient[2];
    }

    @HessianOf("weighted")
    static double[][] weightedHessian(double[] x) {
        return Fluxion.derived();
    }

    static double threeLevels(double[] x) {
        double[][] hessian = weightedHessian(x);
        return hessian[0][1] * hessian[2][2] + hessian[1][1];
    }

    private static double threeLevelsByHand(double[] x) {
        // 3 a^2 b^2 cos c is differentiated.
        double mixed = 12 * x[0] * x[1] * Math.cos(x[2]);
        double last = -3 * x[0] * x[0] * x[1] * x[1] * Math.cos(x[2]);
        return mixed * last + 6 * x[0] * x[0] * Math.cos(x[2]);
    }

    @Test
    void aHessianOfAFunctionOfAGradientIsDifferentiated() throws Throwable {
        requireDerivatives(NestedHessianTest.class, "threeLevels", NestedHessianTest::threeLevelsByHand);
    }

    static double overwriting(double[] x) {
        x[0] *= x[1];
        return x[0] * x[0] * x[2];
    }

    @HessianOf("overwriting")
    static double[][] overwritingHessian(double[] x) {
        return Fluxion.derived();
    }

    static double throughOverwriting(double[] x) {
        double[] own = x.clone();
        double[][] hessian = overwritingHessian(own);
        return hessian[0][1] * hessian[2][0] + own[0];
    }

    @Test
    void whatAMethodWritesToItsArgumentIsSeenOnce() throws Throwable {
        requireDerivatives(
                NestedHessianTest.class,
                "throughOverwriting",
                x -> 4 * x[0] * x[1] * x[2] * 2 * x[0] * x[1] * x[1] + x[0] * x[1]);
    }

    static double linear(float[] x) {
        return 2 * x[0] - x[1];
    }

    @HessianOf("linear")
    static double linearHessian(float[] x, double[][] hessian) {
        return Fluxion.derived();
    }

    static double throughLinear(double[] x) {
        double[][] hessian = {{x[0], x[0]}, {x[1], x[1]}};
        return linearHessian(new float[] {(float) x[0], (float) x[1]}, hessian) + hessian[0][1] + hessian[1][0];
    }

    @Test
    void theHessianOfALinearFunctionOfFloatsIsZero() throws Throwable {
        requireDerivatives(NestedHessianTest.class, "throughLinear", x -> 2 * x[0] - x[1], 1e-6);
    }

    private static double last;

    static double remembering(double[] x) {
        last = 1;
        return x[0] * x[0];
    }

    @HessianOf("remembering")
    static double[][] rememberingHessian(double[] x) {
        return Fluxion.derived();
    }

    static double throughRemembering(double[] x) {
        return rememberingHessian(x)[0][0] + last;
    }

    static double throughRememberingOfOne(double[] x) {
        return rememberingHessian(new double[] {x[1]})[0][0] * x[0];
    }

    @Test
    void aMethodWithOtherEffectsIsRefusedUnlessThereIsOneInput() throws Throwable {
        String message = refusal(NestedHessianTest::throughRemembering);
        assertTrue(message.contains("a store into the field last in several passes"), message);
        double[] gradient = gradient(NestedHessianTest::throughRememberingOfOne, ":REVERSE");
        assertArrayEquals(new double[] {2, 0, 0}, gradient);
    }
}
