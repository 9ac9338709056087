package dev.fluxion.agent.link.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.StubHandles;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.operator.Repeatable;
import dev.fluxion.agent.link.operator.Targets;
import dev.fluxion.rules.ZeroDerivative;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What counts as an effect that a second run would repeat. */
class VisibleEffectsTest {
    private static final double[] SHARED = new double[4];
    private static final Random RANDOM = new Random(1);
    private static double total;

    private static String effect(String method) {
        Linker linker = Laboratory.theCompiler().linker();
        return Repeatable.effect(linker, Targets.of(linker, StubHandles.method(VisibleEffectsTest.class, method)));
    }

    private static void assertEffect(String expected, String method) {
        String found = effect(method);
        assertTrue(found != null && found.contains(expected), found);
    }

    static double writesArguments(double[] x, double[][] rows, int[] count) {
        double[] row = rows[1];
        rows[1] = rows[0];
        rows[0] = row;
        row[0] = x[0];
        System.arraycopy(x, 0, rows[1], 0, 1);
        java.util.Arrays.fill(x, 2);
        count[0]++;
        return row[0];
    }

    static double usesItsOwnMemory(double[] x) {
        double[] work = x.clone();
        double[][] rows = new double[2][1];
        rows[0] = work;
        rows[0][0] = SHARED[0] + 1;
        StringBuilder text = new StringBuilder();
        text.append(x[0]).append("!");
        if (text.length() == 0) {
            throw new IllegalStateException("at " + System.nanoTime() + text);
        }
        return square(work)[0];
    }

    /** Of another class, so that it is not inlined. */
    static final class Copies {
        static double[] of(double[] v) {
            double[] copy = new double[v.length];
            System.arraycopy(v, 0, copy, 0, v.length);
            copy[0] = 2 * v[0];
            return copy;
        }
    }

    static double readsItsOwnOrWhatOthersSee(double[] x) {
        double[] work = x[0] > 1 ? SHARED : Copies.of(x);
        return work[0];
    }

    static double writesItsOwnOrWhatOthersSee(double[] x) {
        double[] work = x[0] > 1 ? SHARED : Copies.of(x);
        work[0] = 3;
        return work[0];
    }

    @Test
    void whatACalleeHasMadeItMayChangeBeforeItReturnsIt() {
        assertNull(effect("readsItsOwnOrWhatOthersSee"));
        assertEffect("a store into an array that the method is not passed", "writesItsOwnOrWhatOthersSee");
    }

    private static double[] square(double[] v) {
        v[0] *= v[0];
        return v;
    }

    static double recursive(double[] x, int depth) {
        x[0] *= 2;
        return depth == 0 ? x[0] : recursive(x, depth - 1);
    }

    @Test
    void whatStaysInTheMethodOrItsArraysIsNone() {
        assertNull(effect("writesArguments"));
        assertNull(effect("usesItsOwnMemory"));
        assertNull(effect("recursive"));
    }

    static class Open {
        @ZeroDerivative
        double step(double x) {
            return Math.floor(x);
        }
    }

    static double declaredOfOwnObject(double[] x) {
        return new Open().step(x[0]) * x[0];
    }

    @Test
    void aMethodOfAnObjectJustMadeIsLookedIntoThoughSomethingIsDeclaredOfIt() {
        assertNull(effect("declaredOfOwnObject"));
    }

    static double storesStatic(double[] x) {
        total += x[0];
        return total;
    }

    static double calls(double[] x) {
        return storesStatic(x);
    }

    static double storesAtTheEnd(double[] x, int depth) {
        return depth == 0 ? storesStatic(x) : storesAtTheEnd(x, depth - 1);
    }

    static double callsARecursion(double[] x) {
        return 1 + storesAtTheEnd(x, 3);
    }

    @Test
    void aStoreToAFieldIsOneAlsoInACallee() {
        assertEquals(effect("storesStatic"), effect("callsARecursion"));
        assertEffect("a store into the field total at ", "storesStatic");
        assertEquals(effect("storesStatic"), effect("calls"));
    }

    private static double[] shared() {
        return SHARED;
    }

    static double storesInSharedArray(double[] x) {
        shared()[1] = x[0];
        return x[0];
    }

    static double passesSharedArray(double[] x) {
        double[] chosen = x[0] > 0 ? x : SHARED;
        square(chosen);
        return x[0];
    }

    static double hidesSharedArray(double[] x) {
        double[][] rows = new double[1][];
        rows[0] = SHARED;
        square(rows[0]);
        return x[0];
    }

    @Test
    void aStoreIntoAnArrayFromAFieldIsOne() {
        assertEffect("a store into an array that the method is not passed", "storesInSharedArray");
        assertEffect("a store into an array that the method is not passed", "passesSharedArray");
        assertEffect("a store into an array that the method is not passed", "hidesSharedArray");
    }

    static double draws(double[] x) {
        return x[0] + RANDOM.nextInt(3);
    }

    static double drawsFromItsArgument(double[] x, Random random) {
        return x[0] + random.nextInt(3);
    }

    static double log(double[] x, StringBuilder log) {
        log.append(x[0]);
        return x[0];
    }

    @Test
    void randomNumbersAndLogsAreSome() {
        assertEffect("a call of java.util.Random.nextInt at ", "draws");
        assertEffect("a call of java.util.Random.nextInt at ", "drawsFromItsArgument");
        assertEffect("a call of java.lang.StringBuilder.append at ", "log");
    }

    static double runs(double[] x, Runnable action) {
        action.run();
        return x[0];
    }

    @Test
    void aCallThatCannotBeLookedIntoIsOne() {
        assertEffect("java.lang.Runnable.run", "runs");
    }

    /** Counts how often it is made text of. */
    static final class Counting {
        @Override
        public String toString() {
            total++;
            return "";
        }
    }

    static double writesText(double[] x, Counting counting) {
        String text = "of " + counting;
        return x[0] + text.length();
    }

    static double appendsText(double[] x, Counting counting) {
        StringBuilder text = new StringBuilder();
        text.append(counting);
        return x[0] + text.length();
    }

    static double comparesObjects(double[] x, Object first, Object second) {
        return java.util.Objects.equals(first, second) ? x[0] : x[1];
    }

    static double printsItsStack(double[] x) {
        try {
            return x[7];
        } catch (Throwable e) {
            e.printStackTrace();
            return x[0];
        }
    }

    @Test
    void aCallOfTheJdkThatMayComeToRunCodeOfTheProgramIsOne() {
        assertEffect("which may run code of the program, at ", "writesText");
        assertEffect("StringBuilder.append, which may run code of the program, at ", "appendsText");
        assertEffect("Objects.equals, which may run code of the program, at ", "comparesObjects");
        assertEffect("a call of java.lang.Throwable.printStackTrace at ", "printsItsStack");
    }

    private static final class PlainException extends RuntimeException {
        private static final long serialVersionUID = 1;
        final int code;

        PlainException(int code) {
            super("of the program");
            this.code = code;
        }
    }

    private static final class CountingException extends RuntimeException {
        private static final long serialVersionUID = 1;

        CountingException() {
            total++;
        }
    }

    static double throwsPlain(double[] x) {
        try {
            throw new PlainException(1);
        } catch (PlainException e) {
            return x[e.code];
        }
    }

    static double throwsCounting(double[] x) {
        try {
            throw new CountingException();
        } catch (CountingException e) {
            return x[0];
        }
    }

    @Test
    void anExceptionOfTheProgramIsNoneUnlessItsConstructorHasOne() {
        assertNull(effect("throwsPlain"));
        assertEffect("the construction of a ", "throwsCounting");
    }
}
