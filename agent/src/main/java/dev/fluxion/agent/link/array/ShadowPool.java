package dev.fluxion.agent.link.array;

import dev.fluxion.runtime.Regularity;
import java.util.Arrays;

/**
 * Shadows of one entry that nobody sees afterwards, kept per thread for its next call. Their rows must be those that they were made
 * with: none for an argument whose rows the method moves about.
 */
public final class ShadowPool {
    private int size;

    @SuppressWarnings("ThreadLocalUsage") // there is one pool per written entry, as there is one class
    private final ThreadLocal<Object[]> pool = new ThreadLocal<>();

    /** Has one more be kept; returns its index. Not after the entry has been called. */
    public int reserve() {
        return size++;
    }

    /** The shadows of the last call; after an exception, or in a nested call, none. */
    public Object[] acquire() {
        Object[] shadows = pool.get();
        if (shadows == null) {
            return new Object[size];
        }
        pool.set(null);
        return shadows;
    }

    public void release(Object[] shadows) {
        pool.set(shadows);
    }

    /** A zero shadow in the shape of an array. */
    public static Object zeros(Object[] shadows, int index, Object primal) {
        Object shadow = shadows[index];
        if (shadow != null && Regularity.sameShape(primal, shadow)) {
            ShadowArrays.clear(shadow);
            return shadow;
        }
        Object made = ShadowBinding.zeros(primal);
        shadows[index] = made;
        return made;
    }

    /** A shadow with the contents of an array. */
    public static Object copy(Object[] shadows, int index, Object array) {
        Object shadow = shadows[index];
        if (shadow != null && Regularity.sameShape(array, shadow)) {
            ShadowArrays.copy(array, shadow);
            return shadow;
        }
        Object made = Shapes.copy(array);
        shadows[index] = made;
        return made;
    }

    /** A zero array of so many numbers. */
    public static double[] doubles(Object[] shadows, int index, int length) {
        if (shadows[index] instanceof double[] known && known.length == length) {
            Arrays.fill(known, 0);
            return known;
        }
        double[] made = new double[length];
        shadows[index] = made;
        return made;
    }

    /** {@link #doubles} in single precision. */
    public static float[] floats(Object[] shadows, int index, int length) {
        if (shadows[index] instanceof float[] known && known.length == length) {
            Arrays.fill(known, 0);
            return known;
        }
        float[] made = new float[length];
        shadows[index] = made;
        return made;
    }

    /** Rows of tangents, and which of them are one. */
    private record Seeds(Object rows, int lanes, int column, int lane, int count) {
        boolean areOf(int ofColumn, int ofLane, int ofCount) {
            return column == ofColumn && lane == ofLane && count == ofCount;
        }
    }

    /**
     * Rows of tangents in the shape of an array: of a flat one, elements {@code column}, {@code column + 1} and so on are along lanes
     * {@code lane}, {@code lane + 1} and so on, {@code count} of them; all others are zero.
     *
     * @param again whether they have to be made anew at every call, because the method writes to them
     */
    public static Object rows(
            Object[] shadows, int index, Object array, int lanes, int column, int lane, int count, boolean again) {
        Seeds known = (Seeds) shadows[index];
        boolean fits = known != null && known.lanes() == lanes && sameRows(array, known.rows());
        if (fits && !again && known.areOf(column, lane, count)) {
            return known.rows();
        }
        Object rows;
        if (fits && (!again || !(array instanceof Object[]))) { // else the method may have moved them about
            rows = known.rows();
            ShadowArrays.clear(rows);
        } else {
            rows = TangentRows.zeros(array, lanes);
        }
        for (int i = 0; i < count; i++) {
            Object row = ((Object[]) rows)[column + i];
            if (row instanceof double[] doubles) {
                doubles[lane + i] = 1;
            } else {
                ((float[]) row)[lane + i] = 1;
            }
        }
        if (!fits || rows != known.rows() || !known.areOf(column, lane, count)) {
            shadows[index] = new Seeds(rows, lanes, column, lane, count);
        }
        return rows;
    }

    /** Whether there is a row for each number of an array. */
    private static boolean sameRows(Object array, Object rows) {
        Object[] others = (Object[]) rows;
        if (array instanceof double[] doubles) {
            return doubles.length == others.length;
        }
        if (array instanceof float[] floats) {
            return floats.length == others.length;
        }
        Object[] inner = (Object[]) array;
        if (inner.length != others.length) {
            return false;
        }
        for (int i = 0; i < inner.length; i++) {
            if (inner[i] == null ? others[i] != null : others[i] == null || !sameRows(inner[i], others[i])) {
                return false;
            }
        }
        return true;
    }

    /** The number that was kept in the last call; -1 for none. */
    public static int lastCount(Object[] shadows, int index) {
        return shadows[index] instanceof int[] kept ? kept[0] : -1;
    }

    public static void keepCount(Object[] shadows, int index, int count) {
        if (shadows[index] instanceof int[] kept) {
            kept[0] = count;
        } else {
            shadows[index] = new int[] {count};
        }
    }
}
