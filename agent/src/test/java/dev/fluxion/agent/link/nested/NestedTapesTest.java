package dev.fluxion.agent.link.nested;

import static dev.fluxion.agent.link.nested.NestedReference.POINT;
import static dev.fluxion.agent.link.nested.NestedReference.differences;
import static dev.fluxion.agent.link.nested.NestedReference.differencesAt;
import static dev.fluxion.agent.link.nested.NestedReference.forceByHand;
import static dev.fluxion.agent.link.nested.NestedReference.gradient;
import static dev.fluxion.agent.link.nested.NestedReference.norm;
import static dev.fluxion.agent.link.nested.NestedReference.squaredForceGradientByHand;
import static dev.fluxion.agent.link.nested.NestedReference.tangents;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.agent.link.Laboratory;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Derivatives within loops and recursion: their tapes grow, and their arrays are used again. */
class NestedTapesTest {
    // Descent by exact gradients, the arrays used again at every step.

    static double descent(double[] start) {
        double[] x = start.clone();
        double[] force = new double[x.length];
        double sum = 0;
        for (int step = 0; step < 5; step++) {
            sum += NestedTest.energyAndForce(x, force);
            for (int i = 0; i < x.length; i++) {
                x[i] -= 0.1 * force[i] * start[0];
            }
        }
        return sum + NestedTest.energy(x);
    }

    private static double descentByHand(double[] start) {
        double[] x = start.clone();
        double sum = 0;
        for (int step = 0; step < 5; step++) {
            sum += NestedTest.energy(x);
            double[] force = forceByHand(x);
            for (int i = 0; i < x.length; i++) {
                x[i] -= 0.1 * force[i] * start[0];
            }
        }
        return sum + NestedTest.energy(x);
    }

    @Test
    void stepsOfADescentThatUseTheirArraysAgainAreDifferentiated() throws Throwable {
        double[] expected = differences(NestedTapesTest::descentByHand);
        assertArrayEquals(expected, gradient(NestedTapesTest::descent, ":REVERSE"), 1e-9);
        assertArrayEquals(expected, gradient(NestedTapesTest::descent, ":FORWARD"), 1e-9);
        assertArrayEquals(expected, tangents(NestedTapesTest.class, "descent"), 1e-9);
    }

    @Test
    void secondDerivativesOfADescentAgreeWithDifferencesOfTheFirst() throws Throwable {
        double[] direction = {0.4, -0.2, 1};
        double[] gradient = new double[POINT.length];
        double[] product = new double[POINT.length];
        double value = (double) Laboratory.theCompiler()
                .function("hvp", (ToDoubleFunction<double[]>) NestedTapesTest::descent)
                .invokeExact(POINT.clone(), direction, gradient, product);
        assertEquals(descentByHand(POINT), value, 1e-13);
        for (int i = 0; i < POINT.length; i++) {
            int component = i;
            double[] row = differences(x -> differencesAt(NestedTapesTest::descentByHand, x, component));
            double expected = 0;
            for (int j = 0; j < POINT.length; j++) {
                expected += row[j] * direction[j];
            }
            assertEquals(expected, product[i], 1e-5);
        }
    }

    // Tapes that grow while they are written, and calls with records of their own.

    static double chain(double[] x, int from) {
        double here = Math.sin(x[from]) * x[(from + 1) % x.length] * x[from];
        return from + 1 == x.length ? here : here + chain(x, from + 1);
    }

    static double recursiveEnergy(double[] x) {
        return chain(x, 0);
    }

    @GradientOf("recursiveEnergy")
    static double[] recursiveForce(double[] x) {
        return Fluxion.derived();
    }

    static double wanderingEnergy(double[] x) {
        double sum = 0;
        int i = 0;
        while (i < x.length) {
            double s = Math.sin(x[i]);
            if (s > 0) {
                s *= x[(i + 1) % x.length];
            } else {
                s = s * x[i] / x[i] * x[(i + 1) % x.length];
            }
            sum += s * x[i];
            i += sum > 1e300 ? 2 : 1;
        }
        return sum;
    }

    @GradientOf("wanderingEnergy")
    static double[] wanderingForce(double[] x) {
        return Fluxion.derived();
    }

    static double manySquares(double[] x) {
        double sum = 0;
        for (double f : NestedTest.force(x)) {
            sum += f * f;
        }
        for (double f : recursiveForce(x)) {
            sum += f * f;
        }
        for (double f : wanderingForce(x)) {
            sum += f * f;
        }
        return sum;
    }

    @Test
    void tapesThatGrowKeepTheirCotangents() throws Throwable {
        double[] x = new double[1000];
        Arrays.setAll(x, i -> Math.cos(3 * i) + 0.1);
        double[] gradient = new double[x.length];
        double value = (double) Laboratory.theCompiler()
                .function("gradient", (ToDoubleFunction<double[]>) NestedTapesTest::manySquares)
                .invokeExact(x.clone(), gradient);
        assertEquals(3 * norm(forceByHand(x)), value, 1e-10 * value);
        double[] expected = squaredForceGradientByHand(x);
        for (int i = 0; i < x.length; i++) {
            assertEquals(3 * expected[i], gradient[i], 1e-11, "component " + i);
        }
    }

    /** More evaluations within than there are tapes that are kept. */
    static double longDescent(double[] start) {
        double[] x = start.clone();
        double[] force = new double[x.length];
        double sum = 0;
        for (int step = 0; step < 400; step++) {
            sum += NestedTest.energyAndForce(x, force);
            for (int i = 0; i < x.length; i++) {
                x[i] -= 0.001 * force[i] * start[0];
            }
        }
        return sum;
    }

    private static double longDescentByHand(double[] start) {
        double[] x = start.clone();
        double sum = 0;
        for (int step = 0; step < 400; step++) {
            sum += NestedTest.energy(x);
            double[] force = forceByHand(x);
            for (int i = 0; i < x.length; i++) {
                x[i] -= 0.001 * force[i] * start[0];
            }
        }
        return sum;
    }

    @Test
    void evaluationsThatFollowEachOtherOnTheSameTapesAgree() throws Throwable {
        double[] expected = differences(NestedTapesTest::longDescentByHand);
        double[] first = gradient(NestedTapesTest::longDescent, ":REVERSE");
        assertArrayEquals(expected, first, 1e-5);
        assertArrayEquals(gradient(NestedTapesTest::longDescent, ":FORWARD"), first, 1e-9);
        assertArrayEquals(first, gradient(NestedTapesTest::longDescent, ":REVERSE"), 0);
    }
}
