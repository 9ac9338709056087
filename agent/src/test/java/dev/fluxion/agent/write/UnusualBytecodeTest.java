package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytecode shapes that no Java compiler makes survive reading and writing. */
class UnusualBytecodeTest {
    private static final int[] ARGUMENTS = {-7, -1, 0, 1, 2, 3, 4, 12, 100};

    static Stream<String> shapes() {
        return Arrays.stream(RewritingLoader.define(UnusualBytecode.NAME, UnusualBytecode.classFile())
                        .getDeclaredMethods())
                .map(method -> method.getName())
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theRewrittenMethodBehavesLikeTheOriginal(String shape) throws Exception {
        byte[] classFile = UnusualBytecode.classFile();
        Class<?> original = RewritingLoader.define(UnusualBytecode.NAME, classFile);
        Class<?> rewritten = RewritingLoader.rewrite(UnusualBytecode.NAME, classFile);
        for (int argument : ARGUMENTS) {
            assertEquals(
                    original.getMethod(shape, int.class).invoke(null, argument),
                    rewritten.getMethod(shape, int.class).invoke(null, argument),
                    () -> "at " + argument);
        }
    }

    @Test
    void subroutinesOfOldClassFilesAreInlined() throws Exception {
        byte[] classFile = OldBytecode.withSubroutine();
        Class<?> original = RewritingLoader.define(OldBytecode.NAME, classFile);
        Class<?> rewritten = RewritingLoader.rewrite(OldBytecode.NAME, classFile);
        for (int argument : ARGUMENTS) {
            assertEquals(
                    original.getMethod("twice", int.class).invoke(null, argument),
                    rewritten.getMethod("twice", int.class).invoke(null, argument));
        }
    }
}
