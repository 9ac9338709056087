package dev.fluxion.agent.derive.activity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.runtime.Refusal;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bits that become a number again with another sign. Each program is compared with one that says the same by {@code Math.abs},
 * {@code Math.copySign} or a negation: the value to the bit, and all derivatives.
 */
class SignBitsTest {
    private static final double[][] POINTS = {
        {0.7, 1.3},
        {-0.7, 1.3},
        {0.7, -1.3},
        {-0.7, -1.3},
        {0.0, -2},
        {-0.0, 2},
        {3, 0.0},
        {3, -0.0},
        {1e-310, -1e-310},
        {-1e30, 1e70}
    };

    /** In pairs: a program on bits, and what it is. */
    @SuppressWarnings("unused") // by name
    private static final class Patterns {
        static final long SIGN = Long.MIN_VALUE;
        static final long NOT_SIGN = ~SIGN;
        static final int FLOAT_SIGN = 1 << 31;

        static double magnitude(double[] x) {
            return x[1] * Double.longBitsToDouble(Double.doubleToRawLongBits(x[0]) & 0x7fff_ffff_ffff_ffffL) * x[0];
        }

        static double magnitudeIs(double[] x) {
            return x[1] * Math.abs(x[0]) * x[0];
        }

        static double magnitudeByLongBits(double[] x) {
            return x[1] * Double.longBitsToDouble(NOT_SIGN & Double.doubleToLongBits(x[0])) * x[0];
        }

        static double magnitudeByLongBitsIs(double[] x) {
            return magnitudeIs(x);
        }

        static double magnitudeByShifts(double[] x) {
            return x[1] * Double.longBitsToDouble(Double.doubleToRawLongBits(x[0]) << 1 >>> 1) * x[0];
        }

        static double magnitudeByShiftsIs(double[] x) {
            return magnitudeIs(x);
        }

        private static double abs(double number) {
            long bits = Double.doubleToRawLongBits(number);
            bits &= NOT_SIGN;
            return Double.longBitsToDouble(bits);
        }

        static double magnitudeInAMethod(double[] x) {
            return x[1] * abs(x[0]) * x[0];
        }

        static double magnitudeInAMethodIs(double[] x) {
            return magnitudeIs(x);
        }

        static double floatMagnitude(double[] x) {
            return x[1] * Float.intBitsToFloat(Float.floatToRawIntBits((float) x[0]) & 0x7fff_ffff) * x[0];
        }

        static double floatMagnitudeIs(double[] x) {
            return x[1] * Math.abs((float) x[0]) * x[0];
        }

        static double floatMagnitudeByShifts(double[] x) {
            return x[1] * Float.intBitsToFloat(Float.floatToIntBits((float) x[0]) << 1 >>> 1) * x[0];
        }

        static double floatMagnitudeByShiftsIs(double[] x) {
            return floatMagnitudeIs(x);
        }

        static double negative(double[] x) {
            return x[1] * Double.longBitsToDouble(SIGN ^ Double.doubleToRawLongBits(x[0] * x[1]));
        }

        static double negativeIs(double[] x) {
            return x[1] * -(x[0] * x[1]);
        }

        static double floatNegative(double[] x) {
            return x[1] * Float.intBitsToFloat(Float.floatToRawIntBits((float) (x[0] * x[1])) ^ FLOAT_SIGN);
        }

        static double floatNegativeIs(double[] x) {
            return x[1] * -(float) (x[0] * x[1]);
        }

        static double negativeMagnitude(double[] x) {
            return x[1] * Double.longBitsToDouble(Double.doubleToRawLongBits(x[0]) | SIGN) * x[0];
        }

        static double negativeMagnitudeIs(double[] x) {
            return x[1] * -Math.abs(x[0]) * x[0];
        }

        static double itself(double[] x) {
            return x[1] * Double.longBitsToDouble(Double.doubleToRawLongBits(x[0] * x[0]));
        }

        static double itselfIs(double[] x) {
            return x[1] * (x[0] * x[0]);
        }

        static double twiceNegated(double[] x) {
            long once = Double.doubleToRawLongBits(x[0] * x[1]) ^ SIGN;
            return x[1] * Double.longBitsToDouble(once ^ SIGN);
        }

        static double twiceNegatedIs(double[] x) {
            return x[1] * (x[0] * x[1]);
        }

        static double signCopied(double[] x) {
            long magnitude = Double.doubleToRawLongBits(x[0]) & NOT_SIGN;
            long sign = Double.doubleToRawLongBits(x[1]) & SIGN;
            return x[0] * Double.longBitsToDouble(magnitude | sign) * x[1];
        }

        static double signCopiedIs(double[] x) {
            return x[0] * Math.copySign(x[0], x[1]) * x[1];
        }

