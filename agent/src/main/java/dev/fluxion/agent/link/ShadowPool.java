package dev.fluxion.agent.link;

import dev.fluxion.runtime.Regularity;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * Shadows of one entry that nobody sees afterwards, kept per thread for its next call. Their rows must be those that they were made
 * with: none for an argument whose rows the method moves about.
 */
final class ShadowPool {
    private int size;

    @SuppressWarnings("ThreadLocalUsage") // there is one pool per written entry, as there is one class
    private final ThreadLocal<Object[]> pool = new ThreadLocal<>();

    /** One that keeps nothing so far. */
    ShadowPool() {}

    ShadowPool(int size) {
        this.size = size;
    }

    /** Has one more be kept; returns its index. Not after the entry has been called. */
    int reserve() {
        return size++;
    }

    /** The shadows of the last call; after an exception, or in a nested call, none. */
    Object[] acquire() {
        Object[] shadows = pool.get();
        if (shadows == null) {
            return new Object[size];
        }
        pool.set(null);
        return shadows;
    }

    void release(Object[] shadows) {
        pool.set(shadows);
    }

    /** A zero shadow in the shape of an array. */
    static Object zeros(Object[] shadows, int index, Object primal) {
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
    static Object copy(Object[] shadows, int index, Object array) {
        Object shadow = shadows[index];
        if (shadow != null && Regularity.sameShape(array, shadow)) {
            ShadowArrays.copy(array, shadow);
            return shadow;
        }
        Object made = Shapes.copy(array);
        shadows[index] = made;
        return made;
    }

    /** Rows of tangents of which each is along one element of a flat array, made anew if that is asked for. */
    static double[][] unitRows(Object[] shadows, int index, double[] primal, boolean again) {
        double[][] rows = (double[][]) shadows[index];
        if (rows == null || rows.length != primal.length) {
            rows = new double[primal.length][primal.length];
            shadows[index] = rows;
        } else if (!again) {
            return rows;
        }
        for (int i = 0; i < rows.length; i++) {
            Arrays.fill(rows[i], 0);
            rows[i][i] = 1;
        }
        return rows;
    }

    /** A zero array of so many numbers. */
    static double[] doubles(Object[] shadows, int index, int length) {
        if (shadows[index] instanceof double[] known && known.length == length) {
            Arrays.fill(known, 0);
            return known;
        }
        double[] made = new double[length];
        shadows[index] = made;
        return made;
    }

    /** {@link #doubles} in single precision. */
    static float[] floats(Object[] shadows, int index, int length) {
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
        boolean areOf(int ofLanes, int ofColumn, int ofLane, int ofCount) {
            return lanes == ofLanes && column == ofColumn && lane == ofLane && count == ofCount;
        }
    }

    /**
     * Rows of tangents in the shape of an array: of a flat one, elements {@code column}, {@code column + 1} and so on are along lanes
     * {@code lane}, {@code lane + 1} and so on, {@code count} of them; all others are zero.
     *
     * @param again whether they have to be made anew at every call, because the method writes to them
     */
    static Object rows(
            Object[] shadows, int index, Object array, int lanes, int column, int lane, int count, boolean again) {
        Seeds known = (Seeds) shadows[index];
        if (!again && known != null && known.areOf(lanes, column, lane, count) && sameRows(array, known.rows())) {
            return known.rows();
        }
        Object rows = Rows.zeros(array, lanes);
        for (int i = 0; i < count; i++) {
            Array.setFloat(((Object[]) rows)[column + i], lane + i, 1);
        }
        shadows[index] = new Seeds(rows, lanes, column, lane, count);
        return rows;
    }

    /** Whether there is a row for each number of an array. */
    private static boolean sameRows(Object array, Object rows) {
        if (!(array instanceof Object[] inner)) {
            return Array.getLength(array) == ((Object[]) rows).length;
        }
        Object[] others = (Object[]) rows;
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
    static int lastCount(Object[] shadows, int index) {
        return shadows[index] instanceof int[] kept ? kept[0] : -1;
    }

    static void keepCount(Object[] shadows, int index, int count) {
        if (shadows[index] instanceof int[] kept) {
            kept[0] = count;
        } else {
            shadows[index] = new int[] {count};
        }
    }
}
