package dev.fluxion.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

class StrongZeroTest {
    private static final double[] SIZES = {
        Double.MIN_VALUE,
        0x1p-1060,
        Math.nextDown(Double.MIN_NORMAL),
        Double.MIN_NORMAL,
        Math.nextUp(Double.MIN_NORMAL),
        0x1.8p-600,
        0.75,
        3,
        0x1.4p700,
        Math.nextDown(Double.MAX_VALUE),
        Double.MAX_VALUE
    };
    private static final float[] FLOAT_SIZES = {
        Float.MIN_VALUE,
        0x1p-140f,
        Math.nextDown(Float.MIN_NORMAL),
        Float.MIN_NORMAL,
        0x1.8p-70f,
        0.75f,
        3,
        0x1.4p80f,
        Float.MAX_VALUE
    };

    @Test
    void aRatioLeavesTheRangeOnlyIfTheResultDoes() {
        for (double a : SIZES) {
            for (double guard : SIZES) {
                for (double divisor : SIZES) {
                    double exact = exact(a, guard, divisor).doubleValue();
                    assertNear(exact, StrongZero.ratio(a, guard, divisor), Double.MIN_VALUE, 0x1p-50);
                    assertNear(-exact, StrongZero.ratio(-a, guard, divisor), Double.MIN_VALUE, 0x1p-50);
                    assertNear(-exact, StrongZero.ratio(a, guard, -divisor), Double.MIN_VALUE, 0x1p-50);
                }
            }
        }
    }

    @Test
    void aRatioOfFloatsLeavesTheRangeOnlyIfTheResultDoes() {
        for (float a : FLOAT_SIZES) {
            for (float guard : FLOAT_SIZES) {
                for (float divisor : FLOAT_SIZES) {
                    float exact = exact(a, guard, divisor).floatValue();
                    assertNear(exact, StrongZero.ratio(a, guard, divisor), Float.MIN_VALUE, 0x1p-21);
                    assertNear(-exact, StrongZero.ratio(-a, guard, divisor), Float.MIN_VALUE, 0x1p-21);
                }
            }
        }
    }

    @Test
    void aZeroTangentStaysZeroWhateverTheSlope() {
        assertEquals(0, StrongZero.ratio(Double.POSITIVE_INFINITY, 0, 2));
        assertEquals(0, StrongZero.ratio(Double.NaN, 0, 0));
        assertEquals(0, StrongZero.ratio(1, 0, 0.0));
        assertEquals(0, StrongZero.ratio(Float.NaN, 0f, 0f));
    }

    @Test
    void aSlopeThatIsNotANumberOrInfiniteReachesATangentThatIsNotZero() {
        assertTrue(Double.isNaN(StrongZero.ratio(Double.NaN, 1, 2)));
        assertTrue(Double.isNaN(StrongZero.ratio(Float.NaN, 1f, 2f)));
        assertEquals(Double.POSITIVE_INFINITY, StrongZero.ratio(1, 2, 0.0));
        assertEquals(Double.NEGATIVE_INFINITY, StrongZero.ratio(Double.NEGATIVE_INFINITY, 2, 3));
        assertEquals(Float.POSITIVE_INFINITY, StrongZero.ratio(1f, 2f, 0f));
    }

    private static BigDecimal exact(double a, double guard, double divisor) {
        BigDecimal product = new BigDecimal(a).multiply(new BigDecimal(guard));
        return product.divide(new BigDecimal(divisor), new MathContext(40));
    }

    /** Within the smallest number or the relative precision. Rounding may reach infinity, or the largest number that is next to it. */
    private static void assertNear(double expected, double actual, double least, double relative) {
        double largest = least == Double.MIN_VALUE ? Double.MAX_VALUE : Float.MAX_VALUE;
        double clipped = Math.max(-largest, Math.min(expected, largest));
        double tolerance = Math.max(least, Math.abs(clipped) * relative);
        assertEquals(clipped, Math.max(-largest, Math.min(actual, largest)), tolerance);
    }
}
