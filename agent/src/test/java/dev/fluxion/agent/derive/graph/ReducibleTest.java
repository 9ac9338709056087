package dev.fluxion.agent.derive.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.derive.IrreducibleBytecode;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops entered at several places: the derivatives are those of the same computation with ordinary loops. */
class ReducibleTest {
    private static final double[][] POINTS = {
        {0.7, -1.3, 0.4, 1.1, -0.2}, {0.7, 1.3, 0.4, 1.1, -0.2}, {0.7, -1.3, -0.4, 1.1, -0.2},
    };
    private static final double[] DIRECTION = {0.3, -0.5, 0.9, 0.2, -0.7};
    private static final Class<?> IRREDUCIBLE = IrreducibleBytecode.load();

    static Stream<String> programs() {
        return Arrays.stream(IRREDUCIBLE.getDeclaredMethods()).map(method -> method.getName());
    }

    @ParameterizedTest
    @MethodSource("programs")
    void allModesAgreeWithTheTwinThatHasOrdinaryLoops(String program) {
        Subject subject = Laboratory.subject(IRREDUCIBLE, program);
        Subject twin = Laboratory.subject(IrreducibleBytecode.Twins.class, program);
        for (double[] point : POINTS) {
            assertEquals(twin.value(point), subject.value(point));
            assertArrayEquals(twin.jvp(point, DIRECTION), subject.jvp(point, DIRECTION), 1e-13);
            assertArrayEquals(twin.gradient(point), subject.gradient(point), 1e-13);
            assertArrayEquals(twin.hvp(point, DIRECTION), subject.hvp(point, DIRECTION), 1e-12);
        }
    }
}
