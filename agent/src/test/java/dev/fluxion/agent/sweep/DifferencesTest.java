package dev.fluxion.agent.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is said of right and wrong derivatives of functions of every kind. */
class DifferencesTest {
    private static final Precision DOUBLE = new Precision(1, false);
    private static final Precision SINGLE = new Precision(1, true);

    private static Verdict judge(Differences.Line line, double derivative) {
        return Differences.of(line, DOUBLE).judge(derivative);
    }

    @Test
    void aSmoothFunctionHasOneDerivative() {
        Differences sine = Differences.of(t -> Math.sin(1 + t), DOUBLE);
        assertEquals(Math.cos(1), sine.value(), sine.error());
        assertTrue(sine.error() < 1e-9, sine.toString());
        assertEquals(Verdict.AGREES, sine.judge(Math.cos(1)));
        assertEquals(Verdict.WRONG, sine.judge(Math.cos(1) * (1 + 1e-6)));
        assertEquals(Verdict.WRONG, sine.judge(0));
    }

    @Test
    void aFunctionOfFloatsHasOneToTheirPrecision() {
        Differences sine = Differences.of(t -> (float) Math.sin((float) (1 + t)), SINGLE);
        assertEquals(Verdict.AGREES, sine.judge(Math.cos(1)));
        assertEquals(Verdict.WRONG, sine.judge(Math.cos(1) * 1.05));
    }

    @Test
    void aDerivativeThatIsNotANumberIsNamed() {
        assertEquals(Verdict.NOT_A_NUMBER, judge(t -> 2 * t, Double.NaN));
    }

    @Test
    void aKinkAllowsAnySlope() {
        assertEquals(Verdict.KINK, judge(Math::abs, 1));
        assertEquals(Verdict.KINK, judge(t -> Math.max(t, 3 * t), 3));
    }

    @Test
    void aKinkNearbyDoesNotCount() {
        assertEquals(Verdict.AGREES, judge(t -> Math.abs(t - 0.01), -1));
        assertEquals(Verdict.WRONG, judge(t -> Math.abs(t - 0.01), 1));
    }

    @Test
    void aStaircaseIsFlat() {
        assertEquals(Verdict.AGREES, judge(t -> Math.rint((0.3141 + t) * 1e4) / 1e4, 0));
        assertEquals(Verdict.WRONG, judge(t -> Math.rint((0.3141 + t) * 1e4) / 1e4, 1));
    }

    @Test
    void whatIsMostlyRoundingHasAWideBound() {
        Differences.Line cancels = t -> (1e15 + t) - 1e15;
        assertTrue(Differences.of(cancels, new Precision(1e15, false)).error() > 1);
    }
}
