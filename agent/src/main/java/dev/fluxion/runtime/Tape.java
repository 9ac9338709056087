package dev.fluxion.runtime;

import java.util.Arrays;

/**
 * The memory of one derivative evaluation: growable stacks of residuals, and the slots in which functions return all but the
 * first of their values. Residuals are read back last first; every buffer has room from its cursor on only as far as was
 * ensured. Where several reverse sweeps follow one forward sweep, it knows the shadows that have to be zero before each.
 *
 * <p>Where a reverse sweep is itself differentiated, further buffers are parallel to these: tangents of the residuals, and shadows
 * of those that are references. Each differentiation has a bit of its own. A buffer's number has the bits of those that it is a
 * dual by, so that the dual of a dual has a buffer too, and which comes first does not matter.
 */
public final class Tape {
    private static final int INITIAL = 256;
    /** A function that leaves more references than this as results says so by {@link #objectResults}. */
    public static final int FEW_OBJECT_RESULTS = 4;

    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private static final String KEPT = " entries to be kept for the reverse sweep";
    private static final String FORWARD = "Use forward mode";
    private static final String STRETCHES =
            "differentiate a shorter stretch at a time, starting each from values kept by the program";

    private static final double[] NO_DOUBLES = {};
    private static final int[] NO_INTS = {};
    private static final Object[] NO_OBJECTS = {};

    /** So many tapes of evaluations within are kept; further ones are left to the garbage collector. */
    private static final int MOST_INNER = 256;

    /** Longer buffers of a tape that is kept are given up: to have them zero again would cost more than new ones. */
    private static final int LONGEST_KEPT = 4096;

    private final Tape[] home;
    /** Whose results these are: a caller takes them at once, so that a tape and those within it can have the same. */
    private final Tape root;

    boolean isInUse;

    public final double[] doubleResults;
    public final long[] longResults;
    public final Object[] objectResults;

    /** First free index of each buffer, current at calls between differentiated methods. */
    public int doubleCursor;

    public int intCursor;
    public int objectCursor;

    private double[] doubles = NO_DOUBLES;
    private int[] ints = NO_INTS;
    private Object[] objects = NO_OBJECTS;
    private double[][] tangents = {};
    private Object[][] objectShadows = {};
    private int objectsUsed;
    private int manyObjectResults;
    /** Of numbers only: rows count singly. */
    private Object[] shadows = NO_OBJECTS;

    private int shadowsUsed;
    private Tape[] inner = {};
    private int innerUsed;

    /** @param home where its pool keeps it */
    Tape(Tape[] home) {
        this.home = home;
        this.root = this;
        this.doubleResults = new double[256];
        this.longResults = new long[256];
        this.objectResults = new Object[256];
    }

    private Tape(Tape outer) {
        this.home = null;
        this.root = outer.root;
        this.doubleResults = root.doubleResults;
        this.longResults = root.longResults;
        this.objectResults = root.objectResults;
    }

    /**
     * A tape for one evaluation within another, which may come back to it when it is reversed: it need not be given back. All its
     * buffers are zero.
     */
    public static Tape within(Tape outer) {
        if (outer.innerUsed == MOST_INNER) {
            return new Tape(outer);
        }
        if (outer.innerUsed == outer.inner.length) {
            outer.inner = Arrays.copyOf(outer.inner, Math.max(4, 2 * outer.innerUsed));
        }
        Tape tape = outer.inner[outer.innerUsed];
        if (tape == null) {
            tape = new Tape(outer);
            outer.inner[outer.innerUsed] = tape;
        }
        outer.innerUsed++;
        return tape;
    }

    /** Gives a tape back to its pool, whatever state an exception left it in. */
    public void release() {
        clear();
        forgetObjectResults();
        isInUse = false;
        if (home[0] != this) {
            home[0] = this;
        }
    }

    private void clear() {
        doubleCursor = 0;
        intCursor = 0;
        objectCursor = 0;
        if (objectsUsed > 0) {
            Arrays.fill(objects, 0, Math.min(objectsUsed, objects.length), null);
            for (Object[] shadows : objectShadows) {
                if (shadows != null) {
                    Arrays.fill(shadows, 0, Math.min(objectsUsed, shadows.length), null);
                }
            }
            objectsUsed = 0;
        }
        Arrays.fill(shadows, 0, shadowsUsed, null);
        shadowsUsed = 0;
        if (innerUsed > 0) {
            clearInner();
        }
    }

