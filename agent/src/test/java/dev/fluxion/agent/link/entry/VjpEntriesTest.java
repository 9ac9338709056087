package dev.fluxion.agent.link.entry;

import static dev.fluxion.agent.link.entry.EntryPrograms.X;
import static dev.fluxion.agent.link.entry.EntryPrograms.method;
import static dev.fluxion.agent.link.entry.EntryPrograms.stub;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;

/** Vector-Jacobian products, against those worked out by hand. */
class VjpEntriesTest {
    @Test
    void aReflectiveVjpTakesAnArrayCotangent() throws Throwable {
        Object[] cotangents = (Object[])
                Laboratory.theCompiler().method("vjp", method("squares")).invoke(new Object[] {X, 2.0}, (Object)
                        new double[] {1, 10, 100});
        assertArrayEquals(new double[] {1.2, 48, -160}, (double[]) cotangents[0], 1e-13);
        assertEquals(0.09 + 14.4 + 16, (double) cotangents[1], 1e-13);
    }

    @Test
    void aGradientBufferThatIsTheCotangentIsRejected() throws Throwable {
        double[] cotangent = {1, 10};
        MethodHandle vjp = stub("intoVjpInPlace");
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> vjp.invoke(new double[] {2, 3}, new double[2], cotangent, cotangent));
        assertTrue(e.getMessage().contains("is the same array as the cotangent"), e.getMessage());
        assertArrayEquals(new double[] {1, 10}, cotangent);
    }

    @Test
    void aCotangentThatTheMethodOverwritesCountsAsItWas() throws Throwable {
        double[] out = {1, 10};
        assertArrayEquals(new double[] {3, 2 + 60}, (double[]) stub("intoVjp").invoke(new double[] {2, 3}, out, out));
    }

    @Test
    void aStubGivesTheCotangentOfTheArgument() throws Throwable {
        double[] cotangent = {1, 2, 3};
        assertArrayEquals(
                new double[] {1.2, 9.6, -4.8}, (double[]) stub("squaresVjp").invoke(X, 2.0, cotangent), 1e-14);
    }
}
