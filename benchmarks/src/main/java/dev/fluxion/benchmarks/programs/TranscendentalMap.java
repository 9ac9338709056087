package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;

/** The sum over an array of {@code sin(x) * cos(exp(x))}: no state is carried from one element to the next. */
final class TranscendentalMap implements Program {
    private final double[] x;

    TranscendentalMap(int size) {
        this.x = Program.numbers(size, 11);
    }

    static double value(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.sin(x[i]) * Math.cos(Math.exp(x[i]));
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
        for (int i = 0; i < x.length; i++) {
            double exp = Math.exp(x[i]);
            double sin = Math.sin(x[i]);
            double cosOfExp = Math.cos(exp);
            sum += sin * cosOfExp;
            g[i] = Math.cos(x[i]) * cosOfExp - sin * Math.sin(exp) * exp;
        }
        return sum;
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        T sum = m.constant(0);
        for (T element : x[0]) {
            sum = m.add(sum, m.multiply(m.sin(element), m.cos(m.exp(element))));
        }
        return sum;
    }

    @Override
    public long iterations() {
        return x.length;
    }
}
