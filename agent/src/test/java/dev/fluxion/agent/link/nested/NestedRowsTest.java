package dev.fluxion.agent.link.nested;

import static dev.fluxion.agent.link.nested.NestedReference.refusal;
import static dev.fluxion.agent.link.nested.NestedReference.requireDerivatives;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.HessianOf;
import dev.fluxion.JacobianOf;
import dev.fluxion.JvpOf;
import dev.fluxion.VjpOf;
import dev.fluxion.agent.link.classfile.StubMethods;
import org.junit.jupiter.api.Test;

/** Derivatives of methods that take arrays of arrays, within differentiated methods. */
class NestedRowsTest {
    static double product(double[][] x, double scale) {
        return x[0][0] * x[1][0] * x[1][1] * scale;
    }

    @GradientOf(value = "product", wrt = "x")
    static double[][] productGradient(double[][] x, double scale) {
        return Fluxion.derived();
    }

    @GradientOf("product")
    static double productAndGradient(double[][] x, double scale, double[][] byX, double[] byScale) {
        return Fluxion.derived();
    }

    static double returned(double[] x) {
        double[][] gradient = productGradient(new double[][] {{x[0]}, {x[1], x[2]}, null}, x[1]);
        return gradient[0][0] * gradient[1][1] + gradient[1][0];
    }

    @Test
    void aGradientByAnArrayOfArraysIsDifferentiated() throws Throwable {
        // The gradient by x is (b c s), (a c s, a b s), at s = b.
        requireDerivatives(
                NestedRowsTest.class, "returned", x -> x[1] * x[2] * x[1] * x[0] * x[1] * x[1] + x[0] * x[2] * x[1]);
    }

    static double inPlace(double[] x) {
        double[][] gradient = {{x[0]}, {x[1], x[2]}};
        double[] byScale = {x[0]};
        double value = productAndGradient(new double[][] {{x[0]}, {x[1], x[2]}}, x[1], gradient, byScale);
        return value + gradient[0][0] * gradient[1][1] * byScale[0];
    }

    @Test
    void aGradientByAnArrayOfArraysInPlaceIsDifferentiated() throws Throwable {
        requireDerivatives(
                NestedRowsTest.class,
                "inPlace",
                x -> x[0] * x[1] * x[1] * x[2] + x[0] * x[0] * Math.pow(x[1], 5) * x[2] * x[2]);
    }

    static double exchanging(double[][] x) {
        double[] row = x[0];
        x[0] = x[1];
        x[1] = row;
        x[0][0] *= x[1][0];
        return x[0][0] * x[0][0];
    }

    @GradientOf("exchanging")
    static double[][] exchangingGradient(double[][] x) {
        return Fluxion.derived();
    }

    static double throughExchange(double[] x) {
        double[][] rows = {{x[0]}, {x[1]}};
        double[][] gradient = exchangingGradient(rows);
        return gradient[0][0] * gradient[1][0] + 3 * gradient[0][0] + rows[0][0] + 2 * rows[1][0];
    }

    @Test
    void aMethodThatMovesRowsIsDifferentiated() throws Throwable {
        // a^2 b^2 is differentiated, and the rows are a b and a.
        requireDerivatives(
                NestedRowsTest.class,
                "throughExchange",
                x -> 4 * Math.pow(x[0] * x[1], 3) + 6 * x[0] * x[1] * x[1] + x[0] * x[1] + 2 * x[0]);
    }

