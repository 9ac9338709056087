package dev.fluxion.agent.link.array;

import java.lang.reflect.Array;
import java.util.Arrays;

/** Shadows of arrays that are known to hold each row once. */
public final class ShadowArrays {
    private ShadowArrays() {}

    public static void clear(double[] shadow) {
        Arrays.fill(shadow, 0);
    }

    /** Sets all numbers to zero. */
    public static void clear(Object shadow) {
        if (shadow instanceof double[] doubles) {
            Arrays.fill(doubles, 0);
        } else if (shadow instanceof float[] floats) {
            Arrays.fill(floats, 0);
        } else {
            for (Object row : (Object[]) shadow) {
                if (row != null) {
                    clear(row);
                }
            }
        }
    }

    /** A structure of its own, around the numbers of the given one. */
    public static Object restructured(Object array) {
        if (!(array instanceof Object[] rows)) {
            return array;
        }
        Object[] copy = rows.clone();
        for (int i = 0; i < copy.length; i++) {
            copy[i] = restructured(copy[i]);
        }
        return copy;
    }

    /** Copies all numbers to an array of the same shape. */
    public static void copy(Object from, Object to) {
        if (!(from instanceof Object[] rows)) {
            System.arraycopy(from, 0, to, 0, Array.getLength(from));
            return;
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != null) {
                copy(rows[i], ((Object[]) to)[i]);
            }
        }
    }
}