        static double signCopiedByShifts(double[] x) {
            long sign = Double.doubleToLongBits(x[1]) >>> 63 << 63;
            return x[0] * Double.longBitsToDouble(sign | Double.doubleToLongBits(x[0]) << 1 >>> 1) * x[1];
        }

        static double signCopiedByShiftsIs(double[] x) {
            return signCopiedIs(x);
        }

        static double signCopiedToAMagnitude(double[] x) {
            long sign = Double.doubleToRawLongBits(x[1]) >> 63 << 63;
            return x[0] * Double.longBitsToDouble(Double.doubleToRawLongBits(Math.abs(x[0])) | sign) * x[1];
        }

        static double signCopiedToAMagnitudeIs(double[] x) {
            return signCopiedIs(x);
        }

        static double floatSignCopied(double[] x) {
            int magnitude = Float.floatToRawIntBits((float) x[0]) & Integer.MAX_VALUE;
            int sign = Float.floatToRawIntBits((float) x[1]) & Integer.MIN_VALUE;
            return x[0] * Float.intBitsToFloat(magnitude | sign) * x[1];
        }

        static double floatSignCopiedIs(double[] x) {
            return x[0] * Math.copySign((float) x[0], (float) x[1]) * x[1];
        }

        static double signsMultiplied(double[] x) {
            long sign = Double.doubleToRawLongBits(x[1]) & SIGN;
            return x[0] * Double.longBitsToDouble(Double.doubleToRawLongBits(x[0]) ^ sign) * x[1];
        }

        static double signsMultipliedIs(double[] x) {
            return x[0] * (x[0] * Math.copySign(1.0, x[1])) * x[1];
        }

        static double signOfAConstant(double[] x) {
            long sign = Double.doubleToRawLongBits(x[1]) & SIGN;
            return x[0] * x[0] * Double.longBitsToDouble(Double.doubleToRawLongBits(2.5) | sign);
        }

        static double signOfAConstantIs(double[] x) {
            return x[0] * x[0] * Math.copySign(2.5, x[1]);
        }

        static double signOfACounter(double[] x) {
            double sum = 0;
            for (long i = 0; i < 4; i++) {
                long sign = i << 63;
                sum += x[1] * Double.longBitsToDouble(Double.doubleToRawLongBits(x[0] * x[0]) ^ sign) / (i + 1);
            }
            return sum;
        }

        static double signOfACounterIs(double[] x) {
            double sum = 0;
            for (long i = 0; i < 4; i++) {
                sum += x[1] * (i % 2 == 0 ? x[0] * x[0] : -(x[0] * x[0])) / (i + 1);
            }
            return sum;
        }

        static double signFromAHandler(double[] x) {
            double other = x[0] + x[1];
            long bits = Double.doubleToRawLongBits(x[0]);
            try {
                bits &= NOT_SIGN;
                if (x[2] > 0) {
                    other = -other;
                }
            } catch (ArrayIndexOutOfBoundsException e) {
                other = -other;
            }
            long sign = Double.doubleToRawLongBits(other) & 0xfff0_0000_0000_0000L & SIGN;
            return other * Double.longBitsToDouble(bits | sign);
        }

        static double signFromAHandlerIs(double[] x) {
            double other = -(x[0] + x[1]);
            return other * Math.copySign(x[0], other);
        }
    }

    /** What is not one of them is refused where {@code x[0]} is more than 2, and is a square elsewhere. */
    @SuppressWarnings("unused") // by name
    private static final class Others {
        private static final long SIGN = Long.MIN_VALUE;

        private static long bits(double number) {
            return Double.doubleToRawLongBits(number);
        }

