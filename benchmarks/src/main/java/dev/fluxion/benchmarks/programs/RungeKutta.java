package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;

/** Logistic growth, {@code x' = x (a - b x)}, by the classical Runge-Kutta method; the right-hand side is a call. */
final class RungeKutta implements Program {
    private static final double STEP = 0.001;

    /** The start, a and b. */
    private final double[] parameters = {0.2, 1.3, 0.7};

    private final int steps;

    RungeKutta(int steps) {
        this.steps = steps;
    }

    static double slope(double x, double a, double b) {
        return x * (a - b * x);
    }

    static double integrate(double start, double a, double b, int steps) {
        double x = start;
        for (int i = 0; i < steps; i++) {
            double k1 = slope(x, a, b);
            double k2 = slope(x + 0.5 * STEP * k1, a, b);
            double k3 = slope(x + 0.5 * STEP * k2, a, b);
            double k4 = slope(x + STEP * k3, a, b);
            x += STEP / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
        }
        return x;
    }

    @GradientOf("integrate")
    static double integrateAndGradient(double start, double a, double b, int steps, double[] gradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return new double[][] {parameters};
    }

    @Override
    public double primal() {
        return integrate(parameters[0], parameters[1], parameters[2], steps);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return integrateAndGradient(parameters[0], parameters[1], parameters[2], steps, gradient[0]);
    }

    /** The sensitivities follow along: with one number of state that is less work than an adjoint. */
    @Override
    public double byHand(double[][] gradient) {
        double x = parameters[0];
        double a = parameters[1];
        double b = parameters[2];
        double byStart = 1;
        double byA = 0;
        double byB = 0;
        for (int i = 0; i < steps; i++) {
            double k1 = slope(x, a, b);
            double x2 = x + 0.5 * STEP * k1;
            double k2 = slope(x2, a, b);
            double x3 = x + 0.5 * STEP * k2;
            double k3 = slope(x3, a, b);
            double x4 = x + STEP * k3;
            double k4 = slope(x4, a, b);
            double s1 = a - 2 * b * x;
            double s2 = a - 2 * b * x2;
            double s3 = a - 2 * b * x3;
            double s4 = a - 2 * b * x4;
            double w4 = STEP / 6;
            double w3 = STEP / 3 + w4 * s4 * STEP;
            double w2 = STEP / 3 + w3 * s3 * (0.5 * STEP);
            double w1 = STEP / 6 + w2 * s2 * (0.5 * STEP);
            double along = 1 + w1 * s1 + w2 * s2 + w3 * s3 + w4 * s4;
            byStart *= along;
            byA = byA * along + w1 * x + w2 * x2 + w3 * x3 + w4 * x4;
            byB = byB * along - w1 * x * x - w2 * x2 * x2 - w3 * x3 * x3 - w4 * x4 * x4;
            x += STEP / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
        }
        gradient[0][0] = byStart;
        gradient[0][1] = byA;
        gradient[0][2] = byB;
        return x;
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        T a = x[0][1];
        T b = x[0][2];
        T state = x[0][0];
        for (int i = 0; i < steps; i++) {
            T k1 = slope(m, state, a, b);
            T k2 = slope(m, m.add(state, m.multiply(k1, 0.5 * STEP)), a, b);
            T k3 = slope(m, m.add(state, m.multiply(k2, 0.5 * STEP)), a, b);
            T k4 = slope(m, m.add(state, m.multiply(k3, STEP)), a, b);
            T middle = m.multiply(m.add(k2, k3), 2);
            state = m.add(state, m.multiply(m.add(m.add(k1, middle), k4), STEP / 6));
        }
        return state;
    }

    private static <T> T slope(Algebra<T> m, T x, T a, T b) {
        return m.multiply(x, m.subtract(a, m.multiply(b, x)));
    }

    @Override
    public long iterations() {
        return steps;
    }
}
