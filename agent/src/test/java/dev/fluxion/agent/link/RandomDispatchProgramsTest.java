package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.runtime.Refusal;
import java.lang.reflect.Method;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random programs that call by the class of receivers have, in all modes and to second order, the derivatives of the same programs without
 * receivers, and the value of the plain call to the bit; or they are refused.
 */
class RandomDispatchProgramsTest {
    private static final int PROGRAMS = Integer.getInteger("dispatch.programs", 20);
    private static final int FIRST = Integer.getInteger("dispatch.first", 0);
    private static final double[] POINT = {0.7, -0.4, 1.3};
    private static final double[] DIRECTION = {0.3, -1.1, 0.6};

    /** Of what grows beyond that the rounding errors are too large to compare. */
    private static final double LARGEST = 1e6;

    @Test
    void receiversMakeNoDifference() throws Exception {
        int answered = 0;
        for (int seed = FIRST; seed < FIRST + PROGRAMS; seed++) {
            answered += isAnswered(seed) ? 1 : 0;
        }
        assertTrue(answered >= PROGRAMS * 9 / 10, answered + " of " + PROGRAMS + " answered");
    }

    private static boolean isAnswered(int seed) throws Exception {
        String name = "Dispatch" + seed;
        String source = new DispatchProgram(new Random(seed), name).source();
        Class<?> program = SourcePrograms.compile(name, source);
        Method plain = program.getDeclaredMethod("f", double[].class);
        plain.setAccessible(true);
        double value = (double) plain.invoke(null, (Object) POINT.clone());
        Subject subject = Laboratory.subject(program, "f");
        Subject twin = Laboratory.subject(program, "twin");
        assertEquals(twin.value(POINT.clone()), value, () -> "twin of " + source);
        if (!(Math.abs(value) < LARGEST)) {
            return true;
        }
        try {
            same(source, value, twin.jvp(POINT.clone(), DIRECTION), subject.jvp(POINT.clone(), DIRECTION));
            same(source, value, twin.gradient(POINT.clone()), subject.gradient(POINT.clone()));
            same(source, value, twin.secondSweep(POINT.clone()), subject.secondSweep(POINT.clone()));
            same(source, value, twin.hvp(POINT.clone(), DIRECTION), subject.hvp(POINT.clone(), DIRECTION));
            same(
                    source,
                    value,
                    twin.reverseOverReverse(POINT.clone(), DIRECTION),
                    subject.reverseOverReverse(POINT.clone(), DIRECTION));
            return true;
        } catch (IllegalStateException refused) {
            if (!(refused.getCause() instanceof Refusal refusal)
                    || String.valueOf(refusal.getMessage()).contains("defect")) {
                fail(source, refused);
            }
            return false;
        }
    }

    private static void same(String source, double value, double[] expected, double[] actual) {
        assertEquals(value, actual[0], () -> "value of " + source);
        double scale = 1;
        for (double each : expected) {
            scale = Math.max(scale, Math.abs(each));
        }
        if (scale < LARGEST) {
            for (int i = 1; i < expected.length; i++) {
                assertEquals(expected[i], actual[i], 1e-9 * scale, () -> source);
            }
        }
    }
}
