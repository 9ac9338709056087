package dev.fluxion.agent.link.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.Mode;
import dev.fluxion.agent.link.Laboratory;
import java.util.function.Function;

/** Rows of a Jacobian against its columns by forward mode, which has no tape. */
final class RowsAndColumns {
    static final double[] POINT = {0.3, 1.2, -0.7, 0.9, 2.1, -1.4};

    private RowsAndColumns() {}

    static double[][] jacobian(Mode mode, Function<double[], double[]> f, double[] x) throws Throwable {
        return (double[][])
                Laboratory.theCompiler().function("jacobian:" + mode, f).invokeExact(x);
    }

    static void assertMatrix(double[][] expected, double[][] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual[i], tolerance, "row " + i);
        }
    }

    /** Compares rows with columns, and the value with that of the plain call. */
    static void assertRowsAreColumns(Function<double[], double[]> f, double[] x) throws Throwable {
        double[][] rows = new double[f.apply(x.clone()).length][x.length];
        double[] value = (double[]) Laboratory.theCompiler()
                .function("valueAndJacobian:" + Mode.REVERSE, f)
                .invokeExact(x.clone(), rows);
        assertArrayEquals(f.apply(x.clone()), value);
        assertMatrix(jacobian(Mode.FORWARD, f, x.clone()), rows, 1e-12);
    }
}
