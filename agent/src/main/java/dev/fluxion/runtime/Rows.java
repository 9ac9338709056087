package dev.fluxion.runtime;

/** Bulk operations on shadows whose elements are rows of tangents, one for each lane. A row stays in its place; its contents are copied. */
public final class Rows {
    private Rows() {}

    /** {@code new double[count][length]}. */
    public static double[][] ofDoubles(int count, int length) {
        double[][] rows = new double[count][];
        requireLength(length);
        for (int i = 0; i < count; i++) {
            rows[i] = new double[length];
        }
        return rows;
    }

    /** {@code new float[count][length]}. */
    public static float[][] ofFloats(int count, int length) {
        float[][] rows = new float[count][];
        requireLength(length);
        for (int i = 0; i < count; i++) {
            rows[i] = new float[length];
        }
        return rows;
    }

    // The JVM looks at it also where there are no rows, but at their number first.
    private static void requireLength(int length) {
        if (length < 0) {
            throw new NegativeArraySizeException(String.valueOf(length));
        }
    }

    /** Copies {@code count} elements as {@link System#arraycopy} does, also within one array. */
    public static void copy(double[][] source, int sourceFrom, double[][] target, int targetFrom, int count) {
        boolean backwards = source == target && sourceFrom < targetFrom;
        for (int step = 0; step < count; step++) {
            int i = backwards ? count - 1 - step : step;
            double[] row = source[sourceFrom + i];
            System.arraycopy(row, 0, target[targetFrom + i], 0, row.length);
        }
    }

    /** {@link #copy(double[][], int, double[][], int, int)} for floats. */
    public static void copy(float[][] source, int sourceFrom, float[][] target, int targetFrom, int count) {
        boolean backwards = source == target && sourceFrom < targetFrom;
        for (int step = 0; step < count; step++) {
            int i = backwards ? count - 1 - step : step;
            float[] row = source[sourceFrom + i];
            System.arraycopy(row, 0, target[targetFrom + i], 0, row.length);
        }
    }

    /** Gives every element of a range the tangents of one row. */
    public static void fill(double[][] target, int from, int to, double[] row) {
        for (int i = from; i < to; i++) {
            System.arraycopy(row, 0, target[i], 0, row.length);
        }
    }

    /** {@link #fill(double[][], int, int, double[])} for floats. */
    public static void fill(float[][] target, int from, int to, float[] row) {
        for (int i = from; i < to; i++) {
            System.arraycopy(row, 0, target[i], 0, row.length);
        }
    }

    /** {@link Shadows#permute(double[], int, int[])} for elements that are rows. */
    public static void permute(double[][] target, int from, int[] permutation) {
        double[][] before = new double[permutation.length][];
        for (int i = 0; i < permutation.length; i++) {
            before[i] = target[from + i].clone();
        }
        for (int i = 0; i < permutation.length; i++) {
            double[] row = before[permutation[i]];
            System.arraycopy(row, 0, target[from + i], 0, row.length);
        }
    }

    /** {@link #permute(double[][], int, int[])} for floats. */
    public static void permute(float[][] target, int from, int[] permutation) {
        float[][] before = new float[permutation.length][];
        for (int i = 0; i < permutation.length; i++) {
            before[i] = target[from + i].clone();
        }
        for (int i = 0; i < permutation.length; i++) {
            float[] row = before[permutation[i]];
            System.arraycopy(row, 0, target[from + i], 0, row.length);
        }
    }
}
