package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.agent.write.Divided;
import dev.fluxion.agent.write.parts.Parts.Limits;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives of random programs, divided into far smaller parts than they would be, against the same in one piece. */
class DividedProgramsTest {
    private static final int COUNT = 8;

    /** Other programs than the other tests have. */
    private static final long FIRST = 4100;

    /** A program whose parts with several entries lie in one another. */
    private static final long NESTED = 50_001;

    private static final List<Limits> LIMITS = List.of(
            new Limits(300, List.of(250), 40), new Limits(600, List.of(500), 60), new Limits(1500, List.of(1200), 100));

    static Stream<Arguments> programs() {
        LongStream seeds = LongStream.concat(LongStream.range(FIRST, FIRST + COUNT), LongStream.of(NESTED));
        return seeds.boxed()
                .flatMap(seed ->
                        Arrays.stream(Translation.values()).map(translation -> Arguments.of(translation, seed)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theyComputeTheSameBits(Translation translation, long seed) throws JavaCompilation.Refused {
        Program program = Generator.program(seed);
        String name = "Program" + seed;
        Class<?> type = translation.classes(Map.of(name, program)).get(name);
        double[] point = IntStream.range(0, program.inputs())
                .mapToDouble(i -> 0.3 + 0.17 * i)
                .toArray();
        double[] direction = IntStream.range(0, program.inputs())
                .mapToDouble(i -> 1 - 0.3 * i)
                .toArray();
        Subject whole = Laboratory.subject(type, Program.ENTRY);
        for (Limits limits : LIMITS) {
            Divided.assertSameBits(whole, limits, point, direction);
        }
    }
}
