package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.CorpusOfPrograms.Case;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every program of {@link CorpusOfPrograms} in forward mode, reverse mode and forward-over-reverse. The references are central
 * differences of the plain program, extrapolated to sixth order, and the other mode.
 */
class ProgramsTest {
    private static final double[] POINT = {0.7, -1.3, 0.4, 2.1, -0.2};
    private static final double[] DIRECTION = {0.3, -0.5, 0.9, 0.2, -0.7};

    static Stream<Case> programs() {
        return CorpusOfPrograms.all();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theValueIsThatOfThePlainCallToTheBit(Case program) {
        Subject subject = program.subject();
        long plain = Double.doubleToLongBits(subject.value(POINT));
        assertEquals(plain, Double.doubleToLongBits(subject.jvp(POINT, DIRECTION)[0]));
        assertEquals(plain, Double.doubleToLongBits(subject.chunk(POINT, DIRECTION)[0]));
        assertEquals(plain, Double.doubleToLongBits(subject.gradient(POINT)[0]));
        assertEquals(plain, Double.doubleToLongBits(subject.hvp(POINT, DIRECTION)[0]));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theTangentAgreesWithDifferencesOfThePlainProgram(Case program) {
        Subject subject = program.subject();
        double difference = derivative(t -> subject.value(along(t)));
        double tangent = subject.jvp(POINT, DIRECTION)[1];
        assertEquals(difference, tangent, 1e-8 * (1 + Math.abs(difference)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aChunkAgreesWithReverseModeAndWithDifferences(Case program) {
        Subject subject = program.subject();
        double[] chunk = subject.chunk(POINT, DIRECTION);
        double[] gradient = subject.gradient(POINT);
        double scale = Arrays.stream(gradient).map(Math::abs).sum();
        for (int i = 0; i < POINT.length; i++) {
            assertEquals(gradient[i + 1], chunk[i + 1], 1e-12 * scale, "component " + i);
        }
        double difference = derivative(t -> subject.value(along(t)));
        assertEquals(difference, chunk[POINT.length + 1], 1e-8 * (1 + Math.abs(difference)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void reverseModeAgreesWithForwardMode(Case program) {
        Subject subject = program.subject();
        double[] gradient = subject.gradient(POINT);
        double scale = 0;
        double product = 0;
        for (int i = 0; i < POINT.length; i++) {
            product += gradient[i + 1] * DIRECTION[i];
            scale += Math.abs(gradient[i + 1] * DIRECTION[i]);
        }
        assertEquals(subject.jvp(POINT, DIRECTION)[1], product, 1e-12 * scale);
        for (int i = 0; i < POINT.length; i++) {
            double[] unit = new double[POINT.length];
            unit[i] = 1;
            assertEquals(
                    subject.jvp(POINT, unit)[1],
                    gradient[i + 1],
                    1e-12 * Arrays.stream(gradient).map(Math::abs).sum());
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void secondOrderAgreesWithDifferencesOfTheGradient(Case program) {
        Subject subject = program.subject();
        double[] product = subject.hvp(POINT, DIRECTION);
        for (int i = 0; i < POINT.length; i++) {
            int component = i + 1;
            double difference = derivative(t -> subject.gradient(along(t))[component]);
            assertEquals(difference, product[component], 1e-7 * (1 + Math.abs(difference)), "component " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void reverseOverReverseAgreesWithForwardOverReverse(Case program) {
        Subject subject = program.subject();
        double[] product = subject.hvp(POINT, DIRECTION);
        double[] twice = subject.reverseOverReverse(POINT, DIRECTION);
        assertEquals(Double.doubleToLongBits(product[0]), Double.doubleToLongBits(twice[0]));
        double scale = Arrays.stream(product).skip(1).map(Math::abs).sum();
        for (int i = 1; i < product.length; i++) {
            assertEquals(product[i], twice[i], 1e-11 * scale, "component " + (i - 1));
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theSameEvaluationTwiceGivesTheSameNumbers(Case program) {
        Subject subject = program.subject();
        assertArrayEquals(subject.gradient(POINT), subject.gradient(POINT));
        assertTrue(Arrays.stream(subject.gradient(POINT)).allMatch(Double::isFinite));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aSecondReverseSweepOfOneForwardSweepGivesTheSameNumbers(Case program) {
        Subject subject = program.subject();
        double[] gradient = subject.gradient(POINT);
        double[] second = subject.secondSweep(POINT);
        assertEquals(Double.doubleToLongBits(gradient[0]), Double.doubleToLongBits(second[0]));
        assertArrayEquals(
                gradient, second, 1e-12 * Arrays.stream(gradient).map(Math::abs).sum());
    }

    private static double[] along(double t) {
        double[] x = POINT.clone();
        for (int i = 0; i < x.length; i++) {
            x[i] += t * DIRECTION[i];
        }
        return x;
    }

    private interface Curve {
        double at(double t);
    }

    /** The derivative at 0 by central differences with steps h, 2h, 3h: exact for polynomials of degree six. */
    private static double derivative(Curve f) {
        double h = 1e-3;
        double first = (f.at(h) - f.at(-h)) / (2 * h);
        double second = (f.at(2 * h) - f.at(-2 * h)) / (4 * h);
        double third = (f.at(3 * h) - f.at(-3 * h)) / (6 * h);
        return 1.5 * first - 0.6 * second + 0.1 * third;
    }
}
