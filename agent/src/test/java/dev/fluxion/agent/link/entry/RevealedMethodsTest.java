package dev.fluxion.agent.link.entry;

import static dev.fluxion.agent.link.entry.EntryPrograms.X;
import static dev.fluxion.agent.link.entry.EntryPrograms.method;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.junit.jupiter.api.Test;

/** Methods that are given as method handles. */
class RevealedMethodsTest {
    private final double factor = 2;

    double first(double[] x) {
        return factor * x[0];
    }

    @Test
    void aDirectMethodHandleRevealsItsMethod() throws Throwable {
        MethodHandle handle = MethodHandles.lookup()
                .findStatic(EntryPrograms.class, "energy", MethodType.methodType(double.class, double[].class));
        assertEquals(method("energy"), Laboratory.theCompiler().reveal(handle));
        MethodHandle first = MethodHandles.lookup()
                .findVirtual(RevealedMethodsTest.class, "first", MethodType.methodType(double.class, double[].class));
        assertEquals(
                RevealedMethodsTest.class.getDeclaredMethod("first", double[].class),
                Laboratory.theCompiler().reveal(first));
    }

    @Test
    void aMethodHandleThatIsNoDirectOneIsExplained() throws Throwable {
        MethodHandle bound = MethodHandles.insertArguments(
                MethodHandles.lookup()
                        .findStatic(EntryPrograms.class, "energy", MethodType.methodType(double.class, double[].class)),
                0,
                (Object) X);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Laboratory.theCompiler().reveal(bound));
        assertTrue(e.getMessage().contains("is bound or combined from others"), e.getMessage());
    }

    @Test
    void aMethodHandleOfAConstructorIsRejected() throws Throwable {
        MethodHandle constructor =
                MethodHandles.lookup().findConstructor(RevealedMethodsTest.class, MethodType.methodType(void.class));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Laboratory.theCompiler().reveal(constructor));
        assertTrue(e.getMessage().contains("is not one of a static method"), e.getMessage());
    }
}
