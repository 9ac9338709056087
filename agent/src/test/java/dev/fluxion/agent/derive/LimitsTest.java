package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.runtime.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Each limit in {@code docs/limits.md}: refused when reached, with method, line, cause and remedy, and not before. */
@SuppressWarnings("UnusedVariable") // fields that programs only write
class LimitsTest {
    private static Box box;
    private static double[] kept;
    private static double last;
    private static ToDoubleFunction<double[]> keptFunction;

    private record Box(double content) {}

    @Test
    void objectsHoldingActiveValuesAreRefused() {
        assertRefused(
                LimitsTest::boxes,
                "the construction of a dev.fluxion.agent.derive.LimitsTest$Box from values that carry a derivative",
                "dev.fluxion.agent.derive.LimitsTest.boxes:",
                "use arrays");
    }

    private static double boxes(double[] x) {
        if (x[0] > 2) {
            box = new Box(x[0]);
        }
        return x[0] * x[0];
    }

    @Test
    void fieldsThatReceiveActiveValuesAreRefused() {
        assertRefused(
                LimitsTest::storesInAField,
                "a value that carries a derivative stored in field last",
                "LimitsTest.storesInAField:",
                "locals and arrays");
    }

    private static double storesInAField(double[] x) {
        if (x[0] > 2) {
            last = x[0];
        }
        return x[0] * x[0];
    }

    @Test
    void arraysThatEscapeIntoFieldsAreRefused() {
        assertRefused(
                LimitsTest::keepsTheArray,
                "a value that carries a derivative stored in field kept",
                "LimitsTest.keepsTheArray:",
                "locals and arrays");
    }

    private static double keepsTheArray(double[] x) {
        if (x[0] > 2) {
            kept = x;
        }
        return x[0] * x[0];
    }

    @Test
    void callsOfTheJdkThatTheReceiverChoosesAreRefused() {
        List<double[]> list = new ArrayList<>();
        assertRefused(
                x -> x[0] > 2 ? addedTo(list, x) : x[0] * x[0],
                "a call of java.util.List.add, an abstract method,",
                "LimitsTest.addedTo",
                "static, private or final");
    }

    private static double addedTo(List<double[]> list, double[] x) {
        list.add(x);
        return list.get(0)[0];
    }

    private static double[] nothing;

    /** Without the words that the JVM makes up for a null. */
    @Test
    void theTextOfANullPointerExceptionThatTheJvmMakesIsLost() {
        Laboratory.Subject subject = Laboratory.subject(LimitsTest.class, "readsNothing");
        double[] x = {3};
        String plain =
                assertThrows(NullPointerException.class, () -> readsNothing(x)).getMessage();
        assertTrue(plain.startsWith("Cannot load from double array because"), plain);
        assertNull(assertThrows(NullPointerException.class, () -> subject.gradient(x))
                .getMessage());
        Laboratory.Subject own = Laboratory.subject(LimitsTest.class, "requiresSomething");
        assertEquals(
                "a text",
                assertThrows(NullPointerException.class, () -> own.gradient(x)).getMessage());
    }

    private static double readsNothing(double[] x) {
        return x[0] * nothing[0];
    }

    static double requiresSomething(double[] x) {
        return x[0] * Objects.requireNonNull(nothing, "a text")[0];
    }

    @Test
    void anErrorOfTheJvmThatIsCaughtIsRefused() {
        assertRefused(
                LimitsTest::catchesAnOverflow,
                "what follows a StackOverflowError that the program catches",
                "LimitsTest.catchesAnOverflow:",
                "Enlarge the stack by -Xss");
    }

    private static double catchesAnOverflow(double[] x) {
        try {
            return descend(x[0], x[0] > 2);
        } catch (StackOverflowError e) {
            return -x[0];
        }
    }

    private static double descend(double x, boolean endless) {
        return endless ? 0.5 * descend(x, true) : x * x;
    }

    @Test
    void bitsThatBecomeANumberAgainAreRefused() {
        assertRefused(
                LimitsTest::leadingBits,
                "a number that carries a derivative, in another form (bits, a box), turned back into a number",
                "LimitsTest.leadingBits:",
                "Write a rule");
    }

    private static double leadingBits(double[] x) {
        return x[0] > 2 ? Double.longBitsToDouble(Double.doubleToRawLongBits(x[0]) & -1L << 27) : x[0] * x[0];
    }

