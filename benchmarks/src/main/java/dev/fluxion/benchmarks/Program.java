package dev.fluxion.benchmarks;

import java.util.Random;

/** A program to differentiate, at one point. */
interface Program {
    /** The value. */
    double primal();

    /** The value; overwrites the gradient. */
    double byFluxion(double[] gradient);

    /** The gradient as one would write it by hand. */
    void byHand(double[] gradient);

    /** How many numbers the gradient has. */
    int size();

    /** Iterations of the program's loops, for figures per iteration. */
    long iterations();

    /** The reproducible numbers that programs run on. */
    static double[] numbers(int count, long seed) {
        Random random = new Random(seed);
        double[] result = new double[count];
        for (int i = 0; i < count; i++) {
            result[i] = random.nextDouble() * 2 - 1;
        }
        return result;
    }
}
