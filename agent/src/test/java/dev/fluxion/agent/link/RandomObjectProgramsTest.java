package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.fluxion.runtime.Refusal;
import java.lang.reflect.Method;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Programs with objects that are changed, shared, chosen, nested and passed on, made at random: the value is that of the plain call
 * to the bit, and the modes agree; or the program is refused.
 */
class RandomObjectProgramsTest {
    private static final int PROGRAMS = Integer.getInteger("object.programs", 120);
    private static final double[] POINT = {0.7, -0.4, 1.3};

    @Test
    void objectsThatAreLeftOutWereNotNeeded() throws Exception {
        int answered = 0;
        for (int seed = 0; seed < PROGRAMS; seed++) {
            answered += isAnswered(seed) ? 1 : 0;
        }
        assertTrue(answered >= PROGRAMS / 4, answered + " of " + PROGRAMS + " answered");
    }

    private static boolean isAnswered(int seed) throws Exception {
        String source = new ObjectProgram(new Random(seed)).source("Program" + seed);
        Method program = SourcePrograms.compile("Program" + seed, source).getDeclaredMethod("f", double[].class);
        program.setAccessible(true);
        double value = (double) program.invoke(null, (Object) POINT.clone());
        Laboratory.Subject subject = Laboratory.subject(program.getDeclaringClass(), "f");
        try {
            double[] gradient = subject.gradient(POINT.clone());
            assertEquals(value, gradient[0], () -> "value of " + source);
            for (int i = 0; i < POINT.length; i++) {
                double[] direction = new double[POINT.length];
                direction[i] = 1;
                double[] forward = subject.jvp(POINT.clone(), direction);
                assertEquals(value, forward[0], () -> "value of " + source);
                double tolerance = 1e-9 * Math.max(1, Math.abs(forward[1]));
                assertEquals(forward[1], gradient[1 + i], tolerance, () -> "modes of " + source);
            }
            return true;
        } catch (IllegalStateException refused) {
            if (!(refused.getCause() instanceof Refusal refusal)
                    || String.valueOf(refusal.getMessage()).contains("defect")) {
                fail(source, refused);
            }
            return false;
        }
    }
}
