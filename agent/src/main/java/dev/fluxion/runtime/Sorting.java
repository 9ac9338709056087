package dev.fluxion.runtime;

import java.util.Arrays;

/**
 * Sorts as {@link Arrays} does and tells where each element came from, which is where its tangent comes from. Elements that
 * {@link Double#compare} calls equal count as having kept their order.
 */
public final class Sorting {
    private Sorting() {}

    /** {@link Arrays#sort(double[])}; for each place the former place of the element that is there now. */
    public static int[] sort(double[] array) {
        double[] before = array.clone();
        Arrays.sort(array);
        return permutation(before, array, 0);
    }

    /** {@link Arrays#sort(double[], int, int)}; places are counted from the start of the range. */
    public static int[] sort(double[] array, int from, int to) {
        double[] before = range(array, from, to);
        Arrays.sort(array, from, to);
        return permutation(before, array, from);
    }

    /** {@link #sort(double[])} by {@link Arrays#parallelSort(double[])}. */
    public static int[] parallelSort(double[] array) {
        double[] before = array.clone();
        Arrays.parallelSort(array);
        return permutation(before, array, 0);
    }

    /** {@link #sort(double[], int, int)} by {@link Arrays#parallelSort(double[], int, int)}. */
    public static int[] parallelSort(double[] array, int from, int to) {
        double[] before = range(array, from, to);
        Arrays.parallelSort(array, from, to);
        return permutation(before, array, from);
    }

    /** {@link #sort(double[])} for floats. */
    public static int[] sort(float[] array) {
        float[] before = array.clone();
        Arrays.sort(array);
        return permutation(before, array, 0);
    }

    /** {@link #sort(double[], int, int)} for floats. */
    public static int[] sort(float[] array, int from, int to) {
        float[] before = range(array, from, to);
        Arrays.sort(array, from, to);
        return permutation(before, array, from);
    }

    /** {@link #parallelSort(double[])} for floats. */
    public static int[] parallelSort(float[] array) {
        float[] before = array.clone();
        Arrays.parallelSort(array);
        return permutation(before, array, 0);
    }

    /** {@link #parallelSort(double[], int, int)} for floats. */
    public static int[] parallelSort(float[] array, int from, int to) {
        float[] before = range(array, from, to);
        Arrays.parallelSort(array, from, to);
        return permutation(before, array, from);
    }

    // Of a range that is none the sort itself complains.
    private static double[] range(double[] array, int from, int to) {
        return 0 <= from && from <= to && to <= array.length ? Arrays.copyOfRange(array, from, to) : null;
    }

    private static float[] range(float[] array, int from, int to) {
        return 0 <= from && from <= to && to <= array.length ? Arrays.copyOfRange(array, from, to) : null;
    }

    private static int[] permutation(double[] before, double[] sorted, int from) {
        int[] permutation = new int[before.length];
        int[] equalsPlaced = new int[before.length];
        for (int i = 0; i < before.length; i++) {
            int low = 0;
            int high = before.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (Double.compare(sorted[from + middle], before[i]) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            permutation[low + equalsPlaced[low]++] = i;
        }
        return permutation;
    }

    private static int[] permutation(float[] before, float[] sorted, int from) {
        int[] permutation = new int[before.length];
        int[] equalsPlaced = new int[before.length];
        for (int i = 0; i < before.length; i++) {
            int low = 0;
            int high = before.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (Float.compare(sorted[from + middle], before[i]) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            permutation[low + equalsPlaced[low]++] = i;
        }
        return permutation;
    }
}
