package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.Fluxion;
import dev.fluxion.HessianOf;
import dev.fluxion.JacobianOf;
import dev.fluxion.Mode;
import dev.fluxion.agent.link.nested.NestedReference;
import dev.fluxion.runtime.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Methods that run several times: what is refused when it is reached, what is not reached, and what is no effect. */
class RepeatedTest {
    private static final double[] POINT = {0.7, -1.3};
    private static double total;
    private static final double[] SHARED = new double[2];

    /** The Hessian of {@code x0³ x1} is {{6 x0 x1, 3 x0²}, {3 x0², 0}}. */
    private static double cubic(double[] x) {
        return x[0] * x[0] * x[0] * x[1];
    }

    private static double[][] hessian(ToDoubleFunction<double[]> f, double... x) throws Throwable {
        return (double[][]) Laboratory.theCompiler().function("hessian", f).invokeExact(x.clone());
    }

    private static void assertCubic(ToDoubleFunction<double[]> f) throws Throwable {
        double[][] hessian = hessian(f, POINT);
        assertArrayEquals(new double[] {6 * POINT[0] * POINT[1], 3 * POINT[0] * POINT[0]}, hessian[0], 1e-13);
        assertArrayEquals(new double[] {3 * POINT[0] * POINT[0], 0}, hessian[1], 1e-13);
    }

    private static void assertRefused(String cause, ToDoubleFunction<double[]> f) {
        Refusal refusal = assertThrows(Refusal.class, () -> hessian(f, POINT));
        assertTrue(refusal.getMessage().startsWith("Cannot differentiate " + cause), refusal.getMessage());
        assertTrue(
                refusal.getMessage().contains(" in several passes, as a Jacobian or a Hessian takes them, at "),
                refusal.getMessage());
        assertTrue(refusal.getMessage().contains("Each pass would do it again: take it out of the method"));
    }

    // What is not reached

    static double printsErrors(double[] x) {
        if (x[0] > 100) {
            System.out.println("large: " + x[0]);
        }
        return cubic(x);
    }

    /** In another class, so that it is not expanded in place. */
    private static final class Model {
        static double storesIfLarge(double x, double y) {
            if (x > 100) {
                total = x;
            }
            return deeper(x) * y;
        }

        private static double deeper(double x) {
            if (x < -100) {
                total = x;
                Thread.dumpStack();
            }
            return x * x * x;
        }

        static double recursive(double x, int depth) {
            if (depth == 0) {
                return 1;
            }
            if (x > 50) {
                System.out.println(x);
            }
            return x * recursive(x, depth - 1);
        }

        /** Carries nothing. */
        static int count(int n) {
            if (n > 5) {
                total++;
            }
            return n + 1;
        }

        private Model() {}
    }

    static double callsAModel(double[] x) {
        return Model.storesIfLarge(x[0], x[1]);
    }

    static double callsARecursion(double[] x) {
        return Model.recursive(x[0], 3) * x[1];
    }

    static double counts(double[] x) {
        return cubic(x) * (Model.count(x.length) - 2);
    }

    @Test
    void whatIsNotReachedIsNotRefused() throws Throwable {
        assertCubic(RepeatedTest::printsErrors);
        assertCubic(RepeatedTest::callsAModel);
        assertCubic(RepeatedTest::callsARecursion);
        assertCubic(RepeatedTest::counts);
    }

    static double[] curve(double[] x) {
        if (x[0] > 100) {
            total += x[0];
        }
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return new double[] {sum, x[0] * x[128]};
    }

    @Test
    void nothingThatIsNotReachedIsRefusedInPassesOfColumns() throws Throwable {
        double[] x = new double[129];
        Arrays.fill(x, 0.5);
        Function<double[], double[]> curve = RepeatedTest::curve;
        double[][] jacobian = (double[][])
                Laboratory.theCompiler().function("jacobian:FORWARD", curve).invokeExact(x);
        double[] ones = new double[129];
        Arrays.fill(ones, 1);
        assertArrayEquals(ones, jacobian[0]);
        assertEquals(0.5, jacobian[1][0]);
        assertEquals(0.5, jacobian[1][128]);
        ToDoubleFunction<double[]> first = v -> curve(v)[0];
        double[] gradient = new double[129];
        double value = (double)
                Laboratory.theCompiler().function("gradient:FORWARD", first).invokeExact(x, gradient);
        assertEquals(129 * 0.25, value);
        assertArrayEquals(ones, gradient);
    }

