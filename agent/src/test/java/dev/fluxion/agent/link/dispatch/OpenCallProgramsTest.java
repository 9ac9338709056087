package dev.fluxion.agent.link.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that call by the class of a receiver, and the same written out without: both have the same derivatives, in all modes. */
class OpenCallProgramsTest {
    private static final double[][] POINTS = {{0.7, -0.4, 1.3}, {-1.2, 0.9, 0.25}, {2.5, 1.5, -0.75}};
    private static final double[] DIRECTION = {0.3, -1.1, 0.6};

    interface Node {
        double at(double[] x);
    }

    record Literal(double number) implements Node {
        @Override
        public double at(double[] x) {
            return number;
        }
    }

    record Variable(int index) implements Node {
        @Override
        public double at(double[] x) {
            return x[index];
        }
    }

    abstract static class Pair implements Node {
        final Node first;
        final Node second;

        Pair(Node first, Node second) {
            this.first = first;
            this.second = second;
        }

        abstract double joined(double a, double b);

        @Override
        public double at(double[] x) {
            return joined(first.at(x), second.at(x));
        }
    }

    static class Sum extends Pair {
        Sum(Node first, Node second) {
            super(first, second);
        }

        @Override
        double joined(double a, double b) {
            return a + b;
        }
    }

    static class Product extends Pair {
        Product(Node first, Node second) {
            super(first, second);
        }

        @Override
        double joined(double a, double b) {
            return a * b;
        }
    }

    /** Squares what its superclass makes. */
    static final class Squared extends Product {
        Squared(Node first, Node second) {
            super(first, second);
        }

        @Override
        double joined(double a, double b) {
            double product = super.joined(a, b);
            return product * product;
        }
    }

    static final Node TREE = new Sum(
            new Product(new Variable(0), new Sum(new Variable(1), new Literal(2))),
            new Squared(new Variable(2), new Sum(new Variable(0), new Variable(0))));

    static double tree(double[] x) {
        return TREE.at(x);
    }

    static double treeWritten(double[] x) {
        double q = x[2] * (x[0] + x[0]);
        return x[0] * (x[1] + 2) + q * q;
    }

    interface Field {
        /** Fills {@code rate}. */
        void rate(double t, double[] state, double[] rate);
    }

    static final class Oscillator implements Field {
        final double[] strengths = {1.5, -0.5};

        @Override
        public void rate(double t, double[] state, double[] rate) {
            rate[0] = state[1] * strengths[0];
            rate[1] = strengths[1] * Math.sin(state[0]) + t;
        }
    }

    static double[] euler(Field field, double[] start, double step) {
        double[] state = start.clone();
        double[] rate = new double[2];
        for (int i = 0; i < 5; i++) {
            field.rate(i * step, state, rate);
            for (int k = 0; k < 2; k++) {
                state[k] += step * rate[k];
            }
        }
        return state;
    }

    static final Field OSCILLATOR = new Oscillator();

    static double steps(double[] x) {
        double[] end = euler(OSCILLATOR, new double[] {x[0], x[1]}, x[2]);
        return end[0] * end[1];
    }

    static double stepsWritten(double[] x) {
        double p = x[0];
        double q = x[1];
        for (int i = 0; i < 5; i++) {
            double dp = q * 1.5;
            double dq = -0.5 * Math.sin(p) + i * x[2];
            p += x[2] * dp;
            q += x[2] * dq;
        }
        return p * q;
    }

    static double stepsOfALambda(double[] x) {
        double[] end = euler(
                (t, state, rate) -> {
                    rate[0] = state[1] * 1.5;
                    rate[1] = -0.5 * Math.sin(state[0]) + t;
                },
                new double[] {x[0], x[1]},
                x[2]);
        return end[0] * end[1];
    }

    static final List<DoubleUnaryOperator> MANY = many();

