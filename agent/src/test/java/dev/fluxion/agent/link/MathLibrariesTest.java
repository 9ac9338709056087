package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.activity.RuleTable.Treatment;
import dev.fluxion.agent.ir.operator.MethodReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math4.core.jdkmath.AccurateMath;
import org.apache.commons.math4.core.jdkmath.JdkMath;
import org.hipparchus.util.FastMath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.Type;

/** The functions of libraries that are called as those of {@link Math}. */
class MathLibrariesTest {
    private static final RuleTable RULES = Laboratory.rules(MathLibrariesTest.class.getClassLoader());
    private static final double[] NUMBERS = {
        0.6,
        -0.3,
        1.7,
        -2.4,
        21.5,
        0.0,
        -0.0,
        1,
        -1,
        4.9e-324,
        -1e-310,
        1e-160,
        1e160,
        -1e300,
        1.7e308,
        710,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    static Stream<Class<?>> libraries() {
        return Stream.of(
                org.apache.commons.math3.util.FastMath.class, AccurateMath.class, JdkMath.class, FastMath.class);
    }

    static Stream<Method> functions() {
        return libraries().flatMap(library -> StaticCalls.of(library).stream());
    }

    /** Those that the JDK has as well. */
    static Stream<Method> functionsOfMath() {
        return functions().filter(method -> twin(method) != null);
    }

    static Stream<Method> elementaryFunctions() {
        return functions().filter(method -> reference(method) != null);
    }

    private static Method twin(Method method) {
        try {
            return Math.class.getMethod(method.getName(), method.getParameterTypes());
        } catch (NoSuchMethodException none) {
            return null;
        }
    }

    private static Treatment treatment(Method method) {
        String owner = Type.getInternalName(method.getDeclaringClass());
        return RULES.treatment(new MethodReference(owner, method.getName(), Type.getMethodDescriptor(method), false));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void everyMethodThatTakesANumberAndReturnsOneOrAWholeNumberHasARule(Class<?> library) {
        List<String> without = new ArrayList<>();
        for (Method method : library.getDeclaredMethods()) {
            boolean isOfNumbers = Modifier.isPublic(method.getModifiers())
                    && method.getReturnType().isPrimitive()
                    && Arrays.stream(method.getParameterTypes()).anyMatch(StaticCalls::isNumber);
            Treatment treatment = treatment(method);
            if (isOfNumbers && treatment != Treatment.RULE && treatment != Treatment.ZERO_DERIVATIVE) {
                without.add(method.toString());
            }
        }
        assertEquals(List.of(), without);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void theValueIsTheLibrarysOwn(Method method) {
        Laboratory.Subject subject = StaticCalls.subject(method);
        for (double[] x : points(method)) {
            long plain = Double.doubleToRawLongBits(subject.value(x));
            assertEquals(plain, Double.doubleToRawLongBits(subject.gradient(x)[0]));
            assertEquals(plain, Double.doubleToRawLongBits(subject.jvp(x, x)[0]));
            assertEquals(plain, Double.doubleToRawLongBits(subject.hvp(x, x)[0]));
        }
    }

    @ParameterizedTest
    @MethodSource("functionsOfMath")
    void theDerivativesAreThoseOfMath(Method method) {
        Laboratory.Subject subject = StaticCalls.subject(method);
        Laboratory.Subject twin = StaticCalls.subject(twin(method));
        int compared = 0;
        for (double[] x : points(method)) {
            boolean isRefused = method.getName().equals("clamp") && !(x[1] <= x[2]); // by Math
            if (isRefused || differs(subject.value(x), twin.value(x))) {
                continue;
            }
            compared++;
            assertClose(method, x, twin.gradient(x), subject.gradient(x));
            for (int i = 0; i < x.length; i++) {
                double[] direction = new double[x.length];
                direction[i] = 1;
                assertClose(method, x, twin.jvp(x, direction), subject.jvp(x, direction));
                assertClose(method, x, twin.hvp(x, direction), subject.hvp(x, direction));
            }
        }
        assertTrue(compared >= 0.6 * points(method).size());
    }

    /** Where one underflows and the other does not, and multiples of numbers far apart. */
    private static boolean differs(double value, double valueOfMath) {
        boolean isClose = Double.compare(value, valueOfMath) == 0
                || Math.abs(value - valueOfMath) <= 1e-14 * Math.abs(valueOfMath)
                        && Math.abs(valueOfMath) >= Double.MIN_NORMAL;
        return !isClose;
    }

    @ParameterizedTest
    @MethodSource("elementaryFunctions")
    void theDerivativesAreTheLibrarysOwn(Method method) {
        UnaryOperator<DerivativeStructure[]> reference =
                arguments -> new DerivativeStructure[] {reference(method).apply(arguments)};
        Laboratory.Subject subject = StaticCalls.subject(method);
        for (double[] x : new double[][] {{0.6, 0.3}, {0.31, 2.3}, {1.7, 0.9}, {2.4, 3.1}}) {
            int count = StaticCalls.numbers(method);
            DerivativeStructure[] arguments = new DerivativeStructure[count];
            for (int i = 0; i < count; i++) {
                arguments[i] = new DerivativeStructure(count, 2, i, x[i]);
            }
            DerivativeStructure expected = reference.apply(arguments)[0];
            if (Double.isNaN(expected.getValue())) {
                continue;
            }
            double[] point = Arrays.copyOf(x, count);
            double[] gradient = subject.gradient(point);
            for (int i = 0; i < count; i++) {
                int[] orders = new int[count];
                orders[i]++;
                assertClose(method, point, expected.getPartialDerivative(orders), gradient[i + 1], 1e-13);
                double[] direction = new double[count];
                direction[i] = 1;
                double[] product = subject.hvp(point, direction);
                double[] again = subject.reverseOverReverse(point, direction);
                for (int j = 0; j < count; j++) {
                    int[] both = orders.clone();
                    both[j]++;
                    assertClose(method, point, expected.getPartialDerivative(both), product[j + 1], 1e-12);
                    assertClose(method, point, expected.getPartialDerivative(both), again[j + 1], 1e-12);
                }
            }
        }
    }

    private interface Reference {
        DerivativeStructure apply(DerivativeStructure... arguments);
    }

    private static Reference reference(Method method) {
        Map<String, Reference> references = new HashMap<>();
        references.put("[double]sqrt", x -> x[0].sqrt());
        references.put("[double]cbrt", x -> x[0].cbrt());
        references.put("[double]exp", x -> x[0].exp());
        references.put("[double]expm1", x -> x[0].expm1());
        references.put("[double]log", x -> x[0].log());
        references.put("[double]log1p", x -> x[0].log1p());
        references.put("[double]log10", x -> x[0].log10());
        references.put("[double]sin", x -> x[0].sin());
        references.put("[double]cos", x -> x[0].cos());
        references.put("[double]tan", x -> x[0].tan());
        references.put("[double]asin", x -> x[0].asin());
        references.put("[double]acos", x -> x[0].acos());
        references.put("[double]atan", x -> x[0].atan());
        references.put("[double]sinh", x -> x[0].sinh());
        references.put("[double]cosh", x -> x[0].cosh());
        references.put("[double]tanh", x -> x[0].tanh());
        references.put("[double]asinh", x -> x[0].asinh());
        references.put("[double]acosh", x -> x[0].acosh());
        references.put("[double]atanh", x -> x[0].atanh());
        references.put("[double]abs", x -> x[0].abs());
        references.put("[double]toDegrees", x -> x[0].toDegrees());
        references.put("[double]toRadians", x -> x[0].toRadians());
        references.put("[double, double]atan2", x -> DerivativeStructure.atan2(x[0], x[1]));
        references.put("[double, double]hypot", x -> DerivativeStructure.hypot(x[0], x[1]));
        references.put("[double, double]pow", x -> x[0].pow(x[1]));
        references.put("[double, double]log", x -> x[1].log().divide(x[0].log()));
        references.put("[double, double]copySign", x -> x[0].copySign(x[1]));
        references.put("[double, double]IEEEremainder", x -> x[0].remainder(x[1]));
        references.put("[double, int]pow", x -> x[0].pow(3));
        references.put("[double, long]pow", x -> x[0].pow(3));
        references.put("[double, int]scalb", x -> x[0].scalb(3));
        return references.get(Arrays.toString(method.getParameterTypes()) + method.getName());
    }

    private static List<double[]> points(Method method) {
        List<double[]> points = new ArrayList<>();
        int count = StaticCalls.numbers(method);
        for (double first : NUMBERS) {
            if (count == 1) {
                points.add(new double[] {first});
                continue;
            }
            for (double second : NUMBERS) {
                points.add(count == 2 ? new double[] {first, second} : new double[] {first, second, 2.5});
            }
        }
        return points;
    }

    private static void assertClose(Method method, double[] x, double[] expected, double[] actual) {
        for (int i = 0; i < expected.length; i++) {
            assertClose(method, x, expected[i], actual[i], 1e-12);
        }
    }

    private static void assertClose(Method method, double[] x, double expected, double actual, double relative) {
        boolean isClose = Double.compare(expected + 0.0, actual + 0.0) == 0
                || Math.abs(expected - actual) <= relative * Math.abs(expected)
                || Math.abs(expected - actual) <= Double.MIN_NORMAL;
        assertTrue(
                isClose, () -> method + " at " + Arrays.toString(x) + ": expected " + expected + " but was " + actual);
    }
}
