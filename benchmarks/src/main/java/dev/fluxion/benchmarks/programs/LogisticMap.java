package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;

/**
 * The recurrence {@code x = r * x * (1 - x)}. Its rate is near the border of chaos, where derivatives neither vanish nor
 * explode.
 */
final class LogisticMap implements Program {
    private final double[] startAndRate = {0.3, 3.5699456};
    private final int steps;

    LogisticMap(int steps) {
        this.steps = steps;
    }

    static double iterate(double start, double rate, int steps) {
        double x = start;
        for (int i = 0; i < steps; i++) {
            x = rate * x * (1 - x);
        }
        return x;
    }

    @GradientOf("iterate")
    static double iterateAndGradient(double start, double rate, int steps, double[] gradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return new double[][] {startAndRate};
    }

    @Override
    public double primal() {
        return iterate(startAndRate[0], startAndRate[1], steps);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return iterateAndGradient(startAndRate[0], startAndRate[1], steps, gradient[0]);
    }

    @Override
    public double byHand(double[][] gradient) {
        double x = startAndRate[0];
        double rate = startAndRate[1];
        double byStart = 1;
        double byRate = 0;
        for (int i = 0; i < steps; i++) {
            double slope = rate - 2 * rate * x;
            byStart *= slope;
            byRate = byRate * slope + x * (1 - x);
            x = rate * x * (1 - x);
        }
        gradient[0][0] = byStart;
        gradient[0][1] = byRate;
        return x;
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        T state = x[0][0];
        for (int i = 0; i < steps; i++) {
            state = m.multiply(m.multiply(x[0][1], state), m.subtractFrom(1, state));
        }
        return state;
    }

    @Override
    public long iterations() {
        return steps;
    }
}
