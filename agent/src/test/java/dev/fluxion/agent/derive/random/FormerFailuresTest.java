package dev.fluxion.agent.derive.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against differences of the plain program, extrapolated to sixth order, and of the gradient. */
class FormerFailuresTest {
    private static final double[] POINT = {0.7, -1.3, 1.1};
    private static final double[] DIRECTION = {0.3, -0.5, 0.9};

    static Stream<String> programs() {
        return Arrays.stream(FormerFailures.class.getDeclaredMethods())
                .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void whatFailedOnceIsRight(String program) {
        Subject subject = Laboratory.subject(FormerFailures.class, program);
        double value = subject.value(POINT);
        double[] jvp = subject.jvp(POINT, DIRECTION);
        double[] gradient = subject.gradient(POINT);
        double[] hvp = subject.hvp(POINT, DIRECTION);
        assertEquals(value, jvp[0]);
        assertEquals(value, gradient[0]);
        assertEquals(value, hvp[0]);
        assertNear(derivative(subject::value, DIRECTION), jvp[1], 1e-8);
        for (int i = 0; i < POINT.length; i++) {
            double[] unit = new double[POINT.length];
            unit[i] = 1;
            assertNear(derivative(subject::value, unit), gradient[i + 1], 1e-8);
            int component = i + 1;
            assertNear(derivative(x -> subject.gradient(x)[component], DIRECTION), hvp[i + 1], 1e-7);
        }
    }

    private static void assertNear(double expected, double got, double accuracy) {
        assertEquals(expected, got, accuracy * (1 + Math.abs(expected)));
    }

    private interface Scalar {
        double at(double[] x);
    }

    private static double derivative(Scalar f, double[] direction) {
        double h = 1e-3;
        return 1.5 * slope(f, direction, h) - 0.6 * slope(f, direction, 2 * h) + 0.1 * slope(f, direction, 3 * h);
    }

    private static double slope(Scalar f, double[] direction, double h) {
        double[] ahead = POINT.clone();
        double[] behind = POINT.clone();
        for (int i = 0; i < POINT.length; i++) {
            ahead[i] += h * direction[i];
            behind[i] -= h * direction[i];
        }
        return (f.at(ahead) - f.at(behind)) / (2 * h);
    }
}
