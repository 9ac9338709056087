package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.Mode;

/** Rosenbrock's function, its whole gradient by forward mode. */
final class RosenbrockForward implements Program {
    private final Rosenbrock reverse;
    private final double[] x;

    RosenbrockForward(int size) {
        this.reverse = new Rosenbrock(size);
        this.x = reverse.point()[0];
    }

    @GradientOf(value = "value", in = Rosenbrock.class, mode = Mode.FORWARD)
    static double gradient(double[] x, double[] gradient) {
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

    @Override
    public double byFluxion(double[][] gradient) {
        return gradient(x, gradient[0]);
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
