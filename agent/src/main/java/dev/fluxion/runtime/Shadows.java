package dev.fluxion.runtime;

import java.lang.reflect.Array;
import java.util.Arrays;

/** Transposes of bulk operations on arrays, applied to shadows. */
public final class Shadows {
    private Shadows() {}

    /** Transpose of copying {@code count} elements: adds the target range to the source range and zeroes the target range. */
    public static void copyTransposed(double[] source, int sourceFrom, double[] target, int targetFrom, int count) {
        if (source == target) {
            double[] cotangents = Arrays.copyOfRange(target, targetFrom, targetFrom + count);
            Arrays.fill(target, targetFrom, targetFrom + count, 0);
            for (int i = 0; i < count; i++) {
                source[sourceFrom + i] += cotangents[i];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            source[sourceFrom + i] += target[targetFrom + i];
        }
        Arrays.fill(target, targetFrom, targetFrom + count, 0);
    }

    /** {@link #copyTransposed(double[], int, double[], int, int)} for floats. */
    public static void copyTransposed(float[] source, int sourceFrom, float[] target, int targetFrom, int count) {
        if (source == target) {
            float[] cotangents = Arrays.copyOfRange(target, targetFrom, targetFrom + count);
            Arrays.fill(target, targetFrom, targetFrom + count, 0);
            for (int i = 0; i < count; i++) {
                source[sourceFrom + i] += cotangents[i];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            source[sourceFrom + i] += target[targetFrom + i];
        }
        Arrays.fill(target, targetFrom, targetFrom + count, 0);
    }

    /** Transpose of filling a range with one value: the sum of the range, which is zeroed. */
    public static double fillTransposed(double[] target, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += target[i];
        }
        Arrays.fill(target, from, to, 0);
        return sum;
    }

    /** {@link #fillTransposed(double[], int, int)} for floats. */
    public static float fillTransposed(float[] target, int from, int to) {
        float sum = 0;
        for (int i = from; i < to; i++) {
            sum += target[i];
        }
        Arrays.fill(target, from, to, 0);
        return sum;
    }

    /** Puts the elements of a range in another order: at each place the one that was at the given place, counted from the start. */
    public static void permute(double[] target, int from, int[] permutation) {
        double[] before = Arrays.copyOfRange(target, from, from + permutation.length);
        for (int i = 0; i < permutation.length; i++) {
            target[from + i] = before[permutation[i]];
        }
    }

    /** {@link #permute(double[], int, int[])} for floats. */
    public static void permute(float[] target, int from, int[] permutation) {
        float[] before = Arrays.copyOfRange(target, from, from + permutation.length);
        for (int i = 0; i < permutation.length; i++) {
            target[from + i] = before[permutation[i]];
        }
    }

    /** Transpose of putting a range in another order: puts it back. */
    public static void permuteTransposed(double[] target, int from, int[] permutation) {
        double[] before = Arrays.copyOfRange(target, from, from + permutation.length);
        for (int i = 0; i < permutation.length; i++) {
            target[from + permutation[i]] = before[i];
        }
    }

    /** {@link #permuteTransposed(double[], int, int[])} for floats. */
    public static void permuteTransposed(float[] target, int from, int[] permutation) {
        float[] before = Arrays.copyOfRange(target, from, from + permutation.length);
        for (int i = 0; i < permutation.length; i++) {
            target[from + permutation[i]] = before[i];
        }
    }

    /**
     * Adds a cotangent to a shadow, array by array. Rows that the cotangent leaves null are zero.
     *
     * @throws IllegalArgumentException if their shapes differ
     */
    public static void add(Object shadow, Object cotangent) {
        if (shadow == null || cotangent == null) {
            return;
        }
        if (shadow instanceof double[] sum && cotangent instanceof double[] terms && sum.length == terms.length) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += terms[i];
            }
        } else if (shadow instanceof float[] sum && cotangent instanceof float[] terms && sum.length == terms.length) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += terms[i];
            }
        } else if (shadow instanceof Object[] sum
                && cotangent instanceof Object[] terms
                && sum.length == terms.length) {
            for (int i = 0; i < sum.length; i++) {
                add(sum[i], terms[i]);
            }
        } else {
            throw new IllegalArgumentException("The cotangent has " + shape(cotangent) + " where the result has "
                    + shape(shadow) + ": pass one of the result's shape.");
        }
    }

    private static String shape(Object array) {
        return "a " + array.getClass().getComponentType().getSimpleName() + "[" + Array.getLength(array) + "]";
    }
}
