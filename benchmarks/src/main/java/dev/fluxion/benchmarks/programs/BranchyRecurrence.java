package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;

/** A recurrence whose steps are one of two, depending on what it reached. */
final class BranchyRecurrence implements Program {
    private static final double OFFSET = 0.15;

    /** The start, the growth and the damping: such that derivatives neither vanish nor explode. */
    private final double[] parameters = {0.3, 1.06, 0.85};

    private final int steps;

    BranchyRecurrence(int steps) {
        this.steps = steps;
    }

    static double iterate(double start, double growth, double damping, int steps) {
        double x = start;
        for (int i = 0; i < steps; i++) {
            if (x < 1) {
                x = growth * x + OFFSET;
            } else {
                x = x - damping * x * x;
            }
        }
        return x;
    }

    @GradientOf("iterate")
    static double iterateAndGradient(double start, double growth, double damping, int steps, double[] gradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return new double[][] {parameters};
    }

    @Override
    public double primal() {
        return iterate(parameters[0], parameters[1], parameters[2], steps);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return iterateAndGradient(parameters[0], parameters[1], parameters[2], steps, gradient[0]);
    }

    @Override
    public double byHand(double[][] gradient) {
        double x = parameters[0];
        double growth = parameters[1];
        double damping = parameters[2];
        double byStart = 1;
        double byGrowth = 0;
        double byDamping = 0;
        for (int i = 0; i < steps; i++) {
            if (x < 1) {
                byStart *= growth;
                byGrowth = byGrowth * growth + x;
                byDamping *= growth;
                x = growth * x + OFFSET;
            } else {
                double slope = 1 - 2 * damping * x;
                byStart *= slope;
                byGrowth *= slope;
                byDamping = byDamping * slope - x * x;
                x = x - damping * x * x;
            }
        }
        gradient[0][0] = byStart;
        gradient[0][1] = byGrowth;
        gradient[0][2] = byDamping;
        return x;
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        T state = x[0][0];
        for (int i = 0; i < steps; i++) {
            if (m.value(state) < 1) {
                state = m.add(m.multiply(x[0][1], state), OFFSET);
            } else {
                state = m.subtract(state, m.multiply(m.multiply(x[0][2], state), state));
            }
        }
        return state;
    }

    @Override
    public long iterations() {
        return steps;
    }
}
