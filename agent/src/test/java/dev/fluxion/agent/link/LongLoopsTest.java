package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.runtime.Tape;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops of ten million steps in reverse mode, each of which leaves something on the tape. */
class LongLoopsTest {
    private static final int STEPS = 10_000_000;
    private static final double STEP = 1.0 / STEPS;
    /** Relative; what rounding adds up to in so many steps is far below. */
    private static final double TOLERANCE = 1e-10;

    private static Subject subject(String name) {
        return Laboratory.subject(LongLoopsTest.class, name);
    }

    private static void assertDerivatives(double[] expected, double[] gradient) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], gradient[i + 1], TOLERANCE * Math.abs(expected[i]), "component " + i);
        }
    }

    /** Euler's method for {@code y' = a sin(y)} from 0 to 1. */
    static double pendulum(double[] x) {
        double y = x[0];
        for (int i = 0; i < STEPS; i++) {
            y += STEP * x[1] * Math.sin(y);
        }
        return y;
    }

    private static double[] slopesOfPendulum(double[] x) {
        double y = x[0];
        double byStart = 1;
        double byRate = 0;
        for (int i = 0; i < STEPS; i++) {
            double sine = Math.sin(y);
            double factor = 1 + STEP * x[1] * Math.cos(y);
            byStart *= factor;
            byRate = byRate * factor + STEP * sine;
            y += STEP * x[1] * sine;
        }
        return new double[] {byStart, byRate};
    }

    @Test
    void aValueThatEveryStepReplacesIsKept() {
        double[] x = {0.7, 1.5};
        double[] gradient = subject("pendulum").gradient(x);
        assertEquals(pendulum(x), gradient[0]);
        assertDerivatives(slopesOfPendulum(x), gradient);
    }

    @Test
    void theGradientOfManySmallStepsIsThatOfTheDifferentialEquation() {
        double[] x = {0.7, 1.5};
        double[] gradient = subject("pendulum").gradient(x);
        // tan(y / 2) grows by exp(a t)
        double end = 2 * Math.atan(Math.tan(x[0] / 2) * Math.exp(x[1]));
        assertEquals(Math.sin(end) / Math.sin(x[0]), gradient[1], 1e-6);
        assertEquals(Math.sin(end), gradient[2], 1e-6);
    }

    /** Decay to one half, then up again by one, over and over; the sum of the squares. */
    static double sawtooth(double[] x) {
        double y = x[0];
        double sum = 0;
        for (int i = 0; i < STEPS; i++) {
            if (y > 0.5) {
                y -= 1e-5 * x[1] * y * y;
            } else {
                y += x[2];
                sum += y;
            }
            sum += STEP * y * y;
        }
        return sum;
    }

    private static double[] slopesOfSawtooth(double[] x) {
        double y = x[0];
        double[] slopes = {1, 0, 0};
        double[] sums = new double[3];
        for (int i = 0; i < STEPS; i++) {
            boolean decays = y > 0.5;
            for (int k = 0; k < 3; k++) {
                if (decays) {
                    slopes[k] -= 1e-5 * (2 * x[1] * y * slopes[k] + (k == 1 ? y * y : 0));
                } else {
                    slopes[k] += k == 2 ? 1 : 0;
                    sums[k] += slopes[k];
                }
            }
            y = decays ? y - 1e-5 * x[1] * y * y : y + x[2];
            for (int k = 0; k < 3; k++) {
                sums[k] += STEP * 2 * y * slopes[k];
            }
        }
        return sums;
    }

    @Test
    void everyBranchTakenIsKept() {
        double[] x = {0.9, 1.1, 1};
        double[] gradient = subject("sawtooth").gradient(x);
        assertEquals(sawtooth(x), gradient[0]);
        assertDerivatives(slopesOfSawtooth(x), gradient);
    }

    /** Each element of a short array is replaced by what its neighbours make of it, over and over. */
    static double ring(double[] x) {
        double[] ring = new double[4];
        for (int i = 0; i < 4; i++) {
            ring[i] = x[0] * i;
        }
        for (int i = 0; i < STEPS; i++) {
            ring[i & 3] += STEP * x[1] * ring[(i + 1) & 3] * Math.sin(ring[(i + 3) & 3]);
        }
        return ring[0] * ring[1] + ring[2] + ring[3];
    }

    private static double[] slopesOfRing(double[] x) {
        double[] ring = new double[4];
        double[][] slopes = new double[4][2];
        for (int i = 0; i < 4; i++) {
            ring[i] = x[0] * i;
            slopes[i][0] = i;
        }
        for (int i = 0; i < STEPS; i++) {
            int here = i & 3;
            double next = ring[(i + 1) & 3];
            double before = ring[(i + 3) & 3];
            double sine = Math.sin(before);
            double cosine = Math.cos(before);
            for (int k = 0; k < 2; k++) {
                slopes[here][k] +=
                        STEP * x[1] * (slopes[(i + 1) & 3][k] * sine + next * cosine * slopes[(i + 3) & 3][k]);
            }
            slopes[here][1] += STEP * next * sine;
            ring[here] += STEP * x[1] * next * sine;
        }
        double[] result = new double[2];
        for (int k = 0; k < 2; k++) {
            result[k] = slopes[0][k] * ring[1] + ring[0] * slopes[1][k] + slopes[2][k] + slopes[3][k];
        }
        return result;
    }

    @Test
    void everyElementThatIsOverwrittenIsKept() {
        double[] x = {0.4, 1.5};
        double[] gradient = subject("ring").gradient(x);
        assertEquals(ring(x), gradient[0]);
        assertDerivatives(slopesOfRing(x), gradient);
    }

    /** Nobody knows beforehand how many steps it takes. */
    static double decay(double[] x) {
        double y = x[0];
        int steps = 0;
        while (y > 0.5 || steps < STEPS) {
            y -= STEP * x[1] * y * y;
            steps++;
        }
        return y;
    }

    @Test
    void theTapeGrowsWhereTheNumberOfStepsIsNotKnown() {
        double[] x = {1, 0.9};
        double y = x[0];
        double byStart = 1;
        double byRate = 0;
        for (int i = 0; i < STEPS || y > 0.5; i++) {
            double factor = 1 - 2 * STEP * x[1] * y;
            byStart *= factor;
            byRate = byRate * factor - STEP * y * y;
            y -= STEP * x[1] * y * y;
        }
        double[] gradient = subject("decay").gradient(x);
        assertEquals(y, gradient[0]);
        assertDerivatives(new double[] {byStart, byRate}, gradient);
    }

    /** One number is all that the derivative of a step needs. */
    static double hyperbola(double[] x) {
        double y = x[0];
        for (int i = 0; i < STEPS; i++) {
            y -= STEP * y * y;
        }
        return y;
    }

    @Test
    void aKnownNumberOfStepsTakesOneDoubleEach() throws Exception {
        Subject subject = subject("hyperbola");
        AtomicReference<double[]> gradient = new AtomicReference<>();
        AtomicReference<double[]> kept = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            gradient.set(subject.gradient(new double[] {1}));
            kept.set(Tape.doubles(Laboratory.theCompiler().linker().tapes().acquire()));
        });
        thread.start();
        thread.join();
        assertEquals(0.25, gradient.get()[1], 1e-6, "of x / (1 + x)");
        assertEquals(STEPS, kept.get().length);
    }

    @Test
    void theGradientOfALongLoopIsDifferentiatedAgain() {
        // x / (1 + x) has the second derivative -2 / (1 + x)^3
        assertEquals(-0.25, subject("hyperbola").hvp(new double[] {1}, new double[] {1})[1], 1e-6);
    }

    @Test
    void theReverseSweepOfALongLoopIsReversed() {
        assertEquals(-0.25, subject("hyperbola").reverseOverReverse(new double[] {1}, new double[] {1})[1], 1e-6);
    }

    /** Two billion steps and more, each of which leaves a number; the loop tests its condition at its end. */
    static double endless(double[] x) {
        double y = x[0];
        int i = 0;
        do {
            y = Math.sin(y);
        } while (i++ < Integer.MAX_VALUE);
        return y;
    }

    /** The same with the condition at its start. */
    static double endlessFor(double[] x) {
        double y = x[0];
        for (int i = 0; i < Integer.MAX_VALUE; i++) {
            y = Math.sin(y);
        }
        return y;
    }

    @ParameterizedTest
    @ValueSource(strings = {"endless", "endlessFor"})
    void moreStepsThanATapeCanKeepAreRefusedBeforeTheFirst(String method) {
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> subject(method).gradient(new double[] {1}));
        String message = refused.getMessage();
        assertTrue(message.startsWith("Cannot differentiate a loop or recursion that leaves "), message);
        assertTrue(message.contains(" at dev.fluxion.agent.link.LongLoopsTest." + method + ":"), message);
        assertTrue(message.contains(". Use forward mode"), message);
    }
}
