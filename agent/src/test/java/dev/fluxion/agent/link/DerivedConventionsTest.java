package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.entry.OperatorEntry;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Operator.Kind;
import dev.fluxion.agent.link.operator.Operator.Mode;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.agent.link.operator.Targets;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code docs/conventions.md} says of casts, modes and second order: one test per row that names it. */
class DerivedConventionsTest {
    static double casts(double[] x) {
        return (int) x[0] + (long) x[0] + 2 * (float) x[0];
    }

    static double rootTimes(double x, double y) {
        return Math.sqrt(x) * y;
    }

    static double rootTimesOfSix(double x, double y, double a, double b, double c, double d) {
        return Math.sqrt(x) * y + a + b + c + d;
    }

    static double squaredAbs(double[] x) {
        return Math.abs(x[0]) * Math.abs(x[0]);
    }

    static double square(double[] x) {
        return x[0] * x[0];
    }

    static double stableSoftplus(double[] x) {
        return Math.max(x[0], 0) + Math.log1p(Math.exp(-Math.abs(x[0])));
    }

    static double softplus(double[] x) {
        return x[0] > 0 ? x[0] + Math.log1p(Math.exp(-x[0])) : Math.log1p(Math.exp(x[0]));
    }

    static double squaredHypot(double[] x) {
        double norm = Math.hypot(x[0], x[1]);
        return norm * norm;
    }

    static double sumOfSquares(double[] x) {
        return x[0] * x[0] + x[1] * x[1];
    }

    static double power(double[] x) {
        return Math.pow(x[0], x[1]);
    }

    private static Subject subject(String name) {
        return Laboratory.subject(DerivedConventionsTest.class, name);
    }

    @Test
    void everyRowHasATestAndEveryTestARow() throws IOException {
        Matcher rows = Pattern.compile("^\\|.*\\| `DerivedConventionsTest\\.(\\w+)` \\|$", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("..", "docs", "conventions.md")));
        Set<String> named = new TreeSet<>();
        while (rows.find()) {
            named.add(rows.group(1));
        }
        Set<String> tests = Arrays.stream(DerivedConventionsTest.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        tests.remove("everyRowHasATestAndEveryTestARow");
        assertEquals(tests, named);
    }

    @Test
    void castsToWholeNumbersAreFlatAndOthersPassTheTangent() {
        assertArrayEquals(new double[] {13.5, 2}, subject("casts").gradient(new double[] {3.75}), 1e-6);
        assertEquals(2, subject("casts").jvp(new double[] {3}, new double[] {1})[1]);
    }

    @Test
    void aGradientWithRespectToFewNumbersIsByForwardMode() throws Throwable {
        Operator few = gradient("rootTimes", 2);
        assertTrue(few.isByPartials());
        double[] found = new double[2];
        double value = (double) OperatorEntry.of(few, null).invokeExact(0.0, 0.0, found);
        assertEquals(0, value);
        assertArrayEquals(new double[] {Double.NaN, 0}, found);
        value = (double) OperatorEntry.of(few.in(Mode.REVERSE), null).invokeExact(0.0, 0.0, found);
        assertArrayEquals(new double[] {value, 0}, found);

        Operator many = gradient("rootTimesOfSix", 6);
        assertFalse(many.isByPartials());
        found = new double[6];
        value = (double) OperatorEntry.of(many, null).invokeExact(0.0, 0.0, 1.0, 1.0, 1.0, 1.0, found);
        assertEquals(4, value);
        assertArrayEquals(new double[] {0, 0, 1, 1, 1, 1}, found);
    }

    private static Operator gradient(String name, int parameters) {
        Linker linker = Laboratory.theCompiler().linker();
        Target target = Targets.of(linker, StubHandles.method(DerivedConventionsTest.class, name));
        List<Boolean> all = Collections.nCopies(parameters, true);
        return Operator.of(Kind.GRADIENT, new TargetFacts(linker, target), all, true);
    }

    @Test
    void aProductOfTwoKinksHasNoCurvatureWhereTheyAreMet() {
        assertArrayEquals(new double[] {0, 0}, subject("squaredAbs").gradient(new double[] {0}));
        assertSecond("squaredAbs", 0, 0);
        assertSecond("squaredAbs", 1e-300, 2);
        assertSecond("square", 0, 2);
    }

    @Test
    void aSoftplusByMaxAndAbsHasNoCurvatureAtZero() {
        assertEquals(0.5, subject("stableSoftplus").gradient(new double[] {0})[1]);
        assertSecond("stableSoftplus", 0, 0);
        assertEquals(0.5, subject("softplus").gradient(new double[] {0})[1]);
        assertSecond("softplus", 0, 0.25);
    }

    @Test
    void aSquaredHypotHasNoCurvatureAtTheOrigin() {
        double[] origin = {0, 0};
        double[] direction = {1, 2};
        assertArrayEquals(new double[] {0, 0, 0}, subject("squaredHypot").gradient(origin));
        assertArrayEquals(new double[] {0, 0, 0}, subject("squaredHypot").hvp(origin, direction));
        assertArrayEquals(new double[] {0, 2, 4}, subject("sumOfSquares").hvp(origin, direction));
    }

    @Test
    void theExponentOfABaseThatIsNotPositiveIsAConstantToSecondOrderToo() {
        for (double[] at :
                new double[][] {{-2, 3}, {-2, 1}, {-2, 0}, {-0.5, -2}, {0, 3}, {0, 2}, {0, 2.5}, {0, 1}, {0, 0}}) {
            double x = at[0];
            double y = at[1];
            double inXX = y == 0 || y == 1 ? 0 : y * (y - 1) * Math.pow(x, y - 2);
            for (boolean reverse : new boolean[] {false, true}) {
                assertEquals(inXX, product(at, new double[] {1, 0}, reverse)[1], 1e-14 * Math.abs(inXX));
                assertEquals(0, product(at, new double[] {1, 0}, reverse)[2], 0.0);
                assertEquals(0, product(at, new double[] {0, 1}, reverse)[1], 0.0);
                assertEquals(0, product(at, new double[] {0, 1}, reverse)[2], 0.0);
            }
        }
    }

    @Test
    void aPowerToTheZeroHasItsMixedDerivative() {
        double[] at = {4, 0};
        for (boolean reverse : new boolean[] {false, true}) {
            assertArrayEquals(new double[] {1, 0, 0.25}, product(at, new double[] {1, 0}, reverse), 1e-15);
            double log = Math.log(4);
            assertArrayEquals(new double[] {1, 0.25, log * log}, product(at, new double[] {0, 1}, reverse), 1e-14);
        }
    }

    private static double[] product(double[] at, double[] direction, boolean reverse) {
        Subject power = subject("power");
        return reverse ? power.reverseOverReverse(at, direction) : power.hvp(at, direction);
    }

    private static void assertSecond(String name, double at, double expected) {
        assertEquals(expected, subject(name).hvp(new double[] {at}, new double[] {1})[1], 1e-15);
        assertEquals(expected, subject(name).reverseOverReverse(new double[] {at}, new double[] {1})[1], 1e-15);
    }
}
