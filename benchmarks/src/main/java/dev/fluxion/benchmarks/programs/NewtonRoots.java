package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;

/** The sum of the square roots of an array, each by Newton's method from the number itself: how often the inner loop runs depends on the data. */
final class NewtonRoots implements Program {
    private static final double ACCURACY = 1e-10;

    private final double[] x;

    NewtonRoots(int size) {
        this.x = Program.numbers(size, 1, 100, 31);
    }

    static double sumOfRoots(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double root = x[i];
            while (Math.abs(root * root - x[i]) > ACCURACY * x[i]) {
                root = 0.5 * (root + x[i] / root);
            }
            sum += root;
        }
        return sum;
    }

    @GradientOf("sumOfRoots")
    static double sumOfRootsAndGradient(double[] x, double[] gradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return new double[][] {x};
    }

    @Override
    public double primal() {
        return sumOfRoots(x);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return sumOfRootsAndGradient(x, gradient[0]);
    }

    @Override
    public double byHand(double[][] gradient) {
        double[] g = gradient[0];
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double root = x[i];
            double slope = 1;
            while (Math.abs(root * root - x[i]) > ACCURACY * x[i]) {
                double inverse = 1 / root;
                double quotient = x[i] * inverse;
                slope = 0.5 * (slope + (1 - quotient * slope) * inverse);
                root = 0.5 * (root + quotient);
            }
            sum += root;
            g[i] = slope;
        }
        return sum;
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        T sum = m.constant(0);
        for (T element : x[0]) {
            double square = m.value(element);
            T root = element;
            while (Math.abs(m.value(root) * m.value(root) - square) > ACCURACY * square) {
                root = m.multiply(m.add(root, m.divide(element, root)), 0.5);
            }
            sum = m.add(sum, root);
        }
        return sum;
    }

    @Override
    public long iterations() {
        return x.length;
    }
}
