package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import org.junit.jupiter.api.Test;

/** Quotients whose slope leaves the range of numbers, though the derivative does not. */
class QuotientRangeTest {
    static double logSigmoid(double[] x) {
        return Math.log(1 / (1 + Math.exp(-x[0])));
    }

    static double floatLogSigmoid(double[] x) {
        float t = (float) x[0];
        return Math.log(1 / (1 + (float) Math.exp(-t)));
    }

    static double logOfRatio(double[] x) {
        return Math.log(x[1] / x[0]);
    }

    /** log of (μ/s) e^(-μ z / s) and the like, computed in floats. */
    static double floatLogLikelihood(double[] x) {
        float rate = (float) x[0];
        float shift = (float) x[1];
        float sum = 0;
        for (int i = 1; i <= 3; i++) {
            float density = rate / (float) Math.exp(rate * (20 + i) + shift);
            sum += (float) Math.log(density);
        }
        return sum;
    }

    @Test
    void theLogarithmOfASigmoidHasItsSlopeWhereTheSigmoidIsTiny() {
        Subject subject = Laboratory.subject(QuotientRangeTest.class, "logSigmoid");
        for (double x : new double[] {-1, -52, -300, -373, -700}) {
            double expected = 1 / (1 + Math.exp(x));
            assertModes(subject, new double[] {x}, expected);
            double second = -Math.exp(x) * expected * expected;
            assertEquals(second, subject.hvp(new double[] {x}, new double[] {1})[1], 1e-14);
            assertEquals(second, subject.reverseOverReverse(new double[] {x}, new double[] {1})[1], 1e-14);
        }
    }

    @Test
    void soItDoesInFloats() {
        Subject subject = Laboratory.subject(QuotientRangeTest.class, "floatLogSigmoid");
        for (double x : new double[] {-1, -40, -52, -80}) {
            assertModes(subject, new double[] {x}, 1 / (1 + Math.exp(x)), 1e-6);
        }
    }

    @Test
    void aLogLikelihoodOfTinyDensitiesInFloatsHasItsGradient() {
        Subject subject = Laboratory.subject(QuotientRangeTest.class, "floatLogLikelihood");
        double[] gradient = subject.gradient(new double[] {1, 30});
        assertEquals(3 - 66, gradient[1], 1e-4);
        assertEquals(-3, gradient[2], 1e-5);
        assertEquals(3 - 66, subject.jvp(new double[] {1, 30}, new double[] {1, 0})[1], 1e-4);
    }

    @Test
    void theLogarithmOfARatioHasItsGradientInReverseMode() {
        Subject subject = Laboratory.subject(QuotientRangeTest.class, "logOfRatio");
        for (double x : new double[] {1e-160, 1e160, 1e-300, 1e300}) {
            double[] gradient = subject.gradient(new double[] {x, 1});
            assertEquals(-1 / x, gradient[1], 1e-15 / x);
            assertEquals(1, gradient[2], 1e-15);
        }
    }

    private static void assertModes(Subject subject, double[] x, double expected) {
        assertModes(subject, x, expected, 1e-14);
    }

    private static void assertModes(Subject subject, double[] x, double expected, double tolerance) {
        assertEquals(expected, subject.jvp(x, new double[] {1})[1], tolerance * Math.abs(expected));
        assertEquals(expected, subject.chunk(x, new double[] {1})[1], tolerance * Math.abs(expected));
        assertEquals(expected, subject.gradient(x)[1], tolerance * Math.abs(expected));
    }
}
