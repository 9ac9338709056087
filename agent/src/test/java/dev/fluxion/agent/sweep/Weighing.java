package dev.fluxion.agent.sweep;

/** What {@link ScalarFunction} calls: arguments out of one array, and one number out of a result. */
public final class Weighing {
    private Weighing() {}

    /** The weight of the number in a place. */
    public static double weight(int place) {
        return 0.5 + place * 7 % 11 / 11.0;
    }

    /** The weighted sum. */
    public static double sum(double result) {
        return result * weight(0);
    }

    /** The weighted sum. */
    public static double sum(double[] result) {
        double sum = 0;
        for (int i = 0; i < result.length; i++) {
            sum += weight(i) * result[i];
        }
        return sum;
    }

    /** The weighted sum. */
    public static double sum(float[] result) {
        double sum = 0;
        for (int i = 0; i < result.length; i++) {
            sum += weight(i) * result[i];
        }
        return sum;
    }

    /** The weighted sum. */
    public static double sum(double[][] result) {
        double sum = 0;
        int place = 0;
        for (double[] row : result) {
            for (double number : row) {
                sum += weight(place++) * number;
            }
        }
        return sum;
    }

    /** The weighted sum. */
    public static double sum(float[][] result) {
        double sum = 0;
        int place = 0;
        for (float[] row : result) {
            for (float number : row) {
                sum += weight(place++) * number;
            }
        }
        return sum;
    }

    /** Some numbers. */
    public static double[] doubles1(double[] x, int from, int count) {
        double[] made = new double[count];
        for (int i = 0; i < count; i++) {
            made[i] = x[from + i];
        }
        return made;
    }

    /** Some numbers. */
    public static float[] floats1(double[] x, int from, int count) {
        float[] made = new float[count];
        for (int i = 0; i < count; i++) {
            made[i] = (float) x[from + i];
        }
        return made;
    }

    /** A square of numbers. */
    public static double[][] doubles2(double[] x, int from, int count) {
        double[][] made = new double[count][];
        for (int i = 0; i < count; i++) {
            made[i] = doubles1(x, from + i * count, count);
        }
        return made;
    }

    /** A square of numbers. */
    public static float[][] floats2(double[] x, int from, int count) {
        float[][] made = new float[count][];
        for (int i = 0; i < count; i++) {
            made[i] = floats1(x, from + i * count, count);
        }
        return made;
    }
}
