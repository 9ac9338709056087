package dev.fluxion.benchmarks;

/** Functions from arrays to arrays. */
final class VectorPrograms {
    private VectorPrograms() {}

    /** A dense layer of a network. */
    static double[] layer(double[] x, double[] weights, int rows) {
        double[] out = new double[rows];
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int j = 0; j < x.length; j++) {
                sum += weights[i * x.length + j] * x[j];
            }
            out[i] = Math.tanh(sum);
        }
        return out;
    }

    /** Sums of exponentials, sampled at as many times as there are rows. */
    static double[] exponentials(double[] x, int rows) {
        double[] out = new double[rows];
        for (int i = 0; i < rows; i++) {
            double time = 0.1 * i;
            for (int j = 0; j + 1 < x.length; j += 2) {
                out[i] += x[j] * Math.exp(x[j + 1] * time);
            }
        }
        return out;
    }

    /** A chain of oscillators after some steps of time: their positions, the first ones. */
    static double[] oscillators(double[] x, int rows) {
        double[] position = x.clone();
        double[] speed = new double[x.length];
        for (int step = 0; step < 40; step++) {
            for (int i = 1; i + 1 < x.length; i++) {
                double stretch = position[i + 1] - 2 * position[i] + position[i - 1];
                speed[i] += 0.05 * (stretch - position[i] * position[i] * position[i]);
            }
            for (int i = 0; i < x.length; i++) {
                position[i] += 0.05 * speed[i];
            }
        }
        double[] out = new double[rows];
        for (int i = 0; i < rows; i++) {
            out[i] = position[i % x.length];
        }
        return out;
    }
}
