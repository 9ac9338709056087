package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandle;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Products with the Jacobian of functional objects, against closed forms. */
class FunctionOperatorsTest {
    private static final double[] X = {0.5, 3};

    private static MethodHandle function(String operator, Function<double[], double[]> f) throws Throwable {
        return Laboratory.theCompiler().function(operator, f);
    }

    static double[] curve(double[] x) {
        return new double[] {x[0] * x[1], x[1] * x[1], Math.sin(x[0])};
    }

    @Test
    void aJvpGivesValueAndTangent() throws Throwable {
        double[][] tangent = new double[1][];
        double[] value =
                (double[]) function("jvp", FunctionOperatorsTest::curve).invokeExact(X, new double[] {1, 10}, tangent);
        assertArrayEquals(curve(X), value);
        assertArrayEquals(new double[] {3 + 5, 60, Math.cos(0.5)}, tangent[0], 1e-14);
    }

    @Test
    void aDirectionMayBeThePointItself() throws Throwable {
        double[][] tangent = new double[1][];
        double[] unused = (double[]) function("jvp", x -> {
                    x[0] *= x[1];
                    return x;
                })
                .invokeExact(X.clone(), X, tangent);
        assertArrayEquals(new double[] {3 * 0.5 + 0.5 * 3, 3}, tangent[0], 1e-15);
        double[] same = {0.5, 3};
        double[] value =
                (double[]) function("jvp", FunctionOperatorsTest::curve).invokeExact(same, same, tangent);
        assertEquals(1.5, value[0]);
        assertArrayEquals(new double[] {3, 18, Math.cos(0.5) * 0.5}, tangent[0], 1e-14);
    }

    @Test
    void aVjpGivesValueAndCotangent() throws Throwable {
        double[] out = new double[2];
        double[] value =
                (double[]) function("vjp", FunctionOperatorsTest::curve).invokeExact(X, new double[] {1, 10, 100}, out);
        assertArrayEquals(curve(X), value);
        assertArrayEquals(new double[] {3 + 100 * Math.cos(0.5), 0.5 + 60}, out, 1e-13);
    }

    @Test
    void aCotangentOfAnotherLengthIsRejected() throws Throwable {
        MethodHandle vjp = function("vjp", FunctionOperatorsTest::curve);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> vjp.invoke(X, new double[2], new double[2]));
        assertTrue(e.getMessage().contains("cotangent"), e.getMessage());
    }

    private static final class Scaled implements UnaryOperator<double[]> {
        private final double factor = 3;

        @Override
        public double[] apply(double[] x) {
            return new double[] {factor * x[0]};
        }
    }

    @Test
    void anObjectThatIsAFunctionWorksLikeALambda() throws Throwable {
        double[] out = new double[2];
        double[] value = (double[]) function("vjp", new Scaled()).invokeExact(X, new double[] {2}, out);
        assertEquals(1.5, value[0]);
        assertArrayEquals(new double[] {6, 0}, out);
    }

    @Test
    void aFunctionThatReturnsItsArgumentHasTheIdentityAsJacobian() throws Throwable {
        double[][] jacobian = (double[][]) function("jacobian", x -> x).invokeExact(X);
        assertArrayEquals(new double[] {1, 0}, jacobian[0]);
        assertArrayEquals(new double[] {0, 1}, jacobian[1]);
    }
}
