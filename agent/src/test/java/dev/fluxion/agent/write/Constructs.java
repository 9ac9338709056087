package dev.fluxion.agent.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What Java can say, one construct per method. Each result, or the exception, has to be the same after the class was read into
 * IR and written back.
 */
@SuppressWarnings({
    "unused",
    "fallthrough",
    "NarrowingCompoundAssignment",
    "ShortCircuitBoolean",
    "UnnecessaryStringBuilder"
})
final class Constructs {
    private Constructs() {}

    static Object integerArithmeticWrapsAndTruncates() {
        int big = Integer.MAX_VALUE;
        int many = 33;
        long wide = Long.MIN_VALUE;
        return List.of(
                big + 1,
                -big - 2,
                big * 3,
                7 / -2,
                7 % -2,
                -7 >> 1,
                -7 >>> 28,
                1 << many,
                wide - 1,
                wide / -1,
                -7L >>> 60,
                ~5 ^ 3);
    }

    private static String integers(int a, int b, long c, long d) {
        return List.of(a >> b, a >>> b, a << b, a | b, a & b, a ^ b, a % b, -a)
                + List.of(c * d, c % d, -c, c << b, c >> b, c >>> b, c & d, c | d, c ^ d, c - d)
                        .toString();
    }

    private static float singles(float a, float b) {
        float sum = a + b;
        float difference = a - b;
        a = sum * difference % b;
        b = a / -b;
        return a + b * sum - difference;
    }

    private static double doubles(double a, double b) {
        return (a - b) % b + -a / b;
    }

    static Object arithmeticOfEveryType() {
        return integers(-77, 5, 1L << 40, -12345)
                + integers(1000, 33, -7, 3)
                + singles(2.5f, -1.25f)
                + doubles(7.5, 2)
                + singles(1, 0)
                + doubles(-1, 0);
    }

    private static String converted(int i, long j, float f, double d) {
        return List.of((float) i, (double) i, (long) i, (float) j, (double) j, (int) j, (int) f, (long) f, (double) f)
                + List.of((int) d, (long) d, (float) d, (byte) i, (char) i, (short) i)
                        .toString();
    }

    static Object conversionsOfEveryPair() {
        return converted(70_000, 1L << 33, -2.75f, 1e10) + converted(-1, -1, Float.NaN, Double.NEGATIVE_INFINITY);
    }

    @SuppressWarnings("ReferenceEquality")
    private static String compared(int a, int b, Object c, Object d) {
        StringBuilder out = new StringBuilder();
        if (a != b) {
            out.append(1);
        }
        if (a == b) {
            out.append(2);
        }
        if (c != d) {
            out.append(3);
        }
        if (c == d) {
            out.append(4);
        }
        if (c == null) {
            out.append(5);
        }
        if (d != null) {
            out.append(6);
        }
        return out.toString();
    }

    static Object comparisonsOfNumbersAndReferences() {
        return compared(1, 1, "", null) + compared(1, 2, null, null) + compared(2, 1, "a", "a");
    }

    static Object conversionsSaturateAndNarrow() {
        double huge = 1e300;
        double nan = Double.NaN;
        int i = 0x12345;
        return List.of((int) huge, (long) nan, (float) huge, (byte) i, (char) i, (short) -i, (int) -3.9f, (double)
                Long.MAX_VALUE);
    }

    static Object comparisonsWithNaNAreFalse() {
        StringBuilder out = new StringBuilder();
        for (double x : new double[] {1, Double.NaN, -0.0, Double.POSITIVE_INFINITY}) {
            out.append(x < 0)
                    .append(x > 0)
                    .append(x <= 0)
                    .append(x >= 0)
                    .append(x == 0)
                    .append(x != 0);
            float f = (float) x;
            out.append(f < 0)
                    .append(f > 0)
                    .append(f <= 0)
                    .append(f >= 0)
                    .append(!(f < 0))
                    .append(!(f >= 0));
        }
        return out.toString();
    }

    static Object minusZeroStaysMinusZero() {
        double zero = -0.0;
        float single = -0.0f;
        return List.of(1 / zero, 1 / single, Double.doubleToRawLongBits(0.0 + zero), Float.floatToRawIntBits(single));
    }

