package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.derive.random.JavaCompilation;
import dev.fluxion.agent.link.Laboratory.Subject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A method with a thousand numbers in locals, more slots than a plain instruction reaches, all live at once across a loop and a
 * join in it.
 */
class ManyLocalsTest {
    private static final int LOCALS = 1_000;
    private static final double[] POINT = {0.9, 1.1, -0.8, 1.2, 0.7};
    private static final double[] DIRECTION = {1, -0.5, 0.3, 2, 0.25};
    /** Of the factor and of the input in the result, see {@link #compile}. */
    private static final int FACTOR_POWER = 8;

    private static final int POWER = 15;

    private static Subject subject;

    private static double factor(int local) {
        return 0.5 + local / (double) LOCALS;
    }

    /** The number {@code c x}, squared, times {@code x}, three times: {@code c^8 x^15}. The counter lies beyond all others. */
    @BeforeAll
    static void compile() throws Exception {
        StringBuilder source = new StringBuilder("final class ManyLocals { static double f(double[] x) {\n");
        for (int i = 0; i < LOCALS; i++) {
            source.append("double v%d = %s * x[%d];\n".formatted(i, factor(i), i % POINT.length));
        }
        source.append("for (int k = 0; k < 1200; k += 200) {\nif (k % 400 == 0) {\n");
        for (int i = 0; i < LOCALS; i++) {
            source.append("v%1$d *= v%1$d;\n".formatted(i));
        }
        source.append("} else {\n");
        for (int i = 0; i < LOCALS; i++) {
            source.append("v%d *= x[%d];\n".formatted(i, i % POINT.length));
        }
        source.append("}\n}\ndouble sum = 0;\n");
        for (int i = 0; i < LOCALS; i++) {
            source.append("sum += v%d;\n".formatted(i));
        }
        source.append("return sum; } }\n");
        subject = Laboratory.subject(JavaCompilation.compile("ManyLocals", source.toString()), "f");
    }

    /** The sum of the coefficients of an input's power. */
    private static double coefficient(int input) {
        double sum = 0;
        for (int i = input; i < LOCALS; i += POINT.length) {
            sum += Math.pow(factor(i), FACTOR_POWER);
        }
        return sum;
    }

    private static double slope(int input) {
        return coefficient(input) * POWER * Math.pow(POINT[input], POWER - 1);
    }

    private static void assertClose(double expected, double actual) {
        assertEquals(expected, actual, 1e-12 * Math.abs(expected));
    }

    @Test
    void theirValueStays() {
        assertEquals(subject.value(POINT), subject.gradient(POINT)[0]);
    }

    @Test
    void forwardModeCarriesAllTangents() {
        double expected = 0;
        for (int i = 0; i < POINT.length; i++) {
            expected += slope(i) * DIRECTION[i];
        }
        assertClose(expected, subject.jvp(POINT, DIRECTION)[1]);
    }

    @Test
    void reverseModeKeepsAllNumbersOfEachStep() {
        double[] gradient = subject.gradient(POINT);
        for (int i = 0; i < POINT.length; i++) {
            assertClose(slope(i), gradient[i + 1]);
        }
    }

    @Test
    void manyDirectionsAtOnceCarryAllRows() {
        double[] tangents = subject.chunk(POINT, DIRECTION);
        for (int i = 0; i < POINT.length; i++) {
            assertClose(slope(i), tangents[i + 1]);
        }
    }

    @Test
    void forwardOverReverseCarriesThemAll() {
        double[] product = subject.hvp(POINT, DIRECTION);
        for (int i = 0; i < POINT.length; i++) {
            assertClose(slope(i) * (POWER - 1) / POINT[i] * DIRECTION[i], product[i + 1]);
        }
    }
}
