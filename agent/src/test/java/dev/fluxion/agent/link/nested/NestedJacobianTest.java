package dev.fluxion.agent.link.nested;

import static dev.fluxion.agent.link.nested.NestedReference.requireDerivatives;
import static dev.fluxion.agent.link.nested.NestedReference.rotateJacobian;

import dev.fluxion.Fluxion;
import dev.fluxion.JacobianOf;
import dev.fluxion.Mode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Jacobians that a differentiated method takes. The references are differences of closed forms. */
class NestedJacobianTest {
    static double sumOfSquares(double[][] matrix) {
        double sum = 0;
        for (double[] row : matrix) {
            for (double entry : row) {
                sum += entry * entry;
            }
        }
        return sum;
    }

    static double[] rotate(double[] x) {
        return new double[] {x[0] * x[1], Math.exp(x[1] * x[2]), x[2] * x[0] * x[0]};
    }

    @JacobianOf("rotate")
    static double[][] rotation(double[] x) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "rotate", mode = Mode.FORWARD)
    static double[][] rotationByColumns(double[] x) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "rotate", mode = Mode.REVERSE)
    static double[][] rotationByRows(double[] x) {
        return Fluxion.derived();
    }

    static double throughJacobian(double[] x) {
        return sumOfSquares(rotation(x));
    }

    static double throughColumns(double[] x) {
        return sumOfSquares(rotationByColumns(x));
    }

    static double throughRows(double[] x) {
        return sumOfSquares(rotationByRows(x));
    }

    @Test
    void theSquaresOfAJacobianAreDifferentiatedInEveryMode() throws Throwable {
        for (String method : new String[] {"throughJacobian", "throughColumns", "throughRows"}) {
            requireDerivatives(NestedJacobianTest.class, method, x -> sumOfSquares(rotateJacobian(x)));
        }
    }

    @JacobianOf("rotate")
    static double[] rotateAndRotation(double[] x, double[][] jacobian) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "rotate", mode = Mode.REVERSE)
    static double[] rotateAndRotationByRows(double[] x, double[][] jacobian) {
        return Fluxion.derived();
    }

    static double inPlace(double[] x) {
        double[][] jacobian = {{7, 7, 7}, {7, 7, 7}, {7, 7, x[0]}};
        double[] value = rotateAndRotation(x, jacobian);
        double sum = sumOfSquares(jacobian);
        value = rotateAndRotationByRows(value, jacobian);
        return sum + value[0] * value[1] * value[2] + jacobian[1][1];
    }

    private static double inPlaceByHand(double[] x) {
        double[] once = rotate(x);
        double[] twice = rotate(once);
        return sumOfSquares(rotateJacobian(x)) + twice[0] * twice[1] * twice[2] + rotateJacobian(once)[1][1];
    }

    @Test
    void aJacobianInPlaceWithItsValueIsDifferentiated() throws Throwable {
        requireDerivatives(NestedJacobianTest.class, "inPlace", NestedJacobianTest::inPlaceByHand);
    }

    // One step of Newton's method for x^2 + y^2 = a, x y = b, as users write it.

    static double[] equations(double[] x, double a, double b) {
        return new double[] {x[0] * x[0] + x[1] * x[1] - a, x[0] * x[1] - b};
    }

    @JacobianOf(value = "equations", wrt = "x")
    static double[][] slopes(double[] x, double a, double b) {
        return Fluxion.derived();
    }

    static double newton(double[] at) {
        double[] x = {2, 1};
        for (int i = 0; i < 12; i++) {
            double[] f = equations(x, at[0] + 5, at[1]);
            double[][] j = slopes(x, at[0] + 5, at[1]);
            double determinant = j[0][0] * j[1][1] - j[0][1] * j[1][0];
            x = new double[] {
                x[0] - (j[1][1] * f[0] - j[0][1] * f[1]) / determinant,
                x[1] - (j[0][0] * f[1] - j[1][0] * f[0]) / determinant
            };
        }
        return x[0] * at[2] + x[1];
    }

    private static double newtonByHand(double[] at) {
        double sum = Math.sqrt(at[0] + 5 + 2 * at[1]);
        double difference = Math.sqrt(at[0] + 5 - 2 * at[1]);
        return (sum + difference) / 2 * at[2] + (sum - difference) / 2;
    }

    @Test
    void aNewtonIterationWithItsJacobianIsDifferentiatedThroughItsLoop() throws Throwable {
        requireDerivatives(NestedJacobianTest.class, "newton", NestedJacobianTest::newtonByHand);
    }

    // Several arrays and numbers, doubles and floats.

    static double[] mixed(double[] x, double s, float[] y, double t) {
        double[] result = new double[4];
        for (int i = 0; i < 4; i++) {
            result[i] = x[i % x.length] * y[i % y.length] * s + Math.sin(t * x[0]) * y[0];
        }
        return result;
    }

    @JacobianOf(
            value = "mixed",
            wrt = {"y", "t", "x", "s"})
    static double[] mixedJacobian(
            double[] x, double s, float[] y, double t, double[][] byY, double[][] byX, double[][] byNumbers) {
        return Fluxion.derived();
    }

    @JacobianOf(
            value = "mixed",
            wrt = {"y", "t", "x", "s"},
            mode = Mode.REVERSE)
    static double[] mixedJacobianByRows(
            double[] x, double s, float[] y, double t, double[][] byY, double[][] byX, double[][] byNumbers) {
        return Fluxion.derived();
    }

    @JacobianOf(
            value = "mixed",
            wrt = {"t", "s"})
    static double[][] mixedByNumbers(double[] x, double s, float[] y, double t) {
        return Fluxion.derived();
    }

    static double throughMixed(double[] at) {
        double[] x = {at[0], at[1] * at[2], 0.3};
        float[] y = {0.5f, -0.25f};
        double[][] byY = new double[4][2];
        double[][] byX = new double[4][3];
        double[][] byNumbers = new double[4][2];
        double[] value = mixedJacobian(x, at[1], y, at[2], byY, byX, byNumbers);
        double sum = value[1] + sumOfSquares(byY) + sumOfSquares(byX) + 3 * sumOfSquares(byNumbers);
        mixedJacobianByRows(x, at[2], y, at[0], byY, byX, byNumbers);
        sum += sumOfSquares(byY) - sumOfSquares(byX) + sumOfSquares(byNumbers);
        return sum + sumOfSquares(mixedByNumbers(x, at[1], y, at[2]));
    }

    private static double mixedByHand(double[] at) {
        double[] x = {at[0], at[1] * at[2], 0.3};
        double[][] first = mixedJacobianByHand(x, at[1], at[2]);
        double[][] second = mixedJacobianByHand(x, at[2], at[0]);
        double value = mixed(x, at[1], new float[] {0.5f, -0.25f}, at[2])[1];
        return value
                + part(first, 0, 2)
                + part(first, 2, 5)
                + 4 * part(first, 5, 7)
                + part(second, 0, 2)
                - part(second, 2, 5)
                + part(second, 5, 7);
    }

    private static double part(double[][] matrix, int from, int to) {
        return Arrays.stream(matrix)
                .mapToDouble(row -> NestedReference.norm(Arrays.copyOfRange(row, from, to)))
                .sum();
    }

    /** Columns by y, by x, by t and s. */
    private static double[][] mixedJacobianByHand(double[] x, double s, double t) {
        double[] y = {0.5, -0.25};
        double[][] jacobian = new double[4][7];
        for (int i = 0; i < 4; i++) {
            double[] row = jacobian[i];
            row[i % 2] += x[i % 3] * s;
            row[0] += Math.sin(t * x[0]);
            row[2 + i % 3] += y[i % 2] * s;
            row[2] += Math.cos(t * x[0]) * t * y[0];
            row[5] = Math.cos(t * x[0]) * x[0] * y[0];
            row[6] = x[i % 3] * y[i % 2];
        }
        return jacobian;
    }

    @Test
    void aJacobianBySeveralArraysAndNumbersOfBothPrecisionsIsDifferentiated() throws Throwable {
        requireDerivatives(NestedJacobianTest.class, "throughMixed", NestedJacobianTest::mixedByHand, 1e-6);
    }

    // More inputs than one pass takes, and fewer rows than inputs.

    static double[] differences(double[] x) {
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = x[i] * x[i] * x[(i + 1) % x.length];
        }
        return result;
    }

    @JacobianOf("differences")
    static double[][] differencesJacobian(double[] x) {
        return Fluxion.derived();
    }

    static double throughManyColumns(double[] x) {
        double[] many = new double[131];
        for (int i = 0; i < many.length; i++) {
            many[i] = x[i % x.length];
        }
        double[][] jacobian = differencesJacobian(many);
        return jacobian[0][0] * jacobian[129][130] + jacobian[130][0] * jacobian[127][128] + jacobian[3][7];
    }

    private static double manyColumnsByHand(double[] x) {
        // 129 is a multiple of three, so that the elements 130 and 127 are x[1], 128 and 131 are x[2].
        return 2 * x[0] * x[1] * x[0] * x[0] + x[1] * x[1] * x[1] * x[1];
    }

    @Test
    void columnsOfSeveralPassesAreDifferentiated() throws Throwable {
        requireDerivatives(NestedJacobianTest.class, "throughManyColumns", NestedJacobianTest::manyColumnsByHand);
    }

    static double[] moments(double[] x) {
        double[] result = new double[2];
        for (double element : x) {
            result[0] += element * element * element;
            result[1] += Math.sin(element);
        }
        return result;
    }

    @JacobianOf("moments")
    static double[][] momentsJacobian(double[] x) {
        return Fluxion.derived();
    }

    static double throughFewRows(double[] x) {
        double[] many = new double[30];
        for (int i = 0; i < many.length; i++) {
            many[i] = x[i % x.length];
        }
        return sumOfSquares(momentsJacobian(many));
    }

    private static double fewRowsByHand(double[] x) {
        return Arrays.stream(x)
                .map(element -> 10 * (9 * Math.pow(element, 4) + Math.pow(Math.cos(element), 2)))
                .sum();
    }

    @Test
    void fewRowsOfManyInputsAreDifferentiated() throws Throwable {
        requireDerivatives(NestedJacobianTest.class, "throughFewRows", NestedJacobianTest::fewRowsByHand);
    }

    static double withoutInputs(double[] x) {
        double[] none = Arrays.copyOf(x, 0);
        return momentsJacobian(none).length * x[0] + differencesJacobian(none).length;
    }

    @Test
    void aJacobianWithoutInputsHasTheValuesRows() throws Throwable {
        requireDerivatives(NestedJacobianTest.class, "withoutInputs", x -> 2 * x[0]);
    }

    // A Jacobian within the Jacobian of what is differentiated, and captured perturbations.

    static double[] rowSquares(double[] x) {
        double[] result = new double[3];
        double[][] jacobian = rotation(x);
        for (int i = 0; i < 3; i++) {
            for (double entry : jacobian[i]) {
                result[i] += entry * entry * x[0];
            }
        }
        return result;
    }

    static double threeLevels(double[] x) {
        double[][] second = Fluxion.jacobian(NestedJacobianTest::rowSquares).jacobian(x);
        return second[0][0] + second[1][2] * second[2][0];
    }

    private static double threeLevelsByHand(double[] x) {
        double e = Math.exp(2 * x[1] * x[2]);
        double squares = x[2] * x[2] + x[1] * x[1];
        double first = x[1] * x[1] + 3 * x[0] * x[0];
        double second = x[0] * e * (2 * x[2] + 2 * x[1] * squares);
        double third = 12 * x[2] * x[2] * x[0] * x[0] + 5 * Math.pow(x[0], 4);
        return first + second * third;
    }

    @Test
    void threeLevelsOfJacobiansAreDifferentiated() throws Throwable {
        requireDerivatives(NestedJacobianTest.class, "threeLevels", NestedJacobianTest::threeLevelsByHand);
    }

    static double captured(double[] x) {
        double[][] jacobian = Fluxion.jacobian(
                        (double[] y) -> new double[] {x[0] * y[1] + y[0] * x[1], y[0] * y[1] * x[2]})
                .jacobian(new double[] {x[0], 1});
        double[][] rows = new double[2][3];
        double[] value = Fluxion.jacobian((double[] y) -> new double[] {x[0] + y[0] + y[2], y[1] * x[1]}, Mode.REVERSE)
                .valueAndJacobian(x.clone(), rows);
        return x[0] * (jacobian[0][0] + jacobian[0][1] * jacobian[1][1]) + value[0] * rows[1][1] + rows[0][0];
    }

    @Test
    void whatALambdaCapturesIsDifferentiatedWithoutConfusion() throws Throwable {
        requireDerivatives(
                NestedJacobianTest.class,
                "captured",
                x -> x[0] * (x[1] + x[0] * x[0] * x[2]) + (2 * x[0] + x[2]) * x[1] + 1);
    }
}
