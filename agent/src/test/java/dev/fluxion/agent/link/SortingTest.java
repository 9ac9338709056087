package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.agent.link.operator.Repeatable;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.Targets;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Sorting moves tangents as it moves numbers; {@code SortingPrograms} has more. The references are permutations by hand. */
class SortingTest {
    private static MethodHandle jacobian(String name, Function<double[], double[]> f) throws Throwable {
        return Laboratory.theCompiler().function(name, f);
    }

    private static MethodHandle operator(String name, ToDoubleFunction<double[]> f) throws Throwable {
        return Laboratory.theCompiler().function(name, f);
    }

    static double[] sorted(double[] x) {
        double[] y = x.clone();
        Arrays.sort(y);
        return y;
    }

    static double[] part(double[] x) {
        double[] y = x.clone();
        Arrays.parallelSort(y, 2, y.length - 1);
        return y;
    }

    /** Where each element of the sorted array comes from: the least of those left, the first among equals. */
    private static int[] selection(double[] x, int from, int to) {
        int[] places = new int[x.length];
        boolean[] taken = new boolean[x.length];
        for (int place = 0; place < x.length; place++) {
            int least = -1;
            for (int i = from; place >= from && place < to && i < to; i++) {
                if (!taken[i] && (least < 0 || Double.compare(x[i], x[least]) < 0)) {
                    least = i;
                }
            }
            places[place] = least < 0 ? place : least;
            taken[places[place]] = true;
        }
        return places;
    }

