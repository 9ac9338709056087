package dev.fluxion.agent.link.entry;

import static dev.fluxion.agent.link.entry.EntryPrograms.method;
import static dev.fluxion.agent.link.entry.EntryPrograms.stub;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;

/** Derivatives of methods that write their result into an argument. */
class OutputEntriesTest {
    @Test
    void aMethodThatWritesItsResultIntoAnArgumentIsDifferentiatedThere() throws Throwable {
        double[] out = new double[2];
        double[] vjp = (double[]) stub("intoVjp").invoke(new double[] {2, 3}, out, new double[] {1, 10});
        assertArrayEquals(new double[] {3, 2 + 60}, vjp);
        assertArrayEquals(new double[] {6, 9}, out);
        double[] jvp = (double[]) stub("intoJvp").invoke(new double[] {2, 3}, out, new double[] {1, 10});
        assertArrayEquals(new double[] {3 + 20, 60}, jvp);
    }

    @Test
    void aReflectiveOutputIsDifferentiatedInPlaceOfTheResult() throws Throwable {
        double[] out = new double[2];
        Object[] arguments = {new double[] {2, 3}, out};
        MethodHandle jvp = Laboratory.theCompiler().output("jvp", method("into"), 1);
        Object[] both = (Object[]) jvp.invoke(arguments, new Object[] {new double[] {1, 10}, null});
        assertSame(out, both[0]);
        assertArrayEquals(new double[] {6, 9}, out);
        assertArrayEquals(new double[] {3 + 20, 60}, (double[]) both[1]);
        MethodHandle vjp = Laboratory.theCompiler().output("vjp", method("into"), 1);
        Object[] cotangents = (Object[]) vjp.invoke(arguments, (Object) new double[] {1, 10});
        assertArrayEquals(new double[] {3, 2 + 60}, (double[]) cotangents[0]);
        assertArrayEquals(new double[2], (double[]) cotangents[1]); // what out held before is overwritten
    }
}