    // What is reached

    private final List<String> log = new ArrayList<>();
    private int started;

    private double does(double[] x, Runnable action) {
        started++;
        double cube = x[0] * x[0] * x[0];
        if (x[1] < 0) {
            action.run();
        }
        return cube * x[1];
    }

    static double stores(double[] x) {
        double value = cubic(x);
        total = value;
        return value;
    }

    static double storesInCallee(double[] x) {
        return Model.storesIfLarge(x[0] + 1_000, x[1]);
    }

    static double countsInCallee(double[] x) {
        return cubic(x) * Model.count(10);
    }

    @Test
    void whatIsReachedIsRefusedBeforeItHappens() {
        total = 0;
        assertRefused("a store into the field total", RepeatedTest::stores);
        assertRefused("a store into the field total", RepeatedTest::storesInCallee);
        assertRefused("a store into the field total", RepeatedTest::countsInCallee);
        assertEquals(0, total);
        assertRefused("a store into the field started", x -> does(x, () -> log.add("done")));
        assertEquals(0, started);
        assertTrue(log.isEmpty());
        assertRefused("a call of java.util.List.add", x -> doesOnly(x, () -> log.add("done")));
        assertTrue(log.isEmpty());
    }

    private static double doesOnly(double[] x, Runnable action) {
        action.run();
        return cubic(x);
    }

    private static void set(double[] array, double value) {
        Filler.fill(array, value);
    }

    private static final class Filler {
        static void fill(double[] array, double value) {
            if (value > 0) {
                array[0] = value;
            }
        }

        private Filler() {}
    }

    static double fillsShared(double[] x) {
        set(SHARED, 1);
        return cubic(x);
    }

    static double fillsOrNot(double[] x) {
        set(SHARED, -1);
        set(new double[2], 1);
        return cubic(x);
    }

    @Test
    void aStoreThroughAParameterIsOneOfTheCallerWhoseArrayItIs() throws Throwable {
        assertRefused("a store into an array that the method is not passed", RepeatedTest::fillsShared);
        assertEquals(0, SHARED[0]);
        assertCubic(RepeatedTest::fillsOrNot);
    }

    static double catchesAll(double[] x) {
        try {
            total = 5;
        } catch (Throwable all) {
            return 7;
        }
        return cubic(x);
    }

    private static final class Catching {
        static int catches(int n) {
            try {
                total = n;
                return n;
            } catch (Throwable all) {
                return 7;
            }
        }

        private Catching() {}
    }

    static double callsACatcher(double[] x) {
        return Catching.catches(1) * cubic(x);
    }

    @Test
    void theProgramDoesNotCatchTheRefusal() {
        assertRefused("a store into the field total", RepeatedTest::catchesAll);
        assertRefused("a store into the field total", RepeatedTest::callsACatcher);
    }

    private static final Object LOCK = new Object();

    static double locks(double[] x) {
        synchronized (LOCK) {
            total = 5;
        }
        return cubic(x);
    }

    @Test
    void aLockIsReleasedOnTheWayOut() {
        assertRefused("a store into the field total", RepeatedTest::locks);
        assertFalse(Thread.holdsLock(LOCK));
    }

    @SuppressWarnings("WaitNotInLoop") // never reached
    static double waits(double[] x) throws InterruptedException {
        Object own = new Object();
        synchronized (own) {
            own.wait(1);
        }
        return cubic(x);
    }

    static double waitsQuietly(double[] x) {
        try {
            return waits(x);
        } catch (InterruptedException e) {
            return 0;
        }
    }

