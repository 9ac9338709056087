package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.read.Hierarchy;
import dev.fluxion.agent.read.LargeMethods;
import dev.fluxion.agent.read.LargeMethods.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Class files of every version, and every opcode that they may contain, are read and written. */
class ClassFileVersionsTest {
    private static final int OLDEST = 45;
    private static final int NEWEST = 69;
    private static final int LAST_WITH_SUBROUTINES = 49;
    private static final int LAST_OPCODE = 201;

    static IntStream versions() {
        return IntStream.rangeClosed(OLDEST, NEWEST);
    }

    static Stream<Arguments> subroutines() {
        List<String> names = Arrays.stream(RewritingLoader.define(OldBytecode.NAME, OldBytecode.withSubroutines(OLDEST))
                        .getDeclaredMethods())
                .map(Method::getName)
                .sorted()
                .toList();
        return IntStream.rangeClosed(OLDEST, LAST_WITH_SUBROUTINES)
                .boxed()
                .flatMap(version -> names.stream().map(name -> Arguments.of(version, name)));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aClassFileOfTheVersionIsReadAndWritten(int version) throws Exception {
        for (Shape shape : List.of(Shape.BRANCHES, Shape.LOOPS, Shape.HANDLERS)) {
            double[] x = {1, 2, 3, 4, 5, 6};
            RoundTrip trip = new RoundTrip(Hierarchy.of(path -> null));
            byte[] rewritten = trip.rewrite(shape.classFile(5, version));
            assertEquals(Map.of(), trip.refusals());
            assertEquals(Math.max(version, 51), rewritten[7]);
            // The JVM that runs the test may be older than the class file.
            rewritten[7] = (byte) Math.min(rewritten[7], 61);
            RewritingLoader.check(rewritten, ClassFileVersionsTest.class.getClassLoader());
            Method before = run(shape.classFile(5, Math.min(version, 61)));
            assertEquals(before.invoke(null, 1.25, x), run(rewritten).invoke(null, 1.25, x));
        }
    }

    private static Method run(byte[] classFile) throws ReflectiveOperationException {
        return RewritingLoader.define(LargeMethods.NAME, classFile).getMethod("run", double.class, double[].class);
    }

    @ParameterizedTest
    @MethodSource("subroutines")
    void subroutinesOfOldClassFilesAreInlined(int version, String name) throws Exception {
        byte[] classFile = OldBytecode.withSubroutines(version);
        Method original = RewritingLoader.define(OldBytecode.NAME, classFile).getMethod(name, int.class);
        Method rewritten = RewritingLoader.rewrite(OldBytecode.NAME, classFile).getMethod(name, int.class);
        for (int argument : new int[] {-7, -1, 0, 1, 2, 12, 100}) {
            assertEquals(original.invoke(null, argument), rewritten.invoke(null, argument), () -> "at " + argument);
        }
    }

    @Test
    void everyOpcodeIsAmongThoseThatTheTestsOfThisPackageReadAndWrite() throws IOException {
        BitSet opcodes = new BitSet();
        opcodes.or(RawOpcodes.of(OldBytecode.withSubroutines(LAST_WITH_SUBROUTINES)));
        opcodes.or(RawOpcodes.of(UnusualBytecode.classFile()));
        opcodes.or(RawOpcodes.of(UnusualObjects.classFile()));
        opcodes.or(RawOpcodes.of(classFile(Constructs.class)));
        for (Class<?> nested : Constructs.class.getDeclaredClasses()) {
            opcodes.or(RawOpcodes.of(classFile(nested)));
        }
        BitSet missing = new BitSet();
        missing.set(0, LAST_OPCODE + 1);
        missing.andNot(opcodes);
        assertEquals(new BitSet(), missing);
    }

    private static byte[] classFile(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }
}
