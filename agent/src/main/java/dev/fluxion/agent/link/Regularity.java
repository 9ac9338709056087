package dev.fluxion.agent.link;

/** The tests that decide whether a call is {@link Regular}; none of them allocates. */
final class Regularity {
    private Regularity() {}

    /** Whether neither is null and their lengths are equal at every level. */
    static boolean sameShape(double[] first, double[] second) {
        return first != null && second != null && first.length == second.length;
    }

    /** {@link #sameShape(double[], double[])} for arrays of one class, whose rows may be null only in the same places. */
    static boolean sameShape(Object first, Object second) {
        if (first == null || second == null) {
            return false;
        }
        if (first instanceof double[] doubles) {
            return doubles.length == ((double[]) second).length;
        }
        if (first instanceof float[] floats) {
            return floats.length == ((float[]) second).length;
        }
        Object[] rows = (Object[]) first;
        Object[] others = (Object[]) second;
        if (rows.length != others.length) {
            return false;
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == null ? others[i] != null : !sameShape(rows[i], others[i])) {
                return false;
            }
        }
        return true;
    }

    static boolean hasLength(double[] array, int length) {
        return array != null && array.length == length;
    }

    static boolean fitsOnePass(double[] array) {
        return array.length > 0 && ForwardColumns.width(array.length) == array.length;
    }

    static boolean isNotNull(Object array) {
        return array != null;
    }

    static boolean differ(Object first, Object second) {
        return first != second;
    }

    /** Whether a flat array is none of the rows of an array of rank two. */
    static boolean isNoRow(Object array, Object[] rows) {
        if (rows != null) {
            for (Object row : rows) {
                if (row == array) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean isNoArray(Object object) {
        return object == null || !object.getClass().isArray();
    }
}
