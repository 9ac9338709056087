package dev.fluxion.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;

/** Comparison of a rule's partial derivative with a reference, in units in the last place. */
final class Accuracy {
    /** {@link Math} promises 2.5 for its least accurate functions; the rules add a few roundings. */
    private static final int UNITS = 4;

    private Accuracy() {}

    static void assertAccurate(BigDecimal expected, double actual) {
        double rounded = expected.doubleValue();
        if (Double.isInfinite(rounded)) {
            assertEquals(rounded, actual);
            return;
        }
        assertTrue(Double.isFinite(actual), () -> "expected " + rounded + " but was " + actual);
        double units = new BigDecimal(actual)
                .subtract(expected)
                .abs()
                .divide(new BigDecimal(Math.ulp(rounded)))
                .doubleValue();
        assertTrue(units <= UNITS, () -> "expected " + rounded + " but was " + actual + ", " + units + " units off");
    }
}
