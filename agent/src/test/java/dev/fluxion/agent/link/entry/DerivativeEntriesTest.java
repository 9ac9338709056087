package dev.fluxion.agent.link.entry;

import static dev.fluxion.agent.link.entry.EntryPrograms.stub;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Derivatives by one number, against those worked out by hand. */
class DerivativeEntriesTest {
    @Test
    void aDerivativeOfAScalarFunction() throws Throwable {
        DoubleUnaryOperator f = t -> t * t * Math.exp(t);
        double[] derivative = new double[1];
        double value =
                (double) Laboratory.theCompiler().function("derivative", f).invokeExact(1.0, derivative);
        assertEquals(Math.E, value);
        assertEquals(3 * Math.E, derivative[0], 1e-14);
    }

    @Test
    void aDerivativeStubGivesANumber() throws Throwable {
        assertEquals(42.0, (double) stub("weightedDerivative").invoke(2.0, new double[] {5, 7}, 3.0));
    }

    @Test
    void aDerivativeBufferThatIsAnInputIsRejected() throws Throwable {
        MethodHandle derivative = stub("weightedDerivativeInPlace");
        double[] x = {5};
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> derivative.invoke(2.0, x, 3.0, x));
        assertTrue(e.getMessage().contains("is the same array as the input x"), e.getMessage());
    }
}
