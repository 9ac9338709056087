package dev.fluxion.benchmarks;

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
    public double primal() {
        return sum(x);
    }

    @Override
    public double byFluxion(double[] gradient) {
        return sumAndGradient(x, gradient);
    }

    @Override
    public void byHand(double[] gradient) {
        Arrays.fill(gradient, 1);
    }

    @Override
    public int size() {
        return x.length;
    }

    @Override
    public long iterations() {
        return x.length;
    }
}
