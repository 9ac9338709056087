package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.entry.OperatorEntry;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Operator.Kind;
import dev.fluxion.agent.link.operator.Operator.Mode;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.agent.link.operator.Targets;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients with respect to few numbers, which are found by a few tangents side by side. */
class PartialsTest {
    private static final double[] POINT = {0.7, 0.3, 1.2};

    static Stream<String> programs() {
        return Arrays.stream(NumberPrograms.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .sorted();
    }

    private static Operator gradient(Class<?> owner, String name) {
        Linker linker = Laboratory.theCompiler().linker();
        Target target = Targets.of(linker, StubHandles.method(owner, name));
        List<Boolean> all = Collections.nCopies(target.types().size(), true);
        return Operator.of(Kind.GRADIENT, new TargetFacts(linker, target), all, true);
    }

    private static double value(String program, double[] at) throws Throwable {
        return (double) StubHandles.method(NumberPrograms.class, program).invoke(null, at[0], at[1], at[2]);
    }

    private static double evaluated(Operator operator, double[] gradient) throws Throwable {
        MethodHandle entry = OperatorEntry.of(operator, null);
        return (double) entry.invokeExact(POINT[0], POINT[1], POINT[2], gradient);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theyAgreeWithReverseModeAndTheValueWithThePlainCall(String program) throws Throwable {
        Operator operator = gradient(NumberPrograms.class, program);
        assertTrue(operator.isByPartials());
        double[] partials = new double[3];
        double value = evaluated(operator, partials);
        assertEquals(Double.doubleToLongBits(value(program, POINT)), Double.doubleToLongBits(value));
        if (!program.equals("caught")) { // which reverse mode refuses
            double[] reverse = new double[3];
            evaluated(operator.in(Mode.REVERSE), reverse);
            double scale = Arrays.stream(reverse).map(Math::abs).sum();
            assertArrayEquals(reverse, partials, (program.equals("singlePrecision") ? 1e-6 : 1e-13) * scale);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theyAgreeWithTangentsOneByOne(String program) throws Throwable {
        Operator operator = gradient(NumberPrograms.class, program);
        double[] partials = new double[3];
        evaluated(operator, partials);
        for (int i = 0; i < 3; i++) {
            Operator jvp = Operator.of(Kind.JVP, operator.facts(), operator.wrt(), false);
            double[] along = new double[3];
            along[i] = 1;
            double tangent = (double)
                    OperatorEntry.of(jvp, null).invokeExact(POINT[0], POINT[1], POINT[2], along[0], along[1], along[2]);
            assertEquals(tangent, partials[i], 1e-13 * Math.max(1, Math.abs(tangent)));
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theyAgreeWithDifferencesOfThePlainProgram(String program) throws Throwable {
        if (program.equals("singlePrecision")) { // whose rounding differences would see
            return;
        }
        double[] partials = new double[3];
        evaluated(gradient(NumberPrograms.class, program), partials);
        for (int i = 0; i < 3; i++) {
            double[] slopes = new double[3];
            for (int k = 1; k <= 3; k++) {
                double[] above = POINT.clone();
                double[] below = POINT.clone();
                above[i] += k * 1e-3;
                below[i] -= k * 1e-3;
                slopes[k - 1] = (value(program, above) - value(program, below)) / (2e-3 * k);
            }
            double difference = 1.5 * slopes[0] - 0.6 * slopes[1] + 0.1 * slopes[2];
            assertEquals(difference, partials[i], 1e-7 * (1 + Math.abs(difference)), "argument " + i);
        }
    }

    static double atAPole(double x, double y) {
        return Math.sqrt(x) + y * y;
    }

    @Test
    void aZeroTangentStaysZeroWhereAPartialIsInfinite() throws Throwable {
        double[] partials = new double[2];
        double value = (double)
                OperatorEntry.of(gradient(PartialsTest.class, "atAPole"), null).invokeExact(0.0, 3.0, partials);
        assertEquals(9, value);
        assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, 6}, partials);
    }

    static double atOppositePoles(double x, double y, double z) {
        return Math.sqrt(x) - Math.sqrt(y) + z * z;
    }

    @Test
    void oppositeInfinitePartialsAreNotTakenForFiniteOnes() throws Throwable {
        double[] partials = new double[3];
        double value = (double) OperatorEntry.of(gradient(PartialsTest.class, "atOppositePoles"), null)
                .invokeExact(0.0, 0.0, 3.0, partials);
        assertEquals(9, value);
        assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 6}, partials);
    }

    static double sumOfHugeTerms(double x, double y, double z) {
        double u = x * y * 1e300;
        double v = z * y * 1e300;
        return u + v + Math.exp(x) * z;
    }

    @Test
    void partialsWhoseSumOverflowsAreRight() throws Throwable {
        double[] at = {1e-7, 1.7e8, 1e-7};
        double[] partials = new double[3];
        double value = (double) OperatorEntry.of(gradient(PartialsTest.class, "sumOfHugeTerms"), null)
                .invokeExact(at[0], at[1], at[2], partials);
        assertEquals(sumOfHugeTerms(at[0], at[1], at[2]), value);
        double exponential = Math.exp(at[0]);
        double[] expected = {1.7e308 + exponential * at[2], 2e293, 1.7e308 + exponential};
        for (int i = 0; i < 3; i++) {
            assertEquals(expected[i], partials[i], 1e-14 * expected[i]);
        }
    }

    static double poleBehindAProduct(double x, double y, double z) {
        double root = Math.sqrt(x);
        double scaled = -(root * z);
        return scaled * y + y;
    }

    @Test
    void aPoleWithinAProductOfPartialsIsNoticed() throws Throwable {
        double[] partials = new double[3];
        MethodHandle entry = OperatorEntry.of(gradient(PartialsTest.class, "poleBehindAProduct"), null);
        double value = (double) entry.invokeExact(0.0, 2.0, 3.0, partials);
        assertEquals(2, value);
        assertArrayEquals(new double[] {Double.NEGATIVE_INFINITY, 1, 0}, partials);
        double finite = (double) entry.invokeExact(4.0, 2.0, 3.0, partials);
        assertEquals(-10, finite);
        assertArrayEquals(new double[] {-1.5, -5, -4}, partials);
    }

    static double hugePartials(double x, double y) {
        double a = x * 1e200;
        double b = a * 1e200;
        return b * 1e-300 * y;
    }

    @Test
    void aProductOfPartialsThatOverflowsIsNotTaken() throws Throwable {
        double[] partials = new double[2];
        double x = 1e-250;
        double value = (double) OperatorEntry.of(gradient(PartialsTest.class, "hugePartials"), null)
                .invokeExact(x, 2.0, partials);
        assertEquals(x * 1e200 * 1e200 * 1e-300 * 2, value);
        assertEquals(x * 1e200 * 1e200 * 1e-300, partials[1]);
        assertEquals(Double.POSITIVE_INFINITY, partials[0], "1e200 * 1e200 is, in the order of the program");
    }

    static float narrow(float x, double y) {
        return (float) (x * y) * x;
    }

    @Test
    void floatsHaveFloatPartials() throws Throwable {
        double[] partials = new double[2];
        float value = (float)
                OperatorEntry.of(gradient(PartialsTest.class, "narrow"), null).invokeExact(3f, 0.5, partials);
        assertEquals(4.5f, value);
        assertArrayEquals(new double[] {3, 9}, partials);
    }

    static double inert(double x, double y) {
        return x > y ? 1 : 2;
    }

    @Test
    void aConstantHasZeroPartials() throws Throwable {
        double[] partials = {7, 7};
        double value = (double)
                OperatorEntry.of(gradient(PartialsTest.class, "inert"), null).invokeExact(3.0, 0.5, partials);
        assertEquals(1, value);
        assertArrayEquals(new double[2], partials);
    }

    static double throughAnArray(double x, double y) {
        double[] both = {x, y};
        return both[0] * both[1];
    }

    static double six(double a, double b, double c, double d, double e, double f) {
        return a * b * c * d * e * f;
    }

    @Test
    void whereArraysAreActiveOrNumbersAreManyReverseModeIsTaken() throws Throwable {
        assertFalse(gradient(PartialsTest.class, "throughAnArray").isByPartials());
        assertFalse(gradient(PartialsTest.class, "six").isByPartials());
        double[] partials = new double[2];
        double value = (double) OperatorEntry.of(gradient(PartialsTest.class, "throughAnArray"), null)
                .invokeExact(3.0, 0.5, partials);
        assertEquals(1.5, value);
        assertArrayEquals(new double[] {0.5, 3}, partials);
    }
}
