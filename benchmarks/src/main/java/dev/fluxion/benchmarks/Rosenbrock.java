package dev.fluxion.benchmarks;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import java.util.Arrays;

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
    public double primal() {
        return value(x);
    }

    @Override
    public double byFluxion(double[] gradient) {
        return valueAndGradient(x, gradient);
    }

    @Override
    public void byHand(double[] gradient) {
        Arrays.fill(gradient, 0);
        for (int i = 0; i < x.length - 1; i++) {
            double a = x[i + 1] - x[i] * x[i];
            gradient[i] -= 400 * a * x[i] + 2 * (1 - x[i]);
            gradient[i + 1] += 200 * a;
        }
    }

    @Override
    public int size() {
        return x.length;
    }

    @Override
    public long iterations() {
        return x.length - 1L;
    }
}
