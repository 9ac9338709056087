package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import org.junit.jupiter.api.Test;

/** What {@code docs/conventions.md} says of products of the program, which have no strong zeros. */
class PlainProductsTest {
    static double slopeTimesZero(double[] x) {
        return Math.sqrt(x[0]) * x[1];
    }

    @Test
    void theModesDifferWhereAnInfiniteSlopeMeetsAZeroFactor() {
        Subject subject = Laboratory.subject(PlainProductsTest.class, "slopeTimesZero");
        assertArrayEquals(new double[] {0, 0, 0}, subject.gradient(new double[] {0, 0}));
        assertArrayEquals(new double[] {0, Double.NaN}, subject.jvp(new double[] {0, 0}, new double[] {1, 0}));
        assertArrayEquals(new double[] {0, 0}, subject.jvp(new double[] {0, 0}, new double[] {0, 1}));
    }
}
