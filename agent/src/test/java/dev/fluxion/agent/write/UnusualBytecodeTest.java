package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytecode shapes that no Java compiler makes survive reading and writing. */
class UnusualBytecodeTest {
    private static final int[] ARGUMENTS = {-7, -1, 0, 1, 2, 3, 4, 12, 100};

    static Stream<String> shapes() {
        return methods(UnusualBytecode.NAME, UnusualBytecode.classFile());
    }

    static Stream<String> objects() {
        return methods(UnusualObjects.NAME, UnusualObjects.classFile());
    }

    private static Stream<String> methods(String name, byte[] classFile) {
        return Arrays.stream(RewritingLoader.define(name, classFile).getDeclaredMethods())
                .map(Method::getName)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aMethodOfUnusualShapeBehavesAsBefore(String shape) throws Exception {
        assertSame(UnusualBytecode.NAME, UnusualBytecode.classFile(), shape);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void unusualObjectsAndHandlersBehaveAsBefore(String shape) throws Exception {
        assertSame(UnusualObjects.NAME, UnusualObjects.classFile(), shape);
    }

    private static void assertSame(String name, byte[] classFile, String method) throws Exception {
        Method original = RewritingLoader.define(name, classFile).getMethod(method, int.class);
        Method rewritten = RewritingLoader.rewrite(name, classFile).getMethod(method, int.class);
        for (int argument : ARGUMENTS) {
            assertEquals(outcome(original, argument), outcome(rewritten, argument), () -> "at " + argument);
        }
    }

    private static String outcome(Method method, int argument) throws ReflectiveOperationException {
        try {
            return String.valueOf(method.invoke(null, argument));
        } catch (InvocationTargetException e) {
            return e.getCause().toString();
        }
    }
}