    static double[][] outer(double[] x, double[][] y) {
        double[][] result = new double[x.length][y.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                result[i][j] = x[i] * x[i] * y[j][j];
            }
        }
        return result;
    }

    @JvpOf(
            value = "outer",
            wrt = {"y", "x"})
    static double[][] outerJvp(double[] x, double[][] y, double[][] ofY, double[] ofX) {
        return Fluxion.derived();
    }

    @VjpOf(value = "outer", wrt = "y")
    static double[][] outerVjp(double[] x, double[][] y, double[][] cotangent) {
        return Fluxion.derived();
    }

    static double throughProducts(double[] x) {
        double[][] y = {{x[0], 1}, {2, x[1]}};
        double[] two = {x[1], x[2]};
        double[][] along = outerJvp(two, y, y, new double[] {1, x[0]});
        double[][] back = outerVjp(two, y, y);
        return along[0][0] + along[1][1] * back[0][0] - back[1][1];
    }

    private static double productsByHand(double[] x) {
        double first = 2 * x[1] * x[0] + x[1] * x[1] * x[0];
        double last = 2 * x[2] * x[0] * x[1] + x[2] * x[2] * x[1];
        double backFirst = x[1] * x[1] * x[0] + x[2] * x[2] * 2;
        double backLast = x[1] * x[1] + x[2] * x[2] * x[1];
        return first + last * backFirst - backLast;
    }

    @Test
    void productsWithArraysOfArraysAreDifferentiated() throws Throwable {
        requireDerivatives(NestedRowsTest.class, "throughProducts", NestedRowsTest::productsByHand);
    }

    // An array of arrays that a Jacobian's method writes to, and one beside a Hessian's input.

    static double[] through(double[] x, double[][] work) {
        work[0][1] += x[0] * x[1];
        work[1][0] = work[0][1] * x[2];
        return new double[] {work[1][0], work[0][1] * work[0][1]};
    }

    @JacobianOf(value = "through", wrt = "x")
    static double[][] throughJacobian(double[] x, double[][] work) {
        return Fluxion.derived();
    }

    static double throughWork(double[] x) {
        double[][] work = {{0, x[2]}, {x[1]}};
        double[][] jacobian = throughJacobian(x.clone(), work);
        return jacobian[0][0] * jacobian[1][1] + jacobian[0][2] + work[0][1];
    }

    private static double workByHand(double[] x) {
        double w = x[2] + x[0] * x[1];
        return x[1] * x[2] * 2 * w * x[0] + 2 * w;
    }

    @Test
    void aJacobianOfAMethodThatWritesToRowsIsDifferentiated() throws Throwable {
        requireDerivatives(NestedRowsTest.class, "throughWork", NestedRowsTest::workByHand);
    }

    static double quadratic(double[] x, double[][] matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                sum += x[i] * x[i] * matrix[i][j] * x[j];
            }
        }
        return sum;
    }

    @HessianOf(value = "quadratic", wrt = "x")
    static double[][] quadraticHessian(double[] x, double[][] matrix) {
        return Fluxion.derived();
    }

    static double throughQuadratic(double[] x) {
        double[][] hessian = quadraticHessian(new double[] {x[0], x[1]}, new double[][] {{1, x[2]}, {x[0], 0}});
        return hessian[0][0] * hessian[1][1] + hessian[0][1];
    }

    @Test
    void aHessianOfAMethodThatTakesRowsIsDifferentiated() throws Throwable {
        // a^3 + a^2 b c + b^2 a^2 where the last a is a coefficient
        requireDerivatives(
                NestedRowsTest.class,
                "throughQuadratic",
                x -> (6 * x[0] + 2 * x[1] * x[2]) * 2 * x[0] * x[0] + 2 * x[0] * x[2] + 2 * x[1] * x[0]);
    }

    static double ofOneRowTwice(double[] x) {
        double[] row = {x[0], x[1]};
        return productGradient(new double[][] {row, row}, x[2])[0][0];
    }

    @Test
    void anArrayThatHoldsARowTwiceIsRefused() {
        String message = refusal(NestedRowsTest::ofOneRowTwice);
        assertTrue(message.endsWith("is the same array as another. Pass a separate array for each."), message);
    }

    static double cube(double[][][] x) {
        return x[0][0][0];
    }

    @GradientOf("cube")
    static double[][][] cubeGradient(double[][][] x) {
        return Fluxion.derived();
    }

    static double throughCube(double[] x) {
        return cubeGradient(new double[][][] {{x}})[0][0][0];
    }

    @Test
    void aGradientByAnArrayOfThreeDimensionsIsRefused() {
        String message = refusal(NestedRowsTest::throughCube);
        assertTrue(message.contains(", a derivative of a kind that has none itself, at "), message);
        assertTrue(message.endsWith(StubMethods.REMEDY), message);
    }

    static double throughValueAndJvp(double[] x) {
        double[] out = {x[0], x[0]};
        double[] value = Fluxion.jvp((double[] y) -> new double[] {y[0] * y[1] * x[2], y[2]})
                .valueAndJvp(x.clone(), x, out);
        return value[0] * out[1] + out[0];
    }

    static double ontoItsDirection(double[] x) {
        double[] direction = x.clone();
        return Fluxion.jvp(NestedJacobianTest::rotate).valueAndJvp(x, direction, direction)[0];
    }

    @Test
    void aJvpInPlaceIsDifferentiated() throws Throwable {
        requireDerivatives(
                NestedRowsTest.class, "throughValueAndJvp", x -> x[0] * x[1] * x[2] * x[2] + 2 * x[0] * x[1] * x[2]);
        String message = refusal(NestedRowsTest::ontoItsDirection);
        assertTrue(message.endsWith("is the same array as another. Pass a separate array for each."), message);
    }
}
