package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java's constructs behave after reading and writing as they did before. */
class ConstructsTest {
    static Stream<String> constructs() {
        return Arrays.stream(Constructs.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == Object.class && method.getParameterCount() == 0)
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("constructs")
    void theRewrittenClassBehavesLikeTheOriginal(String construct) throws Exception {
        Class<?> rewritten = new RewritingLoader(Constructs.class.getName()).loadClass(Constructs.class.getName());
        assertEquals(outcome(Constructs.class, construct), outcome(rewritten, construct));
    }

    private static String outcome(Class<?> type, String construct) throws Exception {
        Method method = type.getDeclaredMethod(construct);
        method.setAccessible(true);
        try {
            return String.valueOf(method.invoke(null));
        } catch (InvocationTargetException e) {
            return String.valueOf(e.getCause());
        }
    }
}
