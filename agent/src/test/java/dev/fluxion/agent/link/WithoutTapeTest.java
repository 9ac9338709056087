package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.agent.derive.random.JavaCompilation;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.entry.OperatorEntry;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Operator.Kind;
import dev.fluxion.agent.link.operator.Operator.Mode;
import dev.fluxion.agent.link.operator.RegularPlan;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.agent.link.operator.Targets;
import java.lang.invoke.MethodHandle;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Derivatives that keep nothing on a tape are evaluated without one, and all others with it. */
class WithoutTapeTest {
    private static Operator operator(Kind kind, String method, boolean inPlace) {
        return operator(WithoutTapeTest.class, kind, method, inPlace);
    }

    private static Operator operator(Class<?> owner, Kind kind, String method, boolean inPlace) {
        Linker linker = Laboratory.theCompiler().linker();
        Target target = Targets.of(linker, StubHandles.method(owner, method));
        List<Boolean> all = Collections.nCopies(target.types().size(), true);
        return Operator.of(kind, new TargetFacts(linker, target), all, inPlace);
    }

    private static MethodHandle withoutTape(Operator operator) throws Throwable {
        RegularPlan plan = RegularPlan.of(operator);
        return plan.leavesScalarsInOrder()
                ? plan.derived().linkWithoutTape(operator.facts().linker(), () -> "a test")
                : null;
    }

    private static MethodHandle entryWithoutTape(Operator operator) throws Throwable {
        assertNotNull(withoutTape(operator));
        return OperatorEntry.of(operator, null);
    }

    static double product(double a, double b) {
        double square = a * a;
        return a > 0 ? Math.sin(square) * b : b - a;
    }

    private static void assertGradientOfProduct(double value, double[] gradient, double a, double b) {
        double[] expected = {Math.cos(a * a) * 2 * a * b, Math.sin(a * a)};
        assertEquals(product(a, b), value);
        assertArrayEquals(expected, gradient, 1e-15);
    }

    @Test
    void straightGradientsInPlaceAreWithoutTape() throws Throwable {
        Operator gradient = operator(Kind.GRADIENT, "product", true);
        for (Mode mode : Mode.values()) {
            if (mode != Mode.FORWARD) { // which is not a choice where numbers are few
                MethodHandle entry = entryWithoutTape(gradient.in(mode));
                double[] written = {7, 7};
                double value = (double) entry.invokeExact(0.7, 1.3, written);
                assertGradientOfProduct(value, written, 0.7, 1.3);
                assertEquals(2.7, (double) entry.invokeExact(-0.7, 2.0, written));
                assertArrayEquals(new double[] {-1, 1}, written);
            }
        }
    }

    @Test
    void aReturnedGradientIsNewAtEachCall() throws Throwable {
        MethodHandle entry = entryWithoutTape(operator(Kind.GRADIENT, "product", false));
        double[] first = (double[]) entry.invokeExact(0.7, 1.3);
        double[] second = (double[]) entry.invokeExact(0.5, 2.0);
        assertGradientOfProduct(product(0.7, 1.3), first, 0.7, 1.3);
        assertGradientOfProduct(product(0.5, 2.0), second, 0.5, 2.0);
    }

    @Test
    void productsWithACotangentAreWithoutTape() throws Throwable {
        MethodHandle entry = entryWithoutTape(operator(Kind.VJP, "product", true));
        double[] written = new double[2];
        assertEquals(product(0.7, 1.3), (double) entry.invokeExact(0.7, 1.3, -2.0, written));
        double[] expected = {-2 * Math.cos(0.7 * 0.7) * 2 * 0.7 * 1.3, -2 * Math.sin(0.7 * 0.7)};
        assertArrayEquals(expected, written, 1e-15);
    }

    static double cube(double a) {
        return a * a * a;
    }

    @Test
    void theDerivativeOfOneNumberInPlaceIsWithoutTape() throws Throwable {
        MethodHandle entry = entryWithoutTape(operator(Kind.DERIVATIVE, "cube", true));
        double[] written = new double[1];
        assertEquals(8, (double) entry.invokeExact(2.0, written));
        assertArrayEquals(new double[] {12}, written);
        assertEquals(12, (double)
                OperatorEntry.of(operator(Kind.DERIVATIVE, "cube", false), null).invokeExact(2.0));
    }

    static float mixed(float a, double b, float c) {
        return (float) (a * b) * c;
    }

    @Test
    void floatsAreWritten() throws Throwable {
        Operator gradient = operator(Kind.GRADIENT, "mixed", true);
        for (Operator each : List.of(gradient, gradient.in(Mode.REVERSE))) {
            double[] written = new double[3];
            assertEquals(12f, (float) entryWithoutTape(each).invokeExact(3f, 0.5, 8f, written));
            assertArrayEquals(new double[] {4, 24, 1.5}, written);
        }
    }

    static double ofAnArray(double[] x) {
        return x[0] * x[1] * x[0];
    }

    static double both(double a, double[] x, double b) {
        return a * x[0] + b * b * x[1];
    }

