package dev.fluxion.runtime;

import java.util.Arrays;

/** Whether a method of which something is declared, and whose code is not known before the call, leaves an array as it is. */
public final class Unwritten {
    private Unwritten() {}

    /** What {@link #require} compares with: a copy of an array of numbers or of such arrays, null for anything else. */
    public static Object copy(Object array) {
        if (array instanceof double[] doubles) {
            return doubles.clone();
        }
        if (array instanceof float[] floats) {
            return floats.clone();
        }
        if (!(array instanceof Object[] rows) || !isOfNumbers(array.getClass())) {
            return null;
        }
        Object[] copies = new Object[2 * rows.length];
        for (int i = 0; i < rows.length; i++) {
            copies[i] = rows[i]; // the rows themselves, which may be put elsewhere
            copies[rows.length + i] = copy(rows[i]);
        }
        return copies;
    }

    private static boolean isOfNumbers(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element == double.class || element == float.class;
    }

    /**
     * Refuses a call that has changed an array.
     *
     * @param before what {@link #copy} returned before the call
     * @param method for the message
     * @param place method and source line of the call
     */
    public static void require(Object before, Object array, String method, String place) throws Refusal {
        if (!isSame(before, array)) {
            throw new Refusal("Cannot differentiate a call of " + method + " at " + place
                    + ": it wrote to an array, while what is declared for it only tells of the result."
                    + " Take the declaration away, or return what the method writes.");
        }
    }

    private static boolean isSame(Object before, Object array) {
        if (before instanceof double[] doubles) {
            return Arrays.equals(doubles, (double[]) array);
        }
        if (before instanceof float[] floats) {
            return Arrays.equals(floats, (float[]) array);
        }
        if (before instanceof Object[] copies) {
            Object[] rows = (Object[]) array;
            for (int i = 0; i < rows.length; i++) {
                if (copies[i] != rows[i] || !isSame(copies[rows.length + i], rows[i])) {
                    return false;
                }
            }
        }
        return true;
    }
}
