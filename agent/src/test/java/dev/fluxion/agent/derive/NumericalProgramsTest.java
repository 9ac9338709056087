package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every program of {@link NumericalPrograms}, {@link MatrixPrograms} and {@link ModelPrograms} in forward mode, reverse mode and
 * forward-over-reverse, against the gradient that {@link NumericalGradients}, {@link MatrixGradients} or {@link ModelGradients}
 * gives by other means under the same name.
 */
class NumericalProgramsTest {
    private static final double[] POINT = {0.7, -1.3, 0.4, 2.1, -0.2};
    private static final double[] DIRECTION = {0.3, -0.5, 0.9, 0.2, -0.7};

    record Case(Method program, Method reference) {
        Subject subject() {
            return Laboratory.subject(program.getDeclaringClass(), program.getName());
        }

        double[] expectedGradient(double[] x) {
            try {
                return (double[]) reference.invoke(null, (Object) x.clone());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String toString() {
            return program.getName();
        }
    }

    static Stream<Case> programs() {
        return Stream.of(
                        cases(NumericalPrograms.class, NumericalGradients.class),
                        cases(MatrixPrograms.class, MatrixGradients.class),
                        cases(ModelPrograms.class, ModelGradients.class))
                .flatMap(cases -> cases);
    }

    private static Stream<Case> cases(Class<?> programs, Class<?> references) {
        return Arrays.stream(programs.getDeclaredMethods())
                .filter(method -> !Modifier.isPrivate(method.getModifiers()) && method.getReturnType() == double.class)
                .sorted((a, b) -> a.getName().compareTo(b.getName()))
                .map(method -> new Case(method, reference(references, method.getName())));
    }

    private static Method reference(Class<?> references, String name) {
        try {
            return references.getDeclaredMethod(name, double[].class);
        } catch (NoSuchMethodException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theValueIsThatOfThePlainCallToTheBit(Case program) {
        Subject subject = program.subject();
        long plain = Double.doubleToLongBits(subject.value(POINT));
        assertEquals(plain, Double.doubleToLongBits(subject.jvp(POINT, DIRECTION)[0]));
        assertEquals(plain, Double.doubleToLongBits(subject.gradient(POINT)[0]));
        assertEquals(plain, Double.doubleToLongBits(subject.hvp(POINT, DIRECTION)[0]));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theGradientIsTheOneByFormula(Case program) {
        double[] expected = program.expectedGradient(POINT);
        double[] gradient = program.subject().gradient(POINT);
        assertArrayEquals(expected, Arrays.copyOfRange(gradient, 1, gradient.length), 1e-10 * size(expected));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theTangentIsTheGradientByFormulaAlongTheDirection(Case program) {
        double[] gradient = program.expectedGradient(POINT);
        double expected = 0;
        for (int i = 0; i < POINT.length; i++) {
            expected += gradient[i] * DIRECTION[i];
        }
        assertEquals(expected, program.subject().jvp(POINT, DIRECTION)[1], 1e-10 * size(gradient));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theHessianProductIsTheChangeOfTheGradientByFormula(Case program) {
        double[] product = program.subject().hvp(POINT, DIRECTION);
        double h = 1e-3;
        double[][] at = new double[7][];
        for (int k = -3; k <= 3; k++) {
            at[k + 3] = program.expectedGradient(along(k * h));
        }
        for (int i = 0; i < POINT.length; i++) {
            // Central differences of sixth order.
            double first = (at[4][i] - at[2][i]) / (2 * h);
            double second = (at[5][i] - at[1][i]) / (4 * h);
            double third = (at[6][i] - at[0][i]) / (6 * h);
            double expected = 1.5 * first - 0.6 * second + 0.1 * third;
            assertEquals(expected, product[i + 1], 1e-8 * size(at[3]), "component " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theSameEvaluationTwiceGivesTheSameNumbers(Case program) {
        Subject subject = program.subject();
        assertArrayEquals(subject.gradient(POINT), subject.gradient(POINT));
        assertArrayEquals(subject.hvp(POINT, DIRECTION), subject.hvp(POINT, DIRECTION));
    }

    private static double size(double[] gradient) {
        return 1 + Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    }

    private static double[] along(double t) {
        double[] x = POINT.clone();
        for (int i = 0; i < x.length; i++) {
            x[i] += t * DIRECTION[i];
        }
        return x;
    }
}