    @Test
    void arraysInStraightCodeAreWithoutTape() throws Throwable {
        double[] written = {7, 7};
        MethodHandle entry = entryWithoutTape(operator(Kind.GRADIENT, "ofAnArray", true));
        assertEquals(18, (double) entry.invokeExact(new double[] {3, 2}, written));
        assertArrayEquals(new double[] {12, 9}, written);
        double[] scalars = {7, 7};
        MethodHandle ofBoth = entryWithoutTape(operator(Kind.GRADIENT, "both", true));
        assertEquals(14, (double) ofBoth.invokeExact(5.0, new double[] {1, 1}, 3.0, written, scalars));
        assertArrayEquals(new double[] {5, 9}, written);
        assertArrayEquals(new double[] {1, 6}, scalars);
        assertThrows(
                IllegalArgumentException.class, () -> ofBoth.invoke(5.0, new double[] {1, 1}, 3.0, written, written));
    }

    static double throwsLate(double a, double b) {
        double product = a * b;
        if (product > 10) {
            throw new ArithmeticException();
        }
        return product;
    }

    @Test
    void whatTheMethodThrowsPassesAndNothingIsWritten() throws Throwable {
        MethodHandle entry = entryWithoutTape(operator(Kind.GRADIENT, "throwsLate", true));
        double[] written = {7, 7};
        assertThrows(ArithmeticException.class, () -> {
            double unused = (double) entry.invokeExact(4.0, 5.0, written);
        });
        assertArrayEquals(new double[] {7, 7}, written);
        assertEquals(6, (double) entry.invokeExact(2.0, 3.0, written));
        assertArrayEquals(new double[] {3, 2}, written);
    }

    static double alwaysThrows(double a, double b) {
        throw new ArithmeticException(a + " " + b);
    }

    @Test
    void aMethodThatNeverReturnsThrows() throws Throwable {
        MethodHandle entry =
                entryWithoutTape(operator(Kind.GRADIENT, "alwaysThrows", true).in(Mode.REVERSE));
        assertThrows(ArithmeticException.class, () -> {
            double unused = (double) entry.invokeExact(4.0, 5.0, new double[2]);
        });
    }

    private static final double[] FIELD = {3, 4};

    static double readsAField(double a, double b) {
        return a * FIELD[0] + b * a * FIELD[1];
    }

    @Test
    void theBufferMayBeWhatTheMethodReadsThroughAField() throws Throwable {
        MethodHandle entry = entryWithoutTape(operator(Kind.GRADIENT, "readsAField", true));
        assertEquals(46, (double) entry.invokeExact(2.0, 5.0, FIELD));
        assertArrayEquals(new double[] {23, 8}, FIELD);
    }

    static double residuals(double a, double b) {
        double x = b;
        for (int i = 0; i < 5; i++) {
            x = Math.sin(x * a);
        }
        return x;
    }

    static double power(double a, double b) {
        return b < 1 ? a : a * power(a, b - 1);
    }

    static double[] toAnArray(double a, double b) {
        return new double[] {a * b, a};
    }

    @Test
    void residualsInLoopsCallsAndArraysThatAreReturnedNeedATape() throws Throwable {
        Operator loop = operator(Kind.GRADIENT, "residuals", true).in(Mode.REVERSE);
        Operator recursion = operator(Kind.GRADIENT, "power", true);
        assertNull(withoutTape(loop));
        assertNull(withoutTape(recursion));
        assertNull(withoutTape(operator(Kind.VJP, "toAnArray", true)));
        double[] written = new double[2];
        assertEquals(8, (double) OperatorEntry.of(recursion, null).invokeExact(2.0, 2.0, written));
        assertArrayEquals(new double[] {12, 0}, written);
        double[] byPartials = new double[2];
        double value = (double) OperatorEntry.of(operator(Kind.GRADIENT, "residuals", true), null)
                .invokeExact(1.1, 0.4, byPartials);
        assertEquals(value, (double) OperatorEntry.of(loop, null).invokeExact(1.1, 0.4, written));
        assertArrayEquals(byPartials, written, 1e-15);
    }

    /** The sum of the first so many powers of {@code a}, times {@code b}, in as many statements. */
    private static Operator gradientOfPowers(int statements) throws Exception {
        String name = "Powers" + statements;
        Class<?> owner = JavaCompilation.compile(
                name,
                "final class " + name + " { static double f(double a, double b) {\ndouble s = b;\n"
                        + "s = s * a + b;\n".repeat(statements - 1)
                        + "return s; } }\n");
        return operator(owner, Kind.GRADIENT, "f", true).in(Mode.REVERSE);
    }

    private static void assertGradientOfPowers(Operator operator, int count) throws Throwable {
        double a = 0.75;
        double[] written = new double[2];
        double value = (double) OperatorEntry.of(operator, null).invokeExact(a, 3.0, written);
        double last = Math.pow(a, count);
        double sum = (1 - last) / (1 - a);
        double slope = (1 - count * last / a + (count - 1) * last) / ((1 - a) * (1 - a));
        assertEquals(3 * sum, value, 1e-14 * value);
        assertEquals(3 * slope, written[0], 1e-13 * slope);
        assertEquals(sum, written[1], 1e-14 * sum);
    }

    @Test
    void aMethodThatHasToBeDividedNeedsATape() throws Throwable {
        Operator small = gradientOfPowers(10);
        assertNotNull(withoutTape(small));
        assertGradientOfPowers(small, 10);
        Operator large = gradientOfPowers(1_500);
        assertNull(withoutTape(large));
        assertGradientOfPowers(large, 1_500);
    }
}
