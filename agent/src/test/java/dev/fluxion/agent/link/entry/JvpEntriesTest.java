package dev.fluxion.agent.link.entry;

import static dev.fluxion.agent.link.entry.EntryPrograms.X;
import static dev.fluxion.agent.link.entry.EntryPrograms.arguments;
import static dev.fluxion.agent.link.entry.EntryPrograms.method;
import static dev.fluxion.agent.link.entry.EntryPrograms.mixed;
import static dev.fluxion.agent.link.entry.EntryPrograms.stub;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;

/** Jacobian-vector products, against those worked out by hand. */
class JvpEntriesTest {
    @Test
    void aReflectiveJvpGivesValueAndTangent() throws Throwable {
        Object[] tangents = {1.0, null, null, null, null};
        MethodHandle jvp = Laboratory.theCompiler().method("jvp", method("mixed"));
        Object[] both = (Object[]) jvp.invoke(arguments(), tangents);
        assertEquals(mixed(2, 3, X, 2, new double[][] {{5}, {7}}), both[0]);
        assertEquals(3 + 0.3 * 5 + 1.2 * 7, (double) both[1], 1e-14);
    }

    @Test
    void aTangentOfAnotherShapeIsRejectedByName() throws Throwable {
        Object[] tangents = {null, null, new double[1], null, null};
        MethodHandle jvp = Laboratory.theCompiler().method("jvp", method("mixed"));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> jvp.invoke(arguments(), tangents));
        assertTrue(e.getMessage().startsWith("The tangent of x has length 1"), e.getMessage());
    }

    @Test
    void aStubGivesTheTangentAlongADirection() throws Throwable {
        double[] direction = {1, 2, 3};
        assertArrayEquals(
                new double[] {1.2, 9.6, -4.8}, (double[]) stub("squaresJvp").invoke(X, 2.0, direction), 1e-14);
    }
}
