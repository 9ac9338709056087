package dev.fluxion.agent.link;

import dev.fluxion.runtime.Regularity;
import java.util.Arrays;

/**
 * Shadows of one entry that nobody sees afterwards, kept per thread for its next call. Their rows must be those that they were made
 * with: none for an argument whose rows the method moves about.
 */
final class ShadowPool {
    private final int size;

    @SuppressWarnings("ThreadLocalUsage") // there is one pool per written entry, as there is one class
    private final ThreadLocal<Object[]> pool = new ThreadLocal<>();

    ShadowPool(int size) {
        this.size = size;
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
}