    private static final class Telling extends ArithmeticException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            total++;
            return "told";
        }
    }

    static double asks(double[] x, ArithmeticException caught) {
        try {
            throw caught;
        } catch (ArithmeticException e) {
            return cubic(x) * (e.getMessage() == null ? 0 : 1);
        }
    }

    @Test
    void anExceptionOfTheProgramIsNotAskedForItsMessage() throws Throwable {
        total = 0;
        assertRefused("a call of java.lang.ArithmeticException.getMessage", x -> asks(x, new Telling()));
        assertEquals(0, total);
        assertCubic(x -> asks(x, new ArithmeticException("of the JDK")));
    }

    static double draws(double[] x) {
        return cubic(x) * (1 + new Random().nextInt(2));
    }

    @Test
    void waitingAndNumbersDrawnAnewAreRefused() {
        assertRefused("a call of java.lang.Object.wait", RepeatedTest::waitsQuietly);
        assertRefused("a call of java.util.Random.<init>", RepeatedTest::draws);
    }

    // What is no effect

    static double drawsFromItsOwn(double[] x) {
        Random random = new Random(42);
        int[] order = {random.nextInt(2), 0, 0};
        shuffle(order, random);
        byte[] bytes = new byte[3];
        random.nextBytes(bytes);
        return cubic(x) + order[0] - order[0];
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }

    static double marks(double[] x) {
        BitSet seen = new BitSet();
        double product = 1;
        for (int i = 0; i < 4; i++) {
            if (!seen.get(i % 3)) {
                seen.set(i % 3);
                product *= x[0];
            }
        }
        return product * x[1];
    }

    /** A subclass could count otherwise, but this is none. */
    private static class Counter {
        private int count;

        int next() {
            return ++count;
        }
    }

    static double countsByItself(double[] x) {
        Counter counter = new Counter();
        return cubic(x) * (counter.next() + counter.next() - 2);
    }

    static double makesAMap(double[] x) {
        Map<String, Integer> none = new HashMap<>();
        List<String> noNames = new ArrayList<>();
        return none == null || noNames == null ? 0 : cubic(x);
    }

    private static final class Accumulator {
        private final double[] weights;
        private final int[] counts = new int[2];
        private int steps;

        Accumulator(double[] weights) {
            this.weights = weights;
        }

        int step() {
            steps++;
            counts[steps % 2] += steps;
            return counts[1];
        }

        void spoil() {
            weights[0] = 7;
        }
    }

    static double accumulates(double[] x) {
        Accumulator accumulator = new Accumulator(new double[2]);
        accumulator.steps = 2;
        int odd = stepTwice(accumulator);
        accumulator.spoil();
        return cubic(x) * (odd - 2);
    }

    private static int stepTwice(Accumulator accumulator) {
        accumulator.step();
        return accumulator.step();
    }

    static double sorts(double[] x) {
        int[] keys = {3, 1, 2};
        Arrays.sort(keys);
        double[] own = {2, 1};
        Arrays.sort(own);
        return cubic(x) * keys[0] * own[0];
    }

    static double catchesOfTheJdk(double[] x) {
        int[] none = new int[0];
        try {
            return none[1];
        } catch (ArrayIndexOutOfBoundsException e) {
            return e.getMessage().isEmpty() ? 0 : cubic(x);
        }
    }

    private static void write(StringBuilder text, int number) {
        text.append(number).append(':');
    }

    static double buildsText(double[] x) {
        StringBuilder text = new StringBuilder();
        write(text, x.length);
        if (text.length() == 0) {
            throw new IllegalStateException("not " + text);
        }
        return cubic(x);
    }

    @Test
    void whatIsDoneToAnObjectOfItsOwnIsNone() throws Throwable {
        assertCubic(RepeatedTest::drawsFromItsOwn);
        assertCubic(RepeatedTest::marks);
        assertCubic(RepeatedTest::makesAMap);
        assertCubic(RepeatedTest::countsByItself);
        assertCubic(RepeatedTest::accumulates);
        assertCubic(RepeatedTest::sorts);
        assertCubic(RepeatedTest::catchesOfTheJdk);
        assertCubic(RepeatedTest::buildsText);
    }

    static double spoils(double[] x) {
        Accumulator accumulator = new Accumulator(SHARED);
        accumulator.spoil();
        return cubic(x);
    }

    private static final class Scale {
        private final double[] factors;
        private int uses;

        Scale(double[] factors) {
            this.factors = factors;
        }

        double of(double v) {
            uses++;
            return v * (factors.length + uses - 2);
        }
    }

    static double usesAScale(double[] x) {
        return new Scale(SHARED).of(cubic(x));
    }

    static double keeps(double[] x) {
        int[] own = new int[1];
        kept = own;
        own[0] = 1;
        return cubic(x) * kept[0];
    }

    private static int[] kept;

    @Test
    void whatAnObjectOfItsOwnHoldsMayBeOneOfOthers() throws Throwable {
        SHARED[0] = 0;
        assertCubic(RepeatedTest::usesAScale);
        assertRefused("a store into an array that the method is not passed", RepeatedTest::spoils);
        assertRefused("a store into the field kept", RepeatedTest::keeps);
        assertEquals(0, SHARED[0]);
    }

    // Derivatives within derivatives

    @HessianOf("callsAModel")
    static double[][] modelHessian(double[] x) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "curve", mode = Mode.FORWARD)
    static double[][] curveJacobian(double[] x) {
        return Fluxion.derived();
    }

    static double throughHessian(double[] x) {
        return modelHessian(Arrays.copyOf(x, 2))[0][0] * x[2];
    }

    static double throughJacobian(double[] x) {
        double[][] jacobian = curveJacobian(Arrays.copyOf(x, 129));
        return jacobian[0][0] * jacobian[0][1] + jacobian[1][128];
    }

    static double throughReachedEffects(double[] x) {
        return modelHessian(new double[] {x[0] + 1_000, x[1]})[0][0];
    }

    @Test
    void withinADifferentiatedMethodItIsTheSame() throws Throwable {
        double[] x = NestedReference.point();
        double[] ofHessian = {6 * x[1] * x[2], 6 * x[0] * x[2], 6 * x[0] * x[1]};
        assertArrayEquals(ofHessian, NestedReference.gradient(RepeatedTest::throughHessian, ":REVERSE"), 1e-13);
        assertArrayEquals(ofHessian, NestedReference.tangents(RepeatedTest.class, "throughHessian"), 1e-13);
        double[] ofJacobian = {4 * x[1] + 1, 4 * x[0], 0};
        assertArrayEquals(ofJacobian, NestedReference.gradient(RepeatedTest::throughJacobian, ":REVERSE"), 1e-13);
        assertArrayEquals(ofJacobian, NestedReference.tangents(RepeatedTest.class, "throughJacobian"), 1e-13);
        double[] product = new double[3];
        ToDoubleFunction<double[]> throughHessian = RepeatedTest::throughHessian;
        double value = (double) Laboratory.theCompiler()
                .function("hvp", throughHessian)
                .invokeExact(x.clone(), new double[] {1, 0, 0}, new double[3], product);
        assertEquals(6 * x[0] * x[1] * x[2], value, 1e-14);
        assertArrayEquals(new double[] {0, 6 * x[2], 6 * x[1]}, product, 1e-13);
        String refusal = NestedReference.refusal(RepeatedTest::throughReachedEffects);
        assertTrue(refusal.startsWith("Cannot differentiate a store into the field total in several passes"), refusal);
        assertTrue(refusal.contains("RepeatedTest$Model.storesIfLarge:"), refusal);
    }

    static double dependsOnTime(double[] x) {
        return cubic(x) * System.nanoTime();
    }

    @HessianOf("dependsOnTime")
    static double[][] timeHessian(double[] x) {
        return Fluxion.derived();
    }

    static double throughTime(double[] x) {
        return timeHessian(x)[0][0];
    }

    // What is returned

    static double depends(double[] x) {
        return cubic(x) + System.nanoTime() * 1e-3;
    }

    @Test
    void aPassThatReturnsAnotherValueIsRefused() {
        Refusal refusal = assertThrows(Refusal.class, () -> hessian(RepeatedTest::depends, POINT));
        assertTrue(refusal.getMessage().contains("depends in several passes"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("on the same arguments in a further one. Pass what changes"));
        String nested = NestedReference.refusal(RepeatedTest::throughTime);
        assertTrue(nested.contains("dependsOnTime in several passes"), nested);
    }

    static double zeros(double[] x) {
        return Math.sqrt(x[0]) * 0.0 - x[1] * 0;
    }

    @Test
    void aValueThatIsNoNumberIsTheSameInEachPass() throws Throwable {
        double[][] hessian = hessian(RepeatedTest::zeros, -1, 0);
        assertEquals(2, hessian.length);
    }
}
