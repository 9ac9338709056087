package dev.fluxion.agent.link.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.io.Serializable;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that a method found by the class of the receiver may have in Java; each program beside its twin without receivers. */
class OpenCallFormsTest {
    private static final double[][] POINTS = {{0.7, -0.4, 1.3}, {-1.2, 0.9, 0.25}};
    private static final double[] DIRECTION = {0.3, -1.1, 0.6};

    interface Order {
        void next(int[] order, double[] weights);
    }

    static final Order ORDER = (order, weights) -> {
        order[0] = (order[0] + 1) % 3;
        weights[0] += 0.5;
    };

    static double indices(double[] x) {
        int[] order = {0};
        double[] weights = {1};
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum = sum * x[order[0]] + weights[0] * x[1];
            ORDER.next(order, weights);
        }
        return sum;
    }

    static double indicesWritten(double[] x) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum = sum * x[i % 3] + (1 + 0.5 * i) * x[1];
        }
        return sum;
    }

    enum Operation {
        PLUS {
            @Override
            double of(double a, double b) {
                return a + b;
            }
        },
        TIMES {
            @Override
            double of(double a, double b) {
                return a * b;
            }
        };

        abstract double of(double a, double b);
    }

    static double enums(double[] x) {
        double result = x[0];
        for (Operation operation : Operation.values()) {
            result = operation.of(result, x[1]) * operation.ordinal() + operation.of(x[2], x[0]);
        }
        return result;
    }

    static double enumsWritten(double[] x) {
        double plus = (x[0] + x[1]) * 0 + (x[2] + x[0]);
        return plus * x[1] + x[2] * x[0];
    }

    static final class Outer {
        final double factor;

        Outer(double factor) {
            this.factor = factor;
        }

        class Inner implements DoubleUnaryOperator {
            @Override
            public double applyAsDouble(double y) {
                return factor * y * y;
            }
        }

        DoubleUnaryOperator ofThis() {
            return y -> factor * y + scaled(y);
        }

        private double scaled(double y) {
            return factor * Math.sin(y);
        }
    }

    static final Outer OUTER = new Outer(2.5);
    static final DoubleUnaryOperator[] CAPTURING = {OUTER.new Inner(), OUTER.ofThis(), local(0.5)};

    private static DoubleUnaryOperator local(double captured) {
        class Local implements DoubleUnaryOperator {
            @Override
            public double applyAsDouble(double y) {
                return captured / (2 + y * y);
            }
        }
        return new Local();
    }

    static double capturing(double[] x) {
        double product = x[2];
        for (DoubleUnaryOperator f : CAPTURING) {
            product *= f.applyAsDouble(x[0] * x[1]);
        }
        return product;
    }

    static double capturingWritten(double[] x) {
        double u = x[0] * x[1];
        return x[2] * (2.5 * u * u) * (2.5 * u + 2.5 * Math.sin(u)) * (0.5 / (2 + u * u));
    }

    interface Wide {
        double of(
                double a,
                float b,
                int c,
                long d,
                char e,
                boolean f,
                byte g,
                short h,
                double[] i,
                int[] j,
                String k,
                double l,
                double m,
                double n,
                double o,
                double p,
                double q,
                double r,
                double s,
                double t,
                double u);
    }

    static final Wide WIDE = (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u) ->
            f ? a * b * c + d * i[j[0]] + e * l * m + g * n * o + h * p * q + r * s * t * u * k.length() : a;

    static double wide(double[] x) {
        double y = x[0];
        return WIDE.of(
                        y,
                        (float) x[1],
                        2,
                        3L,
                        '\4',
                        true,
                        (byte) 5,
                        (short) 6,
                        x,
                        new int[] {2},
                        "ab",
                        y,
                        y,
                        y,
                        x[1],
                        x[2],
                        y,
                        y,
                        y,
                        x[2],
                        y)
                + WIDE.of(y, 0, 0, 0, 'a', false, (byte) 0, (short) 0, null, null, null, y, y, y, y, y, y, y, y, y, y);
    }

    static double wideWritten(double[] x) {
        double y = x[0];
        return y * (float) x[1] * 2 + 3 * x[2] + 4 * y * y + 5 * y * x[1] + 6 * x[2] * y + y * y * x[2] * y * 2 + y;
    }

    interface Summing {
        double of(double... numbers);
    }

    static final Summing SUMMING = numbers -> {
        double sum = 0;
        for (double number : numbers) {
            sum += number * number;
        }
        return sum;
    };

    static double varargs(double[] x) {
        return SUMMING.of(x[0], x[1], 2) * SUMMING.of(x);
    }

    static double varargsWritten(double[] x) {
        double pair = x[0] * x[0] + x[1] * x[1];
        return (pair + 4) * (pair + x[2] * x[2]);
    }

    static final class Cell {
        private final int size;

        Cell(int size) {
            this.size = size;
        }

        double at(double y) {
            return size * y * y;
        }
    }

    static final IntFunction<Cell> CELLS = Cell::new;
    static final DoubleUnaryOperator STORED = (DoubleUnaryOperator & Serializable) y -> y * y * y;

    static double made(double[] x) {
        return CELLS.apply(3).at(x[0]) + STORED.applyAsDouble(x[1]);
    }

    static double madeWritten(double[] x) {
        return 3 * x[0] * x[0] + x[1] * x[1] * x[1];
    }

    interface Mapping<T> {
        T of(T value);

        private T twice(T value) {
            return of(of(value));
        }

        default T thrice(T value) {
            return of(twice(value));
        }
    }

    static class Rotation implements Mapping<double[]> {
        @Override
        public double[] of(double[] value) {
            return new double[] {value[1], value[2] * value[0], value[0]};
        }
    }

    static final Mapping<double[]> MAPPING = new Rotation();

    static double bridged(double[] x) {
        double[] y = MAPPING.thrice(x);
        return y[0] + 2 * y[1] + 3 * y[2];
    }

    static double bridgedWritten(double[] x) {
        double[] y = {x[1], x[2] * x[0], x[0]};
        double[] z = {y[1], y[2] * y[0], y[0]};
        return z[1] + 2 * z[2] * z[0] + 3 * z[0];
    }

    interface Choice {
        double[] of(double[] a, double[] b);
    }

    static final Choice LARGER = (a, b) -> a[0] > b[0] ? a : b;

    static double written(double[] x) {
        double[] a = {x[0], x[1]};
        double[] b = {x[1], x[2]};
        for (int i = 0; i < 3; i++) {
            double[] larger = LARGER.of(a, b);
            larger[0] = larger[0] * x[2] - larger[1];
            larger[1] *= larger[0];
        }
        return a[0] * b[1] + a[1] * b[0];
    }

    static double writtenWritten(double[] x) {
        double[] a = {x[0], x[1]};
        double[] b = {x[1], x[2]};
        for (int i = 0; i < 3; i++) {
            if (a[0] > b[0]) {
                a[0] = a[0] * x[2] - a[1];
                a[1] *= a[0];
            } else {
                b[0] = b[0] * x[2] - b[1];
                b[1] *= b[0];
            }
        }
        return a[0] * b[1] + a[1] * b[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"indices", "enums", "capturing", "wide", "varargs", "made", "bridged", "written"})
    void theDerivativesAreThoseOfTheProgramWithoutReceivers(String program) {
        Subject subject = Laboratory.subject(OpenCallFormsTest.class, program);
        Subject written = Laboratory.subject(OpenCallFormsTest.class, program + "Written");
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
        double[] expectedDerivatives = expected.clone();
        expectedDerivatives[0] = value;
        assertArrayEquals(expectedDerivatives, actual, 1e-12 * scale);
    }
}
