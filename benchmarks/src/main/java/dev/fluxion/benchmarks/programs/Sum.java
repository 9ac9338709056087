package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import java.util.Arrays;

/** The sum of an array. */
final class Sum implements Program {
    private final double[] x;

    Sum(int size) {
        this.x = Program.numbers(size, 1);
    }

    static double sum(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i];
        }
        return sum;
    }

    @GradientOf("sum")
    static double sumAndGradient(double[] x, double[] gradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return new double[][] {x};
    }

    @Override
    public double primal() {
        return sum(x);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return sumAndGradient(x, gradient[0]);
    }

    @Override
    public double byHand(double[][] gradient) {
        Arrays.fill(gradient[0], 1);
        return sum(x);
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        T sum = m.constant(0);
        for (T element : x[0]) {
            sum = m.add(sum, element);
        }
        return sum;
    }

    @Override
    public long iterations() {
        return x.length;
    }
}
