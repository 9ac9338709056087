package dev.fluxion.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final Measurement MEASUREMENT =
            new Measurement("sum 1,000", Measurement.FLUXION, 1_000, 812.5, 1.375, 1.25, 16, 8.25);

    @Test
    void aLineIsReadBackAsItWasWritten() {
        assertEquals(MEASUREMENT, Measurement.parse(MEASUREMENT.line()));
    }

    @Test
    void whatIsMissingIsReadBackAsMissing() {
        Measurement byHand =
                new Measurement("sum 1,000", Measurement.BY_HAND, 1_000, 812.5, 1.375, 1.25, 16, Double.NaN);
        assertEquals(byHand, Measurement.parse(byHand.line()));
    }

    @Test
    void aGradientTakesTheRatioTimesTheValuesTime() {
        assertEquals(812.5 * 1.375, MEASUREMENT.nanoseconds());
    }
}
