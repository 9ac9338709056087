package dev.fluxion.agent.derive;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** What Java can say around numbers, {@code double f(double[])} each, for points of five elements. */
@SuppressWarnings({
    "unused", // called by reflection
    "finally",
    "try",
    "AssignmentExpression",
    "EffectivelyPrivate",
    "NarrowingCompoundAssignment",
    "UnnecessaryStringBuilder"
})
final class LanguagePrograms {
    private LanguagePrograms() {}

    private enum Operation {
        ADD(0.5),
        MULTIPLY(1.5);

        private final double weight;

        Operation(double weight) {
            this.weight = weight;
        }

        private double apply(double a, double b) {
            return switch (this) {
                case ADD -> a + weight * b;
                case MULTIPLY -> a * b * weight + 1;
            };
        }
    }

    private static class Scale {
        protected double factor = 2;
        private int calls;

        protected double of(double v) {
            calls++;
            return v * factor;
        }

        final synchronized double guarded(double v) {
            if (v > 1e6) {
                throw new IllegalStateException();
            }
            return v * v * factor;
        }
    }

    private static final class ShiftedScale extends Scale {
        @Override
        protected double of(double v) {
            factor += 0.5;
            return super.of(v) * v + factor;
        }

        private double all(double[] x) {
            double sum = 0;
            for (double v : x) {
                sum += of(v) * super.of(v);
            }
            return sum;
        }
    }

    private static final class Resource implements AutoCloseable {
        private static int open;

        Resource() {
            open++;
        }

        @Override
        public void close() {
            open--;
        }
    }