    private static void assertPermutes(Function<double[], double[]> f, double[] x, int[] places) throws Throwable {
        double[][] expected = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i][places[i]] = 1;
        }
        for (String mode : new String[] {"FORWARD", "REVERSE"}) {
            double[][] jacobian = new double[x.length][x.length];
            double[] value = (double[]) jacobian("valueAndJacobian:" + mode, f).invokeExact(x, jacobian);
            assertArrayEquals(bits(f.apply(x)), bits(value));
            assertArrayEquals(expected, jacobian, mode);
        }
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    @Test
    void tangentsFollowTheirNumbers() throws Throwable {
        Random random = new Random(5);
        for (int n : new int[] {1, 2, 7, 60, 140, 700}) {
            double[] x = random.doubles(n, -1, 1).toArray();
            assertPermutes(SortingTest::sorted, x, selection(x, 0, n));
            if (n > 3) {
                assertPermutes(SortingTest::part, x, selection(x, 2, n - 1));
            }
        }
    }

    @Test
    void equalNumbersKeepTheirOrder() throws Throwable {
        double[] x = {2, 1, 2, 1, 1, 2, 0.5, 2};
        assertPermutes(SortingTest::sorted, x, new int[] {6, 1, 3, 4, 0, 2, 5, 7});
        double[] many = new Random(6).ints(300, 0, 7).asDoubleStream().toArray();
        assertPermutes(SortingTest::sorted, many, selection(many, 0, 300));
    }

    @Test
    void notANumberIsLastAndNegativeZeroBeforeZero() throws Throwable {
        double[] x = {
            0.0, Double.NaN, -0.0, Double.POSITIVE_INFINITY, 0.0, -0.0, Double.NaN, -1, Double.NEGATIVE_INFINITY
        };
        assertPermutes(SortingTest::sorted, x, new int[] {8, 7, 2, 5, 0, 4, 3, 1, 6});
    }

    static double floats(double[] x) {
        float[] sorted = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            sorted[i] = (float) x[i];
        }
        Arrays.sort(sorted);
        Arrays.parallelSort(sorted, 0, 2);
        float sum = 0;
        for (int i = 0; i < sorted.length; i++) {
            sum += (i + 1) * sorted[i] * sorted[i];
        }
        return sum;
    }

    @Test
    void floatsAreSortedToo() throws Throwable {
        double[] x = {3, -0.0f, 2, 0, 3, -5};
        double[] expected = {2 * 5 * 3, 0, 2 * 4 * 2, 0, 2 * 6 * 3, -2 * 5};
        double[] v = {1, 2, 3, 4, 5, 6};
        double[] products = {2 * 5, 2 * 2 * 2, 2 * 4 * 3, 2 * 3 * 4, 2 * 6 * 5, 2 * 6};
        for (String mode : new String[] {"gradient", "gradient:FORWARD", "gradient:REVERSE"}) {
            double[] gradient = new double[6];
            double value = (double) operator(mode, SortingTest::floats).invokeExact(x, gradient);
            assertEquals(floats(x), value);
            assertArrayEquals(expected, gradient, mode);
        }
        double[] product = new double[6];
        double unused = (double) operator("hvp", SortingTest::floats).invokeExact(x, v, new double[6], product);
        assertArrayEquals(products, product);
    }

    static double weighed(double[] x) {
        double[] y = x.clone();
        Arrays.sort(y);
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += (i + 1) * y[i] * y[i] * y[i];
        }
        return sum;
    }

    @GradientOf("weighed")
    static double[] weighedGradient(double[] x) {
        return Fluxion.derived();
    }

    /** Three times the third-degree function. */
    static double alongGradient(double[] x) {
        double[] g = weighedGradient(x);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += g[i] * x[i];
        }
        return sum;
    }

    @Test
    void aGradientThroughASortMayBeDifferentiated() throws Throwable {
        double[] x = {2, -1, 3, 0.5};
        double[] expected = {9 * 3 * 4, 9, 9 * 4 * 9, 9 * 2 * 0.25};
        for (String mode : new String[] {"gradient", "gradient:FORWARD"}) {
            double[] gradient = new double[4];
            double value = (double) operator(mode, SortingTest::alongGradient).invokeExact(x, gradient);
            assertEquals(3 * weighed(x), value, 1e-12);
            assertArrayEquals(expected, gradient, 1e-12, mode);
        }
    }

    @Test
    void aHessianOfAMethodThatSortsItsOwnArrayIsGiven() throws Throwable {
        double[] x = {2, -1, 3, 0.5};
        double[][] hessian =
                (double[][]) operator("hessian", SortingTest::weighed).invokeExact(x);
        double[][] expected = {{6 * 3 * 2, 0, 0, 0}, {0, -6, 0, 0}, {0, 0, 6 * 4 * 3, 0}, {0, 0, 0, 6 * 2 * 0.5}};
        assertArrayEquals(expected, hessian);
    }

    private static final double[] SHARED = {3, 1, 2};

    static double sortsWhatOthersSee(double[] x) {
        Arrays.sort(SHARED);
        return x[0] * x[1] * SHARED[0];
    }

    @Test
    void aSortOfAnArrayThatOthersSeeIsAnEffect() throws Throwable {
        Target target = Targets.of(
                Laboratory.theCompiler().linker(), StubHandles.method(SortingTest.class, "sortsWhatOthersSee"));
        assertEquals(
                "a store into an array that the method is not passed at " + SortingTest.class.getName()
                        + ".sortsWhatOthersSee",
                Repeatable.effect(Laboratory.theCompiler().linker(), target).replaceAll(":\\d+$", ""));
    }

    static double outOfRange(double[] x) {
        double[] y = x.clone();
        Arrays.sort(y, 1, 9);
        return y[0];
    }

    static double reversedRange(double[] x) {
        double[] y = x.clone();
        Arrays.sort(y, 2, 1);
        return y[0];
    }

    static double none(double[] x) {
        double[] y = x[0] > 0 ? null : x;
        Arrays.sort(y);
        return y[0];
    }

    @Test
    void whatCannotBeSortedThrowsWhatThePlainCallThrows() throws Throwable {
        assertThrowsTheSame(SortingTest::outOfRange);
        assertThrowsTheSame(SortingTest::reversedRange);
        assertThrows(NullPointerException.class, () -> none(new double[] {1, 2, 3}));
        for (String mode : new String[] {"gradient", "gradient:FORWARD"}) {
            assertThrows(NullPointerException.class, () -> evaluate(mode, SortingTest::none));
        }
    }

    private static void evaluate(String mode, ToDoubleFunction<double[]> f) throws Throwable {
        double unused = (double) operator(mode, f).invokeExact(new double[] {1, 2, 3}, new double[3]);
    }

    private static void assertThrowsTheSame(ToDoubleFunction<double[]> f) {
        RuntimeException plain = assertThrows(RuntimeException.class, () -> f.applyAsDouble(new double[] {1, 2, 3}));
        for (String mode : new String[] {"gradient", "gradient:FORWARD"}) {
            RuntimeException derived = assertThrows(RuntimeException.class, () -> evaluate(mode, f));
            assertEquals(plain.toString(), derived.toString());
        }
    }
}