    private static final class Wide {
        static double manyParameters(
                double p0,
                double p1,
                double p2,
                double p3,
                double p4,
                double p5,
                double p6,
                double p7,
                double p8,
                double p9,
                double p10,
                double p11,
                double p12,
                double p13,
                double p14,
                double p15,
                double p16,
                double p17,
                double p18,
                double p19,
                double p20,
                double p21,
                double p22,
                double p23,
                double p24,
                double p25,
                double p26,
                double p27,
                double p28,
                double p29,
                double p30,
                double p31,
                double p32,
                double p33,
                double p34,
                double p35,
                double p36,
                double p37,
                double p38,
                double p39,
                double p40,
                double p41,
                double p42,
                double p43,
                double p44,
                double p45,
                double p46,
                double p47,
                double p48,
                double p49,
                double p50,
                double p51,
                double p52,
                double p53,
                double p54,
                double p55,
                double p56,
                double p57,
                double p58,
                double p59,
                double p60,
                double p61,
                double p62,
                double p63,
                double p64,
                double p65,
                double p66,
                double p67,
                double p68,
                double p69) {
            return p0 * p1 * p2;
        }
    }

    static double callsWithMany(double[] x) {
        return x[0] > 2 ? recursively(x[0], 0) : x[0] * x[0];
    }

    private static double recursively(double x, int depth) {
        return depth > 0
                ? recursively(x, depth - 1)
                : Wide.manyParameters(
                        x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x,
                        x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x,
                        x, x, x, x, x, x);
    }

    @Test
    void callsWithMoreArgumentsAndTangentsThanAMethodTakesAreRefused() {
        Laboratory.Subject subject = Laboratory.subject(LimitsTest.class, "callsWithMany");
        double[] large = {3};
        Throwable e = assertThrows(IllegalStateException.class, () -> subject.jvp(large, large));
        assertTrue(e.getMessage().contains("manyParameters, whose arguments and their derivatives"), e.getMessage());
        assertEquals(2, subject.jvp(new double[] {1}, new double[] {1})[1]);
    }

    private static final class Decoding {
        static double decoded(Object[] array) {
            return Double.longBitsToDouble(((long[]) array[0])[0]);
        }
    }

    private static final class Encoding {
        static long bits(double value) {
            return Double.doubleToRawLongBits(value);
        }

        static long[] inAnArray(double value) {
            return new long[] {Double.doubleToRawLongBits(value)};
        }

        static Object boxed(double value) {
            return value;
        }

        static double ofBits(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(Long.rotateLeft(bits(x[0]), 64)) : x[0] * x[0];
        }

        static double ofBitsInAnArray(double[] x) {
            return x[0] > 2 ? Double.longBitsToDouble(inAnArray(x[0])[0]) : x[0] * x[0];
        }

        static double unboxed(double[] x) {
            try {
                return x[0] > 2 ? (Double) boxed(x[0]) : x[0] * x[0];
            } catch (ClassCastException impossible) {
                return 0;
            }
        }

        static Object[] nested(double value) {
            return new Object[] {new long[] {Double.doubleToRawLongBits(value)}};
        }

        static double insideAnObject(double[] x) {
            Object[] array = {new long[] {Double.doubleToRawLongBits(x[0])}};
            return x[0] > 2 ? Decoding.decoded(array) : x[0] * x[0];
        }

        static double insideAResult(double[] x) {
            Object[] array = nested(x[0]);
            return x[0] > 2 ? Double.longBitsToDouble(((long[]) array[0])[0]) : x[0] * x[0];
        }

        static double insideAnIdentifier(double[] x) {
            java.util.UUID id = new java.util.UUID(Double.doubleToRawLongBits(x[0]), 0);
            return x[0] > 2 ? Double.longBitsToDouble(id.getMostSignificantBits()) : x[0] * x[0];
        }

        static double insideASet(double[] x) {
            long[] bits = {Double.doubleToRawLongBits(x[0])};
            long[] copy = java.util.BitSet.valueOf(bits).toLongArray();
            return x[0] > 2 ? Double.longBitsToDouble(copy[0]) : x[0] * x[0];
        }

        static double ofBoxedBits(double[] x) {
            Long bits = Double.doubleToLongBits(x[0]);
            return x[0] > 2 ? Double.longBitsToDouble(bits) : x[0] * x[0];
        }

        static double ofLargeBits(double[] x) {
            java.math.BigInteger bits = java.math.BigInteger.valueOf(Double.doubleToLongBits(x[0]));
            return x[0] > 2 ? Double.longBitsToDouble(bits.longValue()) : x[0] * x[0];
        }

        static double numberOfBits(double[] x) {
            Long bits = Double.doubleToLongBits(x[0]);
            return x[0] > 2 ? bits.doubleValue() : x[0] * x[0];
        }

        static double scaledBits(double[] x) {
            return x[0] > 2 ? bits(x[0]) * 1e-300 : x[0] * x[0];
        }

