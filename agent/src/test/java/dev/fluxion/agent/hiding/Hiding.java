package dev.fluxion.agent.hiding;

import java.util.BitSet;

/**
 * Asked by the compiler wherever it decides what something is. It can be told that one of the answers is no: then the compiler does
 * what it would do had that case been forgotten. Known to the compiler under test and to the test alike.
 */
public final class Hiding {
    /** An answer is looked for no longer than this many questions. */
    private static final long MOST_QUESTIONS = 30_000_000;

    private static final BitSet MET = new BitSet();
    private static volatile int hidden = -1;
    private static volatile boolean isTimeUp;
    private static long questions;

    private Hiding() {}

    /** From now on the case is hidden, -1 for none, and none has been met. */
    static void hide(int site) {
        hidden = site;
        isTimeUp = false;
        questions = 0;
        MET.clear();
    }

    /** Ends what is still going on at its next question. */
    static void giveUp() {
        isTimeUp = true;
    }

    /** The cases met. */
    static BitSet met() {
        return (BitSet) MET.clone();
    }

    /** What an {@code instanceof} found. */
    public static boolean holds(boolean holds, int site) {
        return holds && isSeen(site);
    }

    /** Whether a value is the given constant. */
    public static boolean isSame(Object value, Object constant, int site) {
        return value == constant && isSeen(site);
    }

    /** Which case of a {@code switch} over constants is chosen; 0 is the default. */
    public static int choice(int choice, int first) {
        return choice > 0 && isSeen(first + choice) ? choice : 0;
    }

    private static boolean isSeen(int site) {
        if (isTimeUp || ++questions > MOST_QUESTIONS) {
            throw new IllegalStateException("it goes on and on");
        }
        MET.set(site);
        return site != hidden;
    }
}
