package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.fluxion.agent.derive.CorpusOfPrograms;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.agent.write.Parts.Limits;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives divided into far smaller parts than they would be, against the same in one piece. */
class PartsTest {
    private static final double[] POINT = {0.7, -1.3, 0.4, 2.1, -0.2};
    private static final double[] DIRECTION = {0.3, -0.5, 0.9, 0.2, -0.7};
    private static final List<Limits> LIMITS = List.of(
            new Limits(60, List.of(60), 20), new Limits(200, List.of(150), 30), new Limits(500, List.of(400), 60));

    static Stream<CorpusOfPrograms.Case> programs() {
        return CorpusOfPrograms.all();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theyComputeTheSameBits(CorpusOfPrograms.Case program) {
        Subject whole = Laboratory.subject(program.owner(), program.name());
        for (Limits limits : LIMITS) {
            Subject divided = whole.divided(limits);
            assertArrayEquals(whole.jvp(POINT, DIRECTION), divided.jvp(POINT, DIRECTION), "jvp");
            assertArrayEquals(whole.chunk(POINT, DIRECTION), divided.chunk(POINT, DIRECTION), "chunk");
            assertArrayEquals(whole.gradient(POINT), divided.gradient(POINT), "gradient");
            assertArrayEquals(whole.hvp(POINT, DIRECTION), divided.hvp(POINT, DIRECTION), "hvp");
        }
    }
}
