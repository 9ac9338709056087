package dev.fluxion.agent.link.effect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.StubHandles;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.operator.Repeatable;
import dev.fluxion.agent.link.operator.Targets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What is done to collections that a method makes for itself is nothing that others see; all else still is. */
class OwnCollectionsTest {
    private static final List<Integer> SHARED = new ArrayList<>(List.of(1, 2));
    private static final Integer[] SHARED_ORDER = {1, 0};
    private static final int[] SHARED_NUMBERS = {1};
    private static final Comparator<Object> COMPARATOR = Comparator.comparing(Object::toString);
    private static int calls;

    private static String effect(String method) {
        Linker linker = Laboratory.theCompiler().linker();
        return Repeatable.effect(linker, Targets.of(linker, StubHandles.method(OwnCollectionsTest.class, method)));
    }

    private static void assertEffect(String expected, String method) {
        String found = effect(method);
        assertTrue(found != null && found.contains(expected), found);
    }

    static double indices(double[] x) {
        Integer[] order = {2, 0, 1};
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            list.add(i);
        }
        list.removeIf(i -> i > 1);
        double sum = 0;
        for (int i : list) {
            sum += x[i] * x[order[i]] * x[i];
        }
        for (int i : List.of(0, 2)) {
            sum += x[i] * x[i];
        }
        return sum;
    }

    static double counts(double[] x) {
        Map<String, Integer> map = new HashMap<>();
        for (int i = 0; i < x.length; i++) {
            map.merge("k" + i % 2, i, Integer::sum);
        }
        double sum = 0;
        for (Map.Entry<String, Integer> entry : map.entrySet()) {
            entry.setValue(entry.getValue() + 1);
            sum += x[0] * x[0] * entry.getValue();
        }
        Set<Integer> seen = new HashSet<>(new TreeMap<>(Map.of(1, 2)).keySet());
        return seen.contains(1) ? sum * x[1] : sum;
    }

    static double search(double[] x) {
        Deque<int[]> open = new ArrayDeque<>();
        PriorityQueue<int[]> best = new PriorityQueue<>((a, b) -> Integer.compare(a[0], b[0]));
        open.push(new int[] {0, 2});
        double sum = 0;
        while (!open.isEmpty()) {
            int[] next = open.pop();
            best.add(next);
            sum += x[next[0]] * x[next[1]] * x[0];
            next[1]--;
            if (next[0] < 2) {
                open.push(new int[] {next[0] + 1, 1});
            }
        }
        return sum * best.poll()[1];
    }

    static double ordered(double[] x) {
        Integer[] order = {2, 0, 1};
        Arrays.sort(order);
        int[] keys = {5, 3, 4};
        Arrays.sort(order, (i, j) -> Integer.compare(keys[i], keys[j]));
        List<Integer> list = new ArrayList<>(List.of(order));
        Collections.reverse(list);
        return x[order[0]] * x[order[1]] * x[list.get(0)];
    }

    @Test
    void collectionsOfItsOwnAreTheMethodsOwnAffair() {
        assertNull(effect("ordered"));
        assertNull(effect("indices"));
        assertNull(effect("counts"));
        assertNull(effect("search"));
    }

    private static void assertHessian(ToDoubleFunction<double[]> function, double[] x, double[][] expected)
            throws Throwable {
        double[][] hessian = new double[3][3];
        double value = (double) Laboratory.theCompiler()
                .function("valueGradientAndHessian", function)
                .invoke(x, new double[3], hessian);
        assertEquals(function.applyAsDouble(x), value);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(expected[i], hessian[i], 1e-12, Arrays.toString(hessian[i]));
        }
    }

    @Test
    void soTheirHessiansAreFound() throws Throwable {
        double a = 0.7;
        double b = 1.2;
        double c = 0.4;
        double[] x = {a, b, c};
        // a²c + b²a + a² + c²
        assertHessian(OwnCollectionsTest::indices, x, new double[][] {
            {2 * c + 2, 2 * b, 2 * a}, {2 * b, 2 * a, 0}, {2 * a, 0, 2}
        });
        // (3 + 2) a² b
        assertHessian(OwnCollectionsTest::counts, x, new double[][] {{10 * b, 10 * a, 0}, {10 * a, 0, 0}, {0, 0, 0}});
        // bca
        assertHessian(OwnCollectionsTest::ordered, x, new double[][] {{0, c, b}, {c, 0, a}, {b, a, 0}});
        // a²c + ab² + abc
        assertHessian(OwnCollectionsTest::search, x, new double[][] {
            {2 * c, 2 * b + c, 2 * a + b}, {2 * b + c, 2 * a, a}, {2 * a + b, a, 0}
        });
    }

    static double shared(double[] x) {
        SHARED.add(3);
        return x[0];
    }

    static double sharedOrder(double[] x) {
        Arrays.sort(SHARED_ORDER);
        return x[0];
    }

    static double orderedByOthers(double[] x) {
        Integer[] order = {2, 0, 1};
        Arrays.sort(order, COMPARATOR);
        return x[order[0]];
    }

    static double passed(double[] x, List<Integer> list) {
        list.add(3);
        return x[0];
    }

    static double throughACollection(double[] x) {
        List<int[]> list = new ArrayList<>();
        list.add(SHARED_NUMBERS);
        list.get(0)[0]++;
        return x[0];
    }

    static double throughAnIterator(double[] x) {
        Iterator<Integer> all = SHARED.iterator();
        all.next();
        all.remove();
        return x[0];
    }

    static final class Key {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key;
        }

        @Override
        public int hashCode() {
            return calls++;
        }
    }

    static double keysOfTheProgram(double[] x) {
        Set<Object> set = new HashSet<>();
        set.add(new Key());
        return x[0] * set.size();
    }

    static double comparatorOfOthers(double[] x) {
        PriorityQueue<Integer> queue = new PriorityQueue<>(COMPARATOR);
        queue.add(1);
        return x[0] * queue.size();
    }

    static double countingLambda(double[] x) {
        Map<Integer, Integer> map = new HashMap<>();
        map.computeIfAbsent(1, key -> calls++);
        return x[0];
    }

    static double keepingLambda(double[] x) {
        List<Integer> list = new ArrayList<>(List.of(1));
        int[] count = SHARED_NUMBERS;
        list.forEach(i -> count[0] += i);
        return x[0];
    }

    @SuppressWarnings("serial") // never written
    static final class Loud extends ArrayList<Integer> {
        @Override
        public boolean add(Integer element) {
            calls++;
            return super.add(element);
        }
    }

    static double ofTheProgram(double[] x) {
        List<Integer> list = new Loud();
        list.add(1);
        return x[0] * list.size();
    }

    @Test
    void whatOthersSeeOrRunIsStillFound() {
        assertEffect("a call of java.util.List.add", "shared");
        assertEffect("a store into an array that the method is not passed", "sharedOrder");
        assertEffect("a store into an array that the method is not passed", "orderedByOthers");
        assertEffect("a call of java.util.List.add", "passed");
        assertEffect("of what others can reach", "throughACollection");
        assertEffect("a call of java.util.List.iterator", "throughAnIterator");
        assertEffect("which may run code of the program,", "keysOfTheProgram");
        assertEffect("which may run code of the program,", "comparatorOfOthers");
        assertEffect("which may run code of the program,", "countingLambda");
        assertEffect("which may run code of the program,", "keepingLambda");
        assertEffect("of what others can reach", "ofTheProgram");
    }
}