    private void clearInner() {
        for (int i = 0; i < innerUsed; i++) {
            inner[i].clear();
            inner[i].clearTangents();
        }
        innerUsed = 0;
    }

    private void clearTangents() {
        if (doubles.length > LONGEST_KEPT) {
            doubles = NO_DOUBLES;
            tangents = new double[0][];
        }
        for (double[] buffer : tangents) {
            if (buffer != null) {
                Arrays.fill(buffer, 0);
            }
        }
    }

    /** Says that so many references are left as results. */
    public static void objectResults(Tape tape, int count) {
        tape.root.manyObjectResults = Math.max(tape.root.manyObjectResults, count);
    }

    // Results are counted from 0; any of them may be null.
    private void forgetObjectResults() {
        if (manyObjectResults > 0) {
            Arrays.fill(objectResults, 0, manyObjectResults, null);
            manyObjectResults = 0;
            return;
        }
        int absent = 0;
        for (int i = 0; absent < FEW_OBJECT_RESULTS && i < objectResults.length; i++) {
            if (objectResults[i] == null) {
                absent++;
            } else {
                objectResults[i] = null;
                absent = 0;
            }
        }
    }

    /** The residual buffer. */
    public static double[] doubles(Tape tape) {
        return tape.doubles;
    }

    /** The buffer of the given number that pairs {@link #doubles} with tangents, of the same length. */
    public static double[] tangents(Tape tape, int number) {
        if (number >= tape.tangents.length) {
            tape.tangents = Arrays.copyOf(tape.tangents, number + 1);
        }
        double[] known = tape.tangents[number];
        if (known == null || known.length < tape.doubles.length) {
            known = known == null ? new double[tape.doubles.length] : Arrays.copyOf(known, tape.doubles.length);
            tape.tangents[number] = known;
        }
        return known;
    }

    public static int[] ints(Tape tape) {
        return tape.ints;
    }

    public static Object[] objects(Tape tape) {
        return tape.objects;
    }

    /** The buffer of the given number that pairs {@link #objects} with shadows, of the same length. */
    public static Object[] objectShadows(Tape tape, int number) {
        if (number >= tape.objectShadows.length) {
            tape.objectShadows = Arrays.copyOf(tape.objectShadows, number + 1);
        }
        Object[] known = tape.objectShadows[number];
        if (known == null || known.length < tape.objects.length) {
            known = known == null ? new Object[tape.objects.length] : Arrays.copyOf(known, tape.objects.length);
            tape.objectShadows[number] = known;
        }
        return known;
    }

    /** The shadow buffer that goes with what {@link #ensureObjects} returned just before. */
    public static Object[] ensureObjectShadows(Object[] shadows, Tape tape, int number) {
        return shadows.length == tape.objects.length ? shadows : objectShadows(tape, number);
    }

    /** The given double buffer, or a longer one with the same contents, so that indices up to {@code cursor + count * width - 1} exist. */
    public static double[] ensureDoubles(double[] buffer, Tape tape, int cursor, int count, int width) {
        return cursor + (long) count * width <= buffer.length
                ? buffer
                : tape.growDoubles(cursor + (long) count * width);
    }

    /** The tangent buffer that goes with what {@link #ensureDoubles} returned just before. */
    public static double[] ensureTangents(double[] tangents, Tape tape, int number) {
        return tangents.length == tape.doubles.length ? tangents : tangents(tape, number);
    }

    /** {@link #ensureDoubles} for the int buffer. */
    public static int[] ensureInts(int[] buffer, Tape tape, int cursor, int count, int width) {
        return cursor + (long) count * width <= buffer.length ? buffer : tape.growInts(cursor + (long) count * width);
    }

    /** {@link #ensureDoubles} for the object buffer. */
    public static Object[] ensureObjects(Object[] buffer, Tape tape, int cursor, int count, int width) {
        long needed = cursor + (long) count * width;
        Object[] result = needed <= buffer.length ? buffer : tape.growObjects(needed);
        tape.objectsUsed = Math.max(tape.objectsUsed, (int) needed);
        return result;
    }

