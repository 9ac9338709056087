package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;

/** Rosenbrock's function of many variables. */
final class Rosenbrock implements Program {
    private final double[] x;

    Rosenbrock(int size) {
        this.x = Program.numbers(size, 2);
    }

    static double value(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length - 1; i++) {
            double a = x[i + 1] - x[i] * x[i];
            double b = 1 - x[i];
            sum += 100 * a * a + b * b;
        }
        return sum;
    }

    @GradientOf("value")
    static double valueAndGradient(double[] x, double[] gradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return new double[][] {x};
    }

    @Override
    public double primal() {
        return value(x);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return valueAndGradient(x, gradient[0]);
    }

    @Override
    public double byHand(double[][] gradient) {
        double[] g = gradient[0];
        double sum = 0;
        double carried = 0;
        for (int i = 0; i < x.length - 1; i++) {
            double a = x[i + 1] - x[i] * x[i];
            double b = 1 - x[i];
            sum += 100 * a * a + b * b;
            g[i] = carried - 400 * a * x[i] - 2 * b;
            carried = 200 * a;
        }
        g[x.length - 1] = carried;
        return sum;
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        T sum = m.constant(0);
        for (int i = 0; i < x[0].length - 1; i++) {
            T a = m.subtract(x[0][i + 1], m.multiply(x[0][i], x[0][i]));
            T b = m.subtractFrom(1, x[0][i]);
            sum = m.add(sum, m.add(m.multiply(m.multiply(a, 100), a), m.multiply(b, b)));
        }
        return sum;
    }

    @Override
    public long iterations() {
        return x.length - 1L;
    }
}
