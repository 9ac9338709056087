package dev.fluxion.rules;

import static dev.fluxion.rules.Accuracy.assertAccurate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingRulesTest {
    @ParameterizedTest
    @CsvSource({
        "5, 3",
        "-5, 3",
        "5, -3",
        "7.25, 2.5",
        "0.1, 0.3",
        "1e16, 3",
        "1e22, 0.7",
        "4503599627370497, 2",
        "1e300, 1e280",
        "1e300, 7",
        "1.7e308, 1.1e308",
        "4.9e-324, 1e300",
        "1e-320, 3e-322",
        "5, 2",
        "7, 2",
        "-3, 2"
    })
    void ieeeRemainderMovesWithItsDivisorByTheRoundedQuotient(double x, double y) {
        BigDecimal quotient = new BigDecimal(x)
                .divide(new BigDecimal(y), 1500, RoundingMode.HALF_EVEN)
                .setScale(0, RoundingMode.HALF_EVEN);
        double remainder = Math.IEEEremainder(x, y);
        assertEquals(1.0, RoundingRules.IEEEremainder(x, y, remainder, 1, 0));
        assertAccurate(quotient.negate(), RoundingRules.IEEEremainder(x, y, remainder, 0, 1));
    }

    @ParameterizedTest
    @CsvSource({"5, Infinity", "0, 3", "-0.0, 3"})
    void ieeeRemainderThatSubtractsNothingDoesNotMoveWithItsDivisor(double x, double y) {
        assertEquals(0.0, RoundingRules.IEEEremainder(x, y, Math.IEEEremainder(x, y), 0, 1));
    }
}
