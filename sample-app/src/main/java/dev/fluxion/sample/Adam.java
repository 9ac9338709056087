package dev.fluxion.sample;

import java.util.List;

/** The Adam optimizer: algorithm 1 of Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015). */
final class Adam {
    private static final double MEAN_DECAY = 0.9;
    private static final double SQUARE_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    private final List<double[]> parameters;
    private final List<double[]> means;
    private final List<double[]> squares;
    private final double learningRate;
    private int steps;

    /** Will change {@code parameters} in place, step by step. */
    Adam(List<double[]> parameters, double learningRate) {
        this.parameters = parameters;
        this.means = zerosLike(parameters);
        this.squares = zerosLike(parameters);
        this.learningRate = learningRate;
    }

    private static List<double[]> zerosLike(List<double[]> rows) {
        return rows.stream().map(row -> new double[row.length]).toList();
    }

    /** Takes one step against {@code gradient}, which has the shape of the parameters. */
    void step(List<double[]> gradient) {
        steps++;
        double meanBias = 1 - Math.pow(MEAN_DECAY, steps);
        double squareBias = 1 - Math.pow(SQUARE_DECAY, steps);
        for (int i = 0; i < parameters.size(); i++) {
            double[] x = parameters.get(i);
            double[] g = gradient.get(i);
            double[] mean = means.get(i);
            double[] square = squares.get(i);
            for (int k = 0; k < x.length; k++) {
                mean[k] = MEAN_DECAY * mean[k] + (1 - MEAN_DECAY) * g[k];
                square[k] = SQUARE_DECAY * square[k] + (1 - SQUARE_DECAY) * g[k] * g[k];
                x[k] -= learningRate * (mean[k] / meanBias) / (Math.sqrt(square[k] / squareBias) + EPSILON);
            }
        }
    }
}
