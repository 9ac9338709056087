package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.Fluxion;
import dev.fluxion.JacobianOf;
import dev.fluxion.JvpOf;
import dev.fluxion.Mode;
import dev.fluxion.VjpOf;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.junit.jupiter.api.Test;

/** An array that is returned and does not depend on the input has derivative zero, wherever it comes from. */
class InertResultsTest {
    private static final double[] TABLE = {2, 3, 5};
    private static final double[] X = {0.5, -1};

    private static MethodHandle stub(String name) throws Throwable {
        return StubHandles.of(MethodHandles.lookup(), name);
    }

    static double[] table(double[] x) {
        return TABLE;
    }

    @JacobianOf("table")
    static double[][] jacobian(double[] x) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "table", mode = Mode.REVERSE)
    static double[][] jacobianByRows(double[] x) {
        return Fluxion.derived();
    }

    @JacobianOf("table")
    static double[] jacobianInto(double[] x, double[][] jacobian) {
        return Fluxion.derived();
    }

    @Test
    void aJacobianOfATableIsZero() throws Throwable {
        assertArrayEquals(new double[3][2], (double[][]) stub("jacobian").invoke(X));
        assertArrayEquals(new double[3][2], (double[][]) stub("jacobianByRows").invoke(X));
        double[][] into = {{1, 1}, {1, 1}, {1, 1}};
        assertSame(TABLE, (double[]) stub("jacobianInto").invoke(X, into));
        assertArrayEquals(new double[3][2], into);
        double[][] tooFew = new double[2][2];
        assertThrows(IllegalArgumentException.class, () -> {
            double[] unused = (double[]) stub("jacobianInto").invoke(X, tooFew);
        });
    }

    @JvpOf("table")
    static double[] along(double[] x, double[] direction) {
        return Fluxion.derived();
    }

    @VjpOf("table")
    static double[] back(double[] x, double[] cotangent) {
        return Fluxion.derived();
    }

    @Test
    void soAreProductsWithIt() throws Throwable {
        assertArrayEquals(new double[3], (double[]) stub("along").invoke(X, new double[] {1, 1}));
        assertArrayEquals(new double[2], (double[]) stub("back").invoke(X, new double[] {1, 1, 1}));
        String message = assertThrows(IllegalArgumentException.class, () -> {
                    double[] unused = (double[]) stub("back").invoke(X, new double[2]);
                })
                .getMessage();
        assertEquals(
                "The cotangent has a double[2] where the result has a double[3]: pass one of the result's shape.",
                message);
    }

    @Test
    void theObjectsOfTheApiSayTheSame() throws Throwable {
        java.util.function.Function<double[], double[]> f = InertResultsTest::table;
        MethodHandle jacobian = Laboratory.theCompiler().function("jacobian", f);
        assertArrayEquals(new double[3][2], (double[][]) jacobian.invoke(X));
        Object[] arguments = {X};
        Object[] jvp = (Object[]) Laboratory.theCompiler()
                .method("jvp", StubHandles.method(InertResultsTest.class, "table"))
                .invoke(arguments, new Object[] {new double[] {1, 1}});
        assertSame(TABLE, jvp[0]);
        assertArrayEquals(new double[3], (double[]) jvp[1]);
        Object[] vjp = (Object[]) Laboratory.theCompiler()
                .method("vjp", StubHandles.method(InertResultsTest.class, "table"))
                .invoke(arguments, (Object) new double[] {1, 1, 1});
        assertArrayEquals(new double[2], (double[]) vjp[0]);
    }

    /** The second argument, which is inert unless it is the first. */
    static double[] second(double[] x, double[] y) {
        return y;
    }

    @JacobianOf(value = "second", wrt = "x")
    static double[][] ofSecond(double[] x, double[] y) {
        return Fluxion.derived();
    }

    @Test
    void anInertArgumentThatIsTheActiveOneIsActive() throws Throwable {
        assertArrayEquals(new double[2][2], (double[][]) stub("ofSecond").invoke(X, new double[2]));
        double[][] unit = {{1, 0}, {0, 1}};
        assertArrayEquals(unit, (double[][]) stub("ofSecond").invoke(X, X));
    }

    static double slope(double[] x) {
        double sum = 0;
        for (double[] row : jacobian(x)) {
            sum += row[0] + x[0] * x[1];
        }
        return sum;
    }

    @Test
    void inADifferentiatedMethodTheJacobianIsAConstant() {
        double[] gradient = Laboratory.subject(InertResultsTest.class, "slope").gradient(X);
        assertArrayEquals(new double[] {3 * X[0] * X[1], 3 * X[1], 3 * X[0]}, gradient, 1e-15);
    }
}
