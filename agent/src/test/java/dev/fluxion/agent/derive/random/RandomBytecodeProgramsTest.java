package dev.fluxion.agent.derive.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.Opcodes;

/** The programs of {@link RandomProgramsTest} as class files that no Java compiler makes. */
class RandomBytecodeProgramsTest {
    private static final int BATCHES = 4;
    private static final int SIZE = 38;

    /** Other programs than those that are compiled by javac. */
    private static final long FIRST = 2840;

    static IntStream batches() {
        return IntStream.range(0, BATCHES);
    }

    @ParameterizedTest
    @MethodSource("batches")
    void everyModeAgreesWithTheReferenceAndWithTheOthers(int number) {
        Batch batch = Batch.run(FIRST + (long) number * SIZE, SIZE, Translation.BYTECODE);
        assertTrue(batch.failures().isEmpty(), batch::report);
    }

    private static LongStream seeds() {
        return LongStream.range(FIRST, FIRST + BATCHES * SIZE);
    }

    @Test
    void whatCompilersDoNotWriteIsThere() {
        List<OddInstructions> found = seeds().mapToObj(
                        seed -> OddInstructions.of(ProgramClassFile.of(Generator.program(seed), "Program" + seed)))
                .toList();
        Set<OddInstructions.Oddity> oddities =
                found.stream().flatMap(each -> each.oddities().stream()).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(Arrays.asList(OddInstructions.Oddity.values())), oddities);
        Set<Integer> opcodes =
                found.stream().flatMap(each -> each.opcodes().stream()).collect(Collectors.toSet());
        Set<Integer> missing =
                IntStream.rangeClosed(Opcodes.POP, Opcodes.SWAP).boxed().collect(Collectors.toSet());
        missing.addAll(Set.of(Opcodes.NOP, Opcodes.TABLESWITCH, Opcodes.LOOKUPSWITCH, Opcodes.JSR, Opcodes.RET));
        missing.removeAll(opcodes);
        assertEquals(Set.of(), missing);
    }

    @Test
    void aSeedAlwaysGivesTheSameClassFile() {
        seeds().limit(SIZE)
                .forEach(seed -> assertArrayEquals(
                        ProgramClassFile.of(Generator.program(seed), "Program"),
                        ProgramClassFile.of(Generator.program(seed), "Program"),
                        () -> "seed " + seed));
    }
}