        static double split(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) & 0xffff_ffff_f800_0000L) : x[0] * x[0];
        }

        static double neighbour(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) + 1) : x[0] * x[0];
        }

        static double halfTheShifts(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) << 1) : x[0] * x[0];
        }

        static double wrongShifts(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) << 2 >>> 2) : x[0] * x[0];
        }

        static double signedShifts(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) << 1 >> 1) : x[0] * x[0];
        }

        static double lowestBitCleared(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) >>> 1 << 1) : x[0] * x[0];
        }

        static double shiftByAVariable(double[] x) {
            int one = x.length;
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) << one >>> one) : x[0] * x[0];
        }

        static double almostTheMask(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) & 0x3fff_ffff_ffff_ffffL) : x[0] * x[0];
        }

        static double maskOfAVariable(double[] x) {
            long mask = x.length == 1 ? Long.MAX_VALUE : -1;
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) & mask) : x[0] * x[0];
        }

        static double exponent(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) & 0x7ff0_0000_0000_0000L) : x[0] * x[0];
        }

        static double oneBitMore(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) ^ (SIGN | 1)) : x[0] * x[0];
        }

        static double bothMagnitudes(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) ^ bits(2.5)) : x[0] * x[0];
        }

        static double signOfTheLowestBit(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) & Long.MAX_VALUE | bits(x[0]) << 63) : x[0] * x[0];
        }

        static double constantWithTheSignOfTheLowestBit(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(bits(2.5) | bits(x[0]) << 63) : x[0] * x[0];
        }

        static double signsOfEither(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(bits(x[0]) | bits(x[0] - 5) & SIGN) : x[0] * x[0];
        }

        static double chosen(double[] x) {
            long bits = bits(x[0]);
            if (x[0] < 5) {
                bits = bits ^ SIGN;
            }
            return x[0] > 2 ? Double.longBitsToDouble(bits) : x[0] * x[0];
        }

        static double halves(double[] x) {
            long high = bits(x[0]) >>> 32;
            long low = bits(x[0]) & 0xffff_ffffL;
            return x[0] > 2 ? Double.longBitsToDouble(high << 32 | low) : x[0] * x[0];
        }

        static double widened(double[] x) {
            long bits = Float.floatToRawIntBits((float) x[0]);
            return x[0] > 2 ? Double.longBitsToDouble(bits << 32) : x[0] * x[0];
        }

        static double floatSplit(double[] x) {
            int bits = Float.floatToRawIntBits((float) x[0]);
            return x[0] > 2 ? Float.intBitsToFloat(bits & 0xffff_f000) : x[0] * x[0];
        }

        static double throughAnArray(double[] x) {
            long[] bits = {bits(x[0])};
            return x[0] > 2 ? Double.longBitsToDouble(bits[0] & Long.MAX_VALUE) : x[0] * x[0];
        }
    }

    /** What is added up in another order may be rounded otherwise. */
    private static void assertClose(double[] expected, double[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            boolean isRounded = Math.abs(expected[i] - actual[i]) <= 4 * Math.ulp(expected[i]);
            assertEquals(expected[i] + 0.0, isRounded ? expected[i] + 0.0 : actual[i] + 0.0);
        }
    }

    static List<String> patterns() {
        return names(Patterns.class).stream()
                .filter(name -> names(Patterns.class).contains(name + "Is"))
                .toList();
    }

    static List<String> others() {
        return names(Others.class);
    }

    private static List<String> names(Class<?> owner) {
        return Arrays.stream(owner.getDeclaredMethods())
                .filter(method -> method.getParameterCount() == 1 && method.getParameterTypes()[0] == double[].class)
                .map(Method::getName)
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void whatOnlyChangesTheSignHasTheDerivativesOfWhatItIs(String name) {
        Laboratory.Subject pattern = Laboratory.subject(Patterns.class, name);
        Laboratory.Subject meant = Laboratory.subject(Patterns.class, name + "Is");
        for (double[] point : POINTS) {
            double[] x = {point[0], point[1], 1};
            double[] direction = {0.3, -0.8, 0};
            assertClose(meant.jvp(x, direction), pattern.jvp(x, direction));
            assertClose(meant.chunk(x, direction), pattern.chunk(x, direction));
            assertClose(meant.gradient(x), pattern.gradient(x));
            assertClose(meant.secondSweep(x), pattern.secondSweep(x));
            assertClose(meant.hvp(x, direction), pattern.hvp(x, direction));
            assertClose(meant.reverseOverReverse(x, direction), pattern.reverseOverReverse(x, direction));
        }
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void theValueIsThatOfThePlainCallToTheBit(String name) {
        Laboratory.Subject pattern = Laboratory.subject(Patterns.class, name);
        double[] numbers = {
            Double.NaN, Double.longBitsToDouble(0xfff8_0000_0000_0001L), Double.NEGATIVE_INFINITY, -0.0, 2
        };
        for (double first : numbers) {
            for (double second : numbers) {
                double[] x = {first, second, 1};
                long plain = Double.doubleToRawLongBits(pattern.value(x));
                assertEquals(plain, Double.doubleToRawLongBits(pattern.gradient(x)[0]));
                assertEquals(plain, Double.doubleToRawLongBits(pattern.jvp(x, x)[0]));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatChangesMoreIsRefused(String name) {
        Laboratory.Subject subject = Laboratory.subject(Others.class, name);
        assertArrayEquals(new double[] {1, 2}, subject.gradient(new double[] {1}));
        assertArrayEquals(new double[] {1, 2}, subject.jvp(new double[] {1}, new double[] {1}));
        for (Executable derivative : List.<Executable>of(
                () -> subject.gradient(new double[] {3}), () -> subject.jvp(new double[] {3}, new double[] {1}))) {
            Throwable refusal =
                    assertThrows(IllegalStateException.class, derivative).getCause();
            assertInstanceOf(Refusal.class, refusal);
            assertTrue(
                    refusal.getMessage().contains("in another form (bits, a box), turned back"), refusal::getMessage);
            assertTrue(refusal.getMessage().contains(name), refusal::getMessage);
        }
    }
}