    private static List<DoubleUnaryOperator> many() {
        List<DoubleUnaryOperator> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            double factor = i - 1.5;
            all.add(y -> factor * y);
            all.add(y -> y + factor);
        }
        all.add(y -> y * y);
        all.add(new DoubleUnaryOperator() {
            @Override
            public double applyAsDouble(double y) {
                return Math.exp(-y);
            }
        });
        all.add(y -> Math.cos(y));
        return all;
    }

    static double megamorphic(double[] x) {
        double sum = 0;
        double y = x[0];
        for (int round = 0; round < 3; round++) {
            for (DoubleUnaryOperator f : MANY) {
                y = f.applyAsDouble(y) * 0.5 + x[1];
                sum += y * x[2];
            }
        }
        return sum;
    }

    static double megamorphicWritten(double[] x) {
        double sum = 0;
        double y = x[0];
        for (int round = 0; round < 3; round++) {
            for (int k = 0; k < 11; k++) {
                int pair = k / 2;
                double factor = pair - 1.5;
                double z = k == 8
                        ? y * y
                        : k == 9 ? Math.exp(-y) : k == 10 ? Math.cos(y) : k % 2 == 0 ? factor * y : y + factor;
                y = z * 0.5 + x[1];
                sum += y * x[2];
            }
        }
        return sum;
    }

    static final Function<double[], double[]> SHIFTED = y -> new double[] {y[1], y[2], y[0]};
    static final UnaryOperator<double[]> SCALED = y -> {
        double[] z = y.clone();
        z[0] *= 3;
        return z;
    };
    static final BinaryOperator<double[]> FIRST = (a, b) -> a;
    static final ToDoubleFunction<double[]> MEASURE = y -> y[0] * y[1] + y[2];
    static final ToDoubleBiFunction<double[], Integer> ELEMENT = (y, i) -> y[i] * i;

    static double generic(double[] x) {
        double[] y = SHIFTED.apply(SCALED.apply(x));
        return MEASURE.applyAsDouble(FIRST.apply(y, x)) * ELEMENT.applyAsDouble(y, 2);
    }

    static double genericWritten(double[] x) {
        return (x[1] * x[2] + 3 * x[0]) * (3 * x[0] * 2);
    }

    interface Grid {
        double[] row(double[][] rows, int index);

        void swap(double[][] rows);
    }

    static final Grid GRID = new Grid() {
        @Override
        public double[] row(double[][] rows, int index) {
            return rows[index];
        }

        @Override
        public void swap(double[][] rows) {
            double[] kept = rows[0];
            rows[0] = rows[1];
            rows[1] = kept;
            rows[1][0] *= rows[0][0];
        }
    };

    static double rows(double[] x) {
        double[][] rows = {{x[0], x[1]}, {x[2], x[0]}};
        GRID.swap(rows);
        double[] row = GRID.row(rows, 1);
        row[1] *= 2;
        return rows[1][1] * rows[1][0] + GRID.row(rows, 0)[1];
    }

    static double rowsWritten(double[] x) {
        return 2 * x[1] * x[0] * x[2] + x[0];
    }

    static final IntFunction<double[]> TABLE = i -> new double[] {i, 2 * i};
    static final DoubleFunction<double[]> POWERS = y -> new double[] {y, y * y, y * y * y};

    static double tables(double[] x) {
        double[] table = TABLE.apply(3);
        double[] powers = POWERS.apply(x[0]);
        return table[0] * powers[1] + table[1] * powers[2] * x[1];
    }

    static double tablesWritten(double[] x) {
        return 3 * x[0] * x[0] + 6 * x[0] * x[0] * x[0] * x[1];
    }

    interface Single {
        float at(float x, int power, long factor);
    }

    static final Single SINGLE = (y, power, factor) -> power == 2 ? y * y * factor : y;

    static double floats(double[] x) {
        return SINGLE.at((float) x[0], 2, 3L) * x[1];
    }

    static double floatsWritten(double[] x) {
        float y = (float) x[0];
        return y * y * 3L * x[1];
    }

    static double chosen(double[] x) {
        Node node =
                x[0] > 0 ? new Sum(new Variable(0), new Variable(1)) : new Product(new Variable(1), new Variable(2));
        return node.at(x) * node.at(x);
    }

    static double chosenWritten(double[] x) {
        double y = x[0] > 0 ? x[0] + x[1] : x[1] * x[2];
        return y * y;
    }

    interface Guarded {
        double at(double x) throws Exception;
    }

    static int count;

    static final Guarded[] GUARDED = {
        y -> y * y,
        y -> {
            try {
                return inverse(y);
            } finally {
                count++;
            }
        },
    };

    private static double inverse(double y) {
        if (y == 0) {
            throw new ArithmeticException();
        }
        return 1 / y;
    }

    static double cleanup(double[] x) throws Exception {
        double product = 1;
        for (Guarded each : GUARDED) {
            synchronized (each) {
                product *= each.at(x[0] * x[1]) + x[2];
            }
        }
        return product;
    }

    static double cleanupWritten(double[] x) {
        double u = x[0] * x[1];
        return (u * u + x[2]) * (1 / u + x[2]);
    }

    static DoubleUnaryOperator curried(double a, DoubleUnaryOperator inner) {
        return y -> a * inner.applyAsDouble(y);
    }

    static DoubleUnaryOperator composed(DoubleUnaryOperator outer, DoubleUnaryOperator inner) {
        return y -> outer.applyAsDouble(inner.applyAsDouble(y));
    }

    static final DoubleUnaryOperator CURRIED =
            composed(y -> y * y, composed(curried(2, curried(0.5, y -> Math.sin(y))), y -> 3 * y));

    static double curriedFunctions(double[] x) {
        return CURRIED.applyAsDouble(x[0]) + x[1] * x[2];
    }

    static double curriedFunctionsWritten(double[] x) {
        double s = Math.sin(3 * x[0]);
        return s * s + x[1] * x[2];
    }

    static Stream<String> programs() {
        return Stream.of(
                "tree",
                "steps",
                "megamorphic",
                "generic",
                "rows",
                "tables",
                "floats",
                "chosen",
                "cleanup",
                "curriedFunctions");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theDerivativesAreThoseOfTheProgramWithoutReceivers(String program) {
        assertSame(program, program + "Written");
    }

    @Test
    void aLambdaThatAMethodIsPassedIsFoundInIt() {
        assertSame("stepsOfALambda", "stepsWritten");
    }

    private static void assertSame(String program, String twin) {
        Subject subject = Laboratory.subject(OpenCallProgramsTest.class, program);
        Subject written = Laboratory.subject(OpenCallProgramsTest.class, twin);
        for (double[] point : POINTS) {
            double value = subject.value(point);
            assertEquals(written.value(point), value, 1e-13 * Math.abs(value));
            assertClose(value, written.jvp(point, DIRECTION), subject.jvp(point, DIRECTION));
            assertClose(value, written.gradient(point), subject.gradient(point));
            assertClose(value, written.secondSweep(point), subject.secondSweep(point));
            assertClose(value, written.hvp(point, DIRECTION), subject.hvp(point, DIRECTION));
            assertClose(value, written.hvp(point, DIRECTION), subject.reverseOverReverse(point, DIRECTION));
        }
    }

    private static void assertClose(double value, double[] expected, double[] actual) {
        assertEquals(value, actual[0], "the value is that of the plain call");
        double scale = 1;
        for (double each : expected) {
            scale = Math.max(scale, Math.abs(each));
        }
        assertArrayEquals(expected, actual, 1e-12 * scale);
    }
}