    static Object constantsOfEverySize() {
        return List.of(
                -1,
                5,
                6,
                -128,
                -129,
                32767,
                32768,
                Integer.MIN_VALUE,
                0L,
                1L,
                2L,
                Long.MAX_VALUE,
                0f,
                1f,
                2f,
                3f,
                0.0,
                1.0,
                2.0,
                "text",
                String.class,
                int[].class,
                'c');
    }

    static Object divisionByZeroThrows() {
        int zero = "".length();
        return 1 / zero;
    }

    static Object compoundAssignmentsEvaluateOnce() {
        int[] a = {5, 6, 7, 8};
        int i = 0;
        a[i++] += i;
        a[i++] -= a[i]--;
        a[i] <<= i++;
        byte b = 120;
        b += 10;
        char c = 'a';
        c++;
        return Arrays.toString(a) + i + b + c;
    }

    static Object incrementsBeforeAndAfter() {
        int i = 3;
        int j = i++ + ++i;
        long k = j--;
        i += 40_000;
        int before = i;
        i = i++ + before;
        return List.of(i, j, k);
    }

    static Object variablesSwapInLoops() {
        int a = 1;
        int b = 2;
        int c = 3;
        long p = 10;
        double q = 0.5;
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            int t = a;
            a = b;
            b = c;
            c = t;
            double r = q;
            q = p;
            p = (long) (r * 4);
            out.append(a).append(b).append(c).append(p).append(q).append(' ');
        }
        return out.toString();
    }

    static Object fibonacciMovesInParallel() {
        long a = 0;
        long b = 1;
        for (int n = 0; n < 60; n++) {
            long next = a + b;
            a = b;
            b = next;
        }
        return a;
    }

    static Object labeledLoopsAreLeftFromWithin() {
        StringBuilder out = new StringBuilder();
        outer:
        for (int i = 0; ; i++) {
            int j = 0;
            do {
                if (j == 3) {
                    continue outer;
                }
                if (i * j > 6) {
                    break outer;
                }
                out.append(i).append(j).append(' ');
                j++;
            } while (true);
        }
        return out.toString();
    }

    static Object conditionsShortCircuit() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            boolean a = (i & 1) != 0;
            boolean b = (i & 2) != 0;
            boolean c = (i & 4) != 0;
            boolean d = a && (b || c) || !a && !(b && c);
            out.append(d ? a ? 1 : 2 : b ? c ? 3 : 4 : 5).append(a ^ b & c);
        }
        return out.toString();
    }

    static Object valuesStayOnTheStackAcrossBranches() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            out.append(Math.max(i > 1 ? i * 2 : -i, i == 2 ? 100 : i) + (i > 2 ? 1000L : 1) * (i % 2 == 0 ? 1.5 : 2));
        }
        return out.toString();
    }

    static Object switchesDenseSparseAndOnStrings() {
        StringBuilder out = new StringBuilder();
        for (int i = -3; i < 8; i++) {
            switch (i) {
                case -2:
                    out.append('a');
                case 0:
                case 1:
                    out.append('b');
                    break;
                case 5:
                    continue;
                default:
                    out.append('d');
                case 3:
                    out.append('e');
            }
        }
        for (int i : new int[] {Integer.MIN_VALUE, -1, 1000, Integer.MAX_VALUE}) {
            out.append(
                    switch (i) {
                        case Integer.MIN_VALUE -> "low";
                        case 1000 -> "thousand";
                        case Integer.MAX_VALUE -> "high";
                        default -> "other";
                    });
        }
        for (String word : List.of("Aa", "BB", "C", "")) {
            switch (word) {
                case "Aa" -> out.append(1);
                case "BB" -> out.append(2);
                case "" -> out.append(3);
                default -> out.append(4);
            }
        }
        for (Thread.State state : Thread.State.values()) {
            out.append(
                    switch (state) {
                        case NEW, TERMINATED -> 'x';
                        case RUNNABLE -> 'y';
                        default -> 'z';
                    });
        }
        return out.toString();
    }

    static Object arraysOfEveryKind() {
        boolean[] z = {true, false};
        byte[] b = {-1, 2};
        char[] c = {'x', 'y'};
        short[] s = {-3, 4};
        int[] i = {5};
        long[] j = {6};
        float[] f = {7};
        double[] d = {8};
        String[] r = {"nine"};
        z[1] = z[0];
        b[1] += 300;
        c[0]++;
        s[1] = (short) 70_000;
        s[0] -= s[1];
        i[0] <<= 3;
        j[0]--;
        f[0] /= 2;
        d[0] *= -1;
        r[0] += "!";
        int[][][] grid = new int[2][3][];
        grid[1][2] = new int[] {1, 2, 3};
        grid[1][2][1] = grid.length + grid[0].length;
        return Arrays.toString(z)
                + Arrays.toString(b)
                + Arrays.toString(c)
                + Arrays.toString(s)
                + i[0]
                + j[0]
                + f[0]
                + d[0]
                + r[0]
                + Arrays.deepToString(grid)
                + grid.clone().length
                + b.clone()[0];
    }

    static Object storingTheWrongTypeThrows() {
        Object[] strings = new String[1];
        strings[0] = 1;
        return strings;
    }

    static Object indexOutOfBoundsThrows() {
        return (new double[2][3])[1][3];
    }

    static Object castsAndTypeTests() {
        Object[] all = {"text", 3, null, new int[0], List.of(1)};
        StringBuilder out = new StringBuilder();
        for (Object one : all) {
            out.append(one instanceof String).append(one instanceof int[]).append(one instanceof Iterable<?>);
            if (one instanceof Integer number && number > 2) {
                out.append(number + 1);
            }
        }
        return out.append((CharSequence) all[0]).append((Comparable<?>) all[2]).toString();
    }

    static Object aFailedCastThrows() {
        Object text = "text";
        return (Integer) text;
    }

    static Object catchAndFinallySeeTheLocals() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            int step = 0;
            try {
                step = 1;
                int quotient = 6 / (i - 1);
                step = 2;
                out.append(quotient);
                if (i == 2) {
                    continue;
                }
                step = new int[i][0].length;
                out.append(new int[i - 1].length);
                step += new int[1][1][i][0].length;
            } catch (ArithmeticException e) {
                out.append("A").append(step);
            } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
                out.append(e.getClass().getSimpleName()).append(step);
            } finally {
                out.append("f").append(step).append(i);
            }
        }
        return out.toString();
    }

    @SuppressWarnings("finally")
    private static int finallyWins(int n) {
        for (int i = 0; ; i++) {
            try {
                if (i == n) {
                    return i;
                }
                throw new IllegalStateException();
            } catch (IllegalStateException e) {
                if (i > 2) {
                    return -1;
                }
            } finally {
                if (n == 7) {
                    return 77;
                }
            }
        }
    }

    static Object finallyMayOverrideTheReturn() {
        return List.of(finallyWins(0), finallyWins(2), finallyWins(9), finallyWins(7));
    }

    static Object nestedHandlersRethrow() {
        StringBuilder out = new StringBuilder();
        try {
            try {
                try {
                    throw new IllegalArgumentException("inner");
                } catch (IllegalArgumentException e) {
                    out.append(e.getMessage());
                    throw new IllegalStateException("outer", e);
                } finally {
                    out.append(1);
                }
            } finally {
                out.append(2);
            }
        } catch (IllegalStateException e) {
            return out.append(e.getMessage()).append(e.getCause().getMessage()).toString();
        }
    }

    private record Resource(StringBuilder log, String name) implements AutoCloseable {
        @Override
        public void close() {
            log.append("close ").append(name).append(' ');
            if (name.equals("second")) {
                throw new IllegalStateException("while closing");
            }
        }
    }

    static Object tryWithResourcesClosesInReverse() {
        StringBuilder log = new StringBuilder();
        try (Resource first = new Resource(log, "first");
                Resource second = new Resource(log, "second")) {
            log.append(first.name()).append(second.name().charAt(9));
        } catch (StringIndexOutOfBoundsException e) {
            log.append(e.getSuppressed()[0].getMessage());
        }
        return log.toString();
    }

    static Object synchronizedBlocksReleaseOnThrow() {
        Object lock = new Object();
        int[] a = new int[1];
        String caught = "";
        try {
            synchronized (lock) {
                a[0] = 1;
                synchronized (a) {
                    a[2] = 2;
                }
            }
        } catch (IndexOutOfBoundsException e) {
            caught = "caught";
        }
        return caught + Thread.holdsLock(lock) + Thread.holdsLock(a) + a[0];
    }

    static Object lambdasCapture() {
        int base = 3;
        double scale = 2.5;
        DoubleUnaryOperator f = x -> x * scale + base;
        Supplier<List<String>> make = ArrayList::new;
        List<String> words = make.get();
        Collections.addAll(words, "pear", "fig", "apple");
        words.sort(Comparator.comparing(String::length).thenComparing(Comparator.reverseOrder()));
        return f.andThen(Math::sqrt).applyAsDouble(4)
                + words.stream().map(word -> word + base).collect(Collectors.joining(","));
    }

    static Object stringsConcatenate() {
        String nothing = null;
        char c = 'x';
        return "a" + 1 + 2L + 3f + 4.0 + c + true + nothing + new int[0].length + "\u0001\u0002";
    }

    private abstract static class Shape {
        final String name;
        private int hidden;

        Shape(String name) {
            this.name = name;
            hidden = describe().length();
        }

        abstract double area();

        String describe() {
            return name + area();
        }
    }

    private static class Square extends Shape {
        private double side = 2;

        Square(boolean named, double side) {
            super(named ? "square" : side > 1 ? "big" : "small");
            this.side += side;
        }

        @Override
        double area() {
            return side * side;
        }

        @Override
        String describe() {
            return "[" + super.describe() + "]";
        }
    }

    static Object constructorsRunInOrder() {
        Shape square = new Square(false, 3);
        return square.describe() + square.hidden + new Square(Boolean.parseBoolean("true"), 1).name;
    }

    static Object objectsAreMadeAmongTheirArguments() {
        int n = 2;
        return new StringBuilder(new String(n > 1 ? new char[] {'a', 'b'} : new char[n]))
                .append(new int[] {1, n, new int[] {5}[0]}.length)
                .append(new StringBuilder(n == 2 ? "two" : "other").reverse())
                .toString();
    }

    static Object anObjectIsMadeInsideATry() {
        String text;
        try {
            text = new String(new char[] {'o', 'k'}, 0, 3);
        } catch (StringIndexOutOfBoundsException e) {
            text = new StringBuilder("caught")
                    .append(new Object() {
                        @Override
                        public String toString() {
                            return "anonymous";
                        }
                    })
                    .toString();
        }
        return text;
    }

    private interface Greeting {
        private String start() {
            return "hello ";
        }

        default String greet(String name) {
            return start() + name;
        }

        static Greeting make() {
            return new Greeting() {};
        }
    }

    static Object interfacesHaveCode() {
        return Greeting.make().greet("world");
    }

    private enum Planet {
        EARTH(1) {
            @Override
            double weight() {
                return 9.81;
            }
        },
        MOON(2);

        private final int number;

        Planet(int number) {
            this.number = number;
        }

        double weight() {
            return number;
        }
    }

    static Object enumsWithBodies() {
        return Planet.EARTH.weight() + Planet.valueOf("MOON").weight() + Planet.values().length;
    }

    private final class Inner {
        private final int value;

        Inner(int value) {
            this.value = value + outerValue;
        }
    }

    private int outerValue = 4;

    static Object innerClassesKnowTheirOuter() {
        Constructs outer = new Constructs();
        outer.outerValue++;
        return outer.new Inner(10).value;
    }

    private static int sum(int... numbers) {
        int sum = 0;
        for (int number : numbers) {
            sum += number;
        }
        return sum;
    }

    static Object variableArguments() {
        return sum() + sum(1, 2) * sum(new int[] {3});
    }

    private static long ackermann(long m, long n) {
        return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
    }

    static Object recursion() {
        return ackermann(2, 3);
    }

    static Object linesOfStackTracesStay() {
        try {
            return sum(1, new int[0][0].length);
        } catch (IndexOutOfBoundsException e) {
            return e.getStackTrace()[0].getLineNumber() + new Throwable().getStackTrace()[0].getMethodName();
        }
    }

    static Object manyLocalsOfMixedWidth() {
        long a = 1;
        int b = 2;
        double c = 3;
        {
            float d = 4;
            a += (long) d;
        }
        {
            double e = 5;
            c += e;
            String f = "six";
            b += f.length();
        }
        long g = a;
        for (int h = 0; h < 3; h++) {
            long i = g;
            g = a + h;
            a = i;
            double j = c;
            c = b;
            b = (int) j;
        }
        return List.of(a, b, c, g);
    }

    static Object assertionsAndStaticState() {
        counter += 2;
        assert counter > 0 : "counter " + counter;
        return counter++ + counter;
    }

    private static int counter;
}