    /** Adds a shadow, with the rows that it has now, to those that {@link #clearShadows} clears. */
    public static void addShadow(Tape tape, Object shadow) {
        if (shadow instanceof Object[] rows) {
            for (Object row : rows) {
                addShadow(tape, row);
            }
        } else if (shadow instanceof double[] || shadow instanceof float[]) {
            if (tape.shadowsUsed == tape.shadows.length) {
                tape.shadows = Arrays.copyOf(tape.shadows, grown(tape.shadowsUsed + 1L, tape.shadows.length));
            }
            tape.shadows[tape.shadowsUsed++] = shadow;
        }
    }

    /** Sets all shadows of the evaluation to zero, so that another reverse sweep can follow the same forward sweep. */
    public void clearShadows() {
        for (int i = 0; i < shadowsUsed; i++) {
            if (shadows[i] instanceof double[] doubles) {
                Arrays.fill(doubles, 0);
            } else {
                Arrays.fill((float[]) shadows[i], 0);
            }
        }
    }

    private double[] growDoubles(long needed) {
        int length = grown(needed, doubles.length);
        try {
            doubles = Arrays.copyOf(doubles, length);
        } catch (OutOfMemoryError full) {
            throw heapTooSmall(length, Double.BYTES, full);
        }
        return doubles;
    }

    private int[] growInts(long needed) {
        int length = grown(needed, ints.length);
        try {
            ints = Arrays.copyOf(ints, length);
        } catch (OutOfMemoryError full) {
            throw heapTooSmall(length, Integer.BYTES, full);
        }
        return ints;
    }

    private Object[] growObjects(long needed) {
        int length = grown(needed, objects.length);
        try {
            objects = Arrays.copyOf(objects, length);
        } catch (OutOfMemoryError full) {
            throw heapTooSmall(length, Integer.BYTES, full);
        }
        return objects;
    }

    private static int grown(long needed, int length) {
        if (needed > LONGEST) {
            throw tooLong(
                    needed + KEPT + ", more than a Java array can hold,", FORWARD + ", or " + STRETCHES + ".", null);
        }
        return (int) Math.min(LONGEST, Math.max(needed, Math.max(INITIAL, 2L * length)));
    }

    // What a reference takes depends on the JVM; here it is what it takes at least.
    private static RuntimeException heapTooSmall(int length, int bytes, OutOfMemoryError full) {
        return tooLong(
                length + KEPT + ", for which the heap has no " + ((long) length * bytes >> 20) + " MB left,",
                FORWARD + ", " + STRETCHES + ", or give the JVM more memory by -Xmx.",
                full);
    }

    private static RuntimeException tooLong(String kept, String remedy, Throwable reason) {
        try {
            Refusal.raise("a loop or recursion that leaves " + kept, remedy, null);
            throw new AssertionError();
        } catch (Refusal refusal) {
            if (reason != null) {
                refusal.initCause(reason);
            }
            return sneaky(refusal);
        }
    }

    /**
     * A reference without a shadow, on its way onto a tape; {@link #recall} is its way back. Differentiated again, the two keep what
     * cannot have a shadow apart from what has one.
     *
     * @param origin an argument of the function that it was reached from, null if it comes from elsewhere
     */
    public static Object keep(Object kept, Object origin) {
        return kept;
    }

    /** What {@link #keep} put there. */
    public static Object recall(Object kept, Object origin) {
        return kept;
    }

    /** How many steps of one lead from {@code low} up to {@code high}; 0 if it is not higher. */
    public static int distance(int low, int high) {
        if (low >= high) {
            return 0;
        }
        long count = (long) high - low;
        if (count > Integer.MAX_VALUE) {
            next(Integer.MAX_VALUE);
        }
        return (int) count;
    }

    /** The iteration count of a loop, one higher; refuses to wrap around. */
    public static int next(int trip) {
        if (trip == Integer.MAX_VALUE) {
            throw tooLong("more than 2147483647 steps to be counted for the reverse sweep,", FORWARD + ".", null);
        }
        return trip + 1;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable refusal) throws T {
        throw (T) refusal;
    }
}