        static double throughADecimal(double[] x) {
            return x[0] > 2 ? java.math.BigDecimal.valueOf(x[0]).doubleValue() : x[0] * x[0];
        }
    }

    @Test
    void otherFormsOfANumberThatACalleeReturnsBecomeNoNumberAgain() {
        String cause = "a number that carries a derivative, in another form (bits, a box), ";
        assertRefused(Encoding::ofBits, cause + "turned back into a number", "ofBits:", "Write a rule");
        assertRefused(Encoding::ofBitsInAnArray, cause + "turned back", "ofBitsInAnArray:", "Write a rule");
        assertRefused(Encoding::ofBoxedBits, cause + "turned back", "ofBoxedBits:", "Write a rule");
        assertRefused(Encoding::ofLargeBits, cause + "turned back", "ofLargeBits:", "Write a rule");
        assertRefused(Encoding::numberOfBits, cause + "converted back", "numberOfBits:", "Write a rule");
        assertRefused(Encoding::scaledBits, cause + "converted back", "scaledBits:", "Write a rule");
    }

    @Test
    void encodedNumbersInsideObjectsBecomeNoNumberAgain() {
        String cause = "a number that carries a derivative, in another form (bits, a box), ";
        assertRefused(Encoding::insideAnObject, cause + "passed to", "insideAnObject:", "Write a rule");
        assertRefused(Encoding::insideAResult, cause + "turned back", "insideAResult:", "Write a rule");
        assertRefused(Encoding::insideAnIdentifier, cause + "turned back", "insideAnIdentifier:", "Write a rule");
        assertRefused(Encoding::insideASet, cause + "turned back", "insideASet:", "Write a rule");
    }

    @Test
    void boxesThatBecomeANumberAgainAreRefused() {
        String cause = "a number that carries a derivative, in another form (bits, a box), passed to ";
        assertRefused(Encoding::unboxed, cause + "java.lang.Double.doubleValue", "unboxed:", "Write a rule");
        assertRefused(Encoding::throughADecimal, cause + "java.math.BigDecimal", "throughADecimal:", "Write a rule");
    }

    @Test
    void lambdasThatCaptureActiveValuesAreRefused() {
        assertRefused(
                LimitsTest::captures,
                "a lambda or method reference that captures a value carrying a derivative",
                "LimitsTest.captures:",
                "argument of the lambda");
    }

    private static double captures(double[] x) {
        double y = x[0];
        if (x[0] > 2) {
            keptFunction = z -> y * z[0];
            return keptFunction.applyAsDouble(x);
        }
        return y * y;
    }

    @Test
    void anExceptionFromADifferentiatedCallThatIsCaughtIsRefusedInReverse() {
        assertRefused(
                LimitsTest::catchesFromACall,
                "an exception thrown by a differentiated call and caught by its caller, in reverse mode,",
                "LimitsTest.catchesFromACall:",
                "Use forward mode");
    }

    private static double catchesFromACall(double[] x) {
        try {
            return throwsWhereLarge(x[0], 40);
        } catch (IllegalStateException e) {
            return 0;
        }
    }

    private static double throwsWhereLarge(double x, int depth) {
        if (x > 2 && depth == 0) {
            throw new IllegalStateException();
        }
        return depth == 0 ? x * x : throwsWhereLarge(x, depth - 1);
    }

    @Test
    void theProgramsOwnHandlersDoNotSwallowARefusal() {
        assertRefused(
                LimitsTest::catchesEverything,
                "the construction of a dev.fluxion.agent.derive.LimitsTest$Box",
                "LimitsTest.catchesEverything:",
                "use arrays");
    }

    private static double catchesEverything(double[] x) {
        try {
            if (x[0] > 2) {
                box = new Box(x[0]);
            }
        } catch (Throwable t) {
            return 7;
        } finally {
            kept = null;
        }
        return x[0] * x[0];
    }

    /** At 1 nothing unsupported is reached and the derivative of x² is 2; at 3 it is, and refused. */
    private static void assertRefused(ToDoubleFunction<double[]> function, String cause, String place, String remedy) {
        double[] gradient = new double[1];
        try {
            var handle = Laboratory.theCompiler().function("gradient", function);
            double value = (double) handle.invokeExact(new double[] {1}, gradient);
            assertEquals(1, value);
            assertEquals(2, gradient[0]);
            Refusal refusal = assertThrows(Refusal.class, () -> {
                double unreached = (double) handle.invokeExact(new double[] {3}, new double[1]);
                assertEquals(Double.NaN, unreached);
            });
            String message = refusal.getMessage();
            assertTrue(message.startsWith("Cannot differentiate " + cause), message);
            assertTrue(message.contains(place), message);
            assertTrue(message.contains(remedy), message);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
