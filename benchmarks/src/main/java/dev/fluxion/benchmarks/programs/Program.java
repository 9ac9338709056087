package dev.fluxion.benchmarks.programs;

import java.util.Arrays;
import java.util.Random;

/** A program to differentiate, at one point. */
public interface Program {
    /** The arrays of numbers that the program is differentiated with respect to. It reads them anew in every run. */
    double[][] point();

    /** The value. */
    double primal();

    /** The value; overwrites the gradient, which has the shape of the point. */
    double byFluxion(double[][] gradient);

    /** The value, up to rounding, and the gradient, as one would write them by hand. */
    double byHand(double[][] gradient);

    /** The value by numbers that know their own derivatives; {@code x} are the variables, in the shape of the point. */
    <T> T rewritten(Algebra<T> m, T[][] x);

    /** Iterations of the program's loops, for figures per iteration. */
    long iterations();

    /** Arrays of the same lengths, all zero. */
    static double[][] zeros(double[][] shape) {
        return Arrays.stream(shape).map(row -> new double[row.length]).toArray(double[][]::new);
    }

    /** The reproducible numbers between -1 and 1 that programs run on. */
    static double[] numbers(int count, long seed) {
        return numbers(count, -1, 1, seed);
    }

    /** Reproducible numbers between two others. */
    static double[] numbers(int count, double low, double high, long seed) {
        Random random = new Random(seed);
        double[] result = new double[count];
        for (int i = 0; i < count; i++) {
            result[i] = low + random.nextDouble() * (high - low);
        }
        return result;
    }

    /** Rows of reproducible numbers between -1 and 1. */
    static double[][] rows(int rows, int columns, long seed) {
        double[][] result = new double[rows][];
        for (int i = 0; i < rows; i++) {
            result[i] = numbers(columns, seed + 1_000L * i);
        }
        return result;
    }
}