    private static final class Rows {
        static <T> void fill(T[] rows, T row) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row;
            }
        }
    }

    static double switchesOnStringsAndEnums(double[] x) {
        double s = 1;
        String[] words = {"add", "times", "other", "times", "add"};
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "add":
                    s = Operation.ADD.apply(s, x[i]);
                    break;
                case "times":
                    s = Operation.values()[1].apply(s, x[i]);
                    break;
                default:
                    s -= x[i] * x[i];
            }
        }
        return s;
    }

    static double switchExpressionsThatYield(double[] x) {
        double s = 0;
        for (int i = 0; i < 8; i++) {
            s += switch (i & 3) {
                case 0 -> x[i % 5];
                case 1 -> {
                    double product = 1;
                    for (double v : x) {
                        if (v < -1) {
                            continue;
                        }
                        product *= v;
                    }
                    yield product * s;
                }
                default -> Math.sin(x[i % 5]);
            };
        }
        return s;
    }

    static double ternariesOfArrays(double[] x) {
        double[] p = x.clone();
        double[] q = x.clone();
        double s = 0;
        for (int i = 0; i < 5; i++) {
            (i % 2 == 0 ? p : q)[i] *= (x[i] > 0 ? p : q)[(i + 1) % 5];
            double[] r = i == 3 ? null : i > 3 ? p : q;
            s += r == null ? 0 : r[i] * r[0];
        }
        return s;
    }

    static double argumentsInOrder(double[] x) {
        int i = 0;
        double[] a = x.clone();
        return four(a[i++], a[i++] = a[i], a[i] += a[i - 1], a[--i]) + a[1] * a[2];
    }

    private static double four(double a, double b, double c, double d) {
        return a * b + c * d * a;
    }

    static double narrowingAssignments(double[] x) {
        byte b = 10;
        b += 3.7;
        b *= 30;
        short s = 5;
        s <<= 3;
        int i = 3;
        i *= 1.5;
        i -= 0.9;
        char c = 'a';
        c++;
        long l = 3;
        l <<= 40;
        l >>>= 3;
        double d = i;
        d -= b * x[1];
        d *= x[0] + 2;
        d += c * x[1] * x[2];
        d += l * 1e-12 * x[2] * x[3];
        return d + s * x[4] * x[4];
    }

    static double variableArguments(double[] x) {
        return sumOfSquares(x[0], x[1] * x[2], x[3]) * sumOfSquares() + sumOfSquares(x) * sumOfSquares(x[4]);
    }

    private static double sumOfSquares(double... values) {
        double sum = 1;
        for (double v : values) {
            sum += v * v;
        }
        return sum;
    }

    static double finallyThatRunsOnEveryWayOut(double[] x) {
        double s = 1;
        for (int i = 0; i < 5; i++) {
            try {
                s += x[i];
                if (i % 2 == 0) {
                    continue;
                }
                s *= x[i];
                if (i == 3) {
                    break;
                }
            } finally {
                s += 0.5 * x[0] * s;
            }
        }
        return s + leftByFinally(x[0], x[1]) * leftByFinally(x[2], -1);
    }

    private static double leftByFinally(double a, double b) {
        double r = a;
        try {
            if (b < 0) {
                throw new IllegalStateException();
            }
            r = a * b;
            return r;
        } catch (IllegalStateException e) {
            r = a * a;
            return r * 2;
        } finally {
            if (a > 0.5) {
                return r + 3 * a;
            }
        }
    }

    static double resourcesClosed(double[] x) {
        double s = 1;
        for (int i = 0; i < 7; i++) {
            try (Resource first = new Resource();
                    Resource second = i == 2 ? null : new Resource()) {
                s += x[i] * s * 0.2;
            } catch (RuntimeException e) {
                s *= x[0];
            }
        }
        return s + Resource.open;
    }

    static double handlersNestedInLoops(double[] x) {
        double s = 0;
        for (int i = 0; i < 3; i++) {
            try {
                for (int j = 0; ; j++) {
                    try {
                        s += x[i + j] * x[j];
                        if (j == 2 && i == 1) {
                            throw new IllegalStateException();
                        }
                    } catch (RuntimeException e) {
                        s *= 0.9;
                        if (e instanceof IndexOutOfBoundsException) {
                            throw e;
                        }
                    }
                }
            } catch (IndexOutOfBoundsException e) {
                s += x[i] * s * 0.1;
            }
        }
        return s;
    }

    static double monitorsAndSynchronizedMethods(double[] x) {
        Scale scale = new Scale();
        double s = 0;
        for (int i = 0; i < 5; i++) {
            synchronized (scale) {
                s += scale.guarded(x[i]) * x[0];
                if (i == 3) {
                    break;
                }
            }
            s *= 1.1;
        }
        return s + (Thread.holdsLock(scale) ? 100 : 0);
    }

    static double superCallsOnAReceiverThatChanges(double[] x) {
        return new ShiftedScale().all(x);
    }

    static double objectsMadeInATry(double[] x) {
        double s = 0;
        for (int i = 0; i < 4; i++) {
            try {
                int[] pair = {i, i + 1};
                StringBuilder text = new StringBuilder().append(i);
                s += x[pair[0]] * x[pair[1]] * text.length();
            } catch (IllegalStateException e) {
                s = -1;
            }
        }
        return s;
    }

    static double collectionsOfIndices(double[] x) {
        List<Integer> indices = new ArrayList<>(List.of(0, 2, 4, 1));
        BitSet odd = new BitSet();
        odd.set(1);
        odd.set(3);
        double s = 0;
        for (Iterator<Integer> it = indices.iterator(); it.hasNext(); ) {
            int i = it.next();
            s += x[i] * (s + x[(i + 1) % 5]);
        }
        for (int i = odd.nextSetBit(0); i >= 0; i = odd.nextSetBit(i + 1)) {
            s *= x[i] + 0.5;
        }
        return s;
    }

    static double randomWalk(double[] x) {
        Random random = new Random(7);
        double s = x[0];
        for (int i = 0; i < 20; i++) {
            int k = random.nextInt(5);
            s = random.nextBoolean()
                    ? s + x[k] * random.nextDouble()
                    : s * (1 - 0.1 * random.nextGaussian()) + 0.1 * x[k] * s;
        }
        return s;
    }

    static double bytesWrittenByAnInertCall(double[] x) {
        byte[] bytes = new byte[5];
        Random random = new Random(3);
        double s = 0;
        for (double v : x) {
            s += (bytes[0] + 1) * v * v;
            random.nextBytes(bytes);
        }
        return s;
    }

    static double arraysBehindObjects(double[] x) {
        double[] work = new double[5];
        double[][] rows = new double[2][];
        Rows.fill(rows, work);
        Object[] mixed = {rows, "text", x};
        double s = 0;
        for (int i = 0; i < 5; i++) {
            s += (work[0] + 1) * x[i] * x[i];
            ((double[][]) mixed[0])[1][0] = ((double[]) mixed[2])[i];
        }
        return s;
    }
}
