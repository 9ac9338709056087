package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.JvpOf;

/** Rosenbrock's function, its whole gradient by forward mode: one pass per variable. */
final class RosenbrockForward implements Program {
    private final Rosenbrock reverse;
    private final double[] x;
    private final double[] direction;

    RosenbrockForward(int size) {
        this.reverse = new Rosenbrock(size);
        this.x = reverse.point()[0];
        this.direction = new double[size];
    }

    @JvpOf(value = "value", in = Rosenbrock.class)
    static double along(double[] x, double[] tangent) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return reverse.point();
    }

    @Override
    public double primal() {
        return reverse.primal();
    }

    /** A pass returns its derivative without the value, which takes one run more. */
    @Override
    public double byFluxion(double[][] gradient) {
        for (int i = 0; i < x.length; i++) {
            direction[i] = 1;
            gradient[0][i] = along(x, direction);
            direction[i] = 0;
        }
        return reverse.primal();
    }

    @Override
    public double byHand(double[][] gradient) {
        return reverse.byHand(gradient);
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        return reverse.rewritten(m, x);
    }

    @Override
    public long iterations() {
        return reverse.iterations();
    }
}
