package dev.fluxion.agent.write.parts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.fluxion.agent.derive.CorpusOfPrograms;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.agent.write.Divided;
import dev.fluxion.agent.write.parts.Parts.Limits;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
            Divided.assertSameBits(whole, limits, POINT, DIRECTION);
        }
    }

    /** Where a handler's landing was taken out by itself once, so that the exception had nowhere to land. */
    static double cleansUp(double[] x) {
        if (((int) (new double[1])[0]) > 1) {
            try {
                (new double[1])[1] = 1;
            } catch (RuntimeException e) {
                // It has no effect but the way that it took.
            } finally {
                (new double[1])[0] = (Math.sinh(Math.atan(x[1])) * (x[0] / Math.pow(StrictMath.sin(x[1]), 1)));
            }
        }
        double ignored = deeper(1, new double[1], x);
        return x[0] * x[1];
    }

    private static double deeper(int depth, double[] unused, double[] second) {
        return depth <= 0 ? 1 : deeper(0, second, new double[1]);
    }

    @Test
    void aHandlerIsEnteredByExceptionsOnly() {
        Subject whole = Laboratory.subject(PartsTest.class, "cleansUp");
        for (Limits limits : List.of(new Limits(300, List.of(250), 40), LIMITS.get(0), LIMITS.get(1))) {
            assertArrayEquals(whole.hvp(POINT, DIRECTION), whole.divided(limits).hvp(POINT, DIRECTION));
        }
    }

    /** Where an exception was loaded from memory once before its constructor had run. */
    static double throwsPastLoops(double[] x) {
        try {
            double v = 1.0;
            for (int i = 1; i < 1; ++i) {
                try {
                    if ((new double[1])[1] <= 1.0) {
                        throw new IllegalStateException();
                    }
                } catch (RuntimeException e) {
                    (new double[1])[1] = Math.atan((new double[1])[1] / Math.pow(Math.tanh(v * v), 1.0));
                }
                for (int j = 1; j >= 0; j--) {
                    for (; 1 < (new double[1]).length; v *= 1.0) {
                        v = Math.atan(Math.expm1(StrictMath.atan(x[(new double[1]).length])));
                    }
                }
            }
            throw new IllegalStateException();
        } catch (ArrayIndexOutOfBoundsException e) {
            // Like the other.
        } catch (RuntimeException e) {
            // All that matters is the way here.
        }
        return x[(int) (new double[1])[Math.min(1, 0)] == 1 ? 1 : 2];
    }

    @Test
    void anObjectIsNotCarriedBeforeItsConstructorHasRun() {
        Subject whole = Laboratory.subject(PartsTest.class, "throwsPastLoops");
        assertArrayEquals(new double[] {POINT[2], 0, 0, 1, 0, 0}, whole.gradient(POINT));
        for (Limits limits : LIMITS) {
            Divided.assertSameBits(whole, limits, POINT, DIRECTION);
        }
    }
}
