package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import java.util.Arrays;

/** The sum over the Kronecker product of two square matrices, which is formed. */
final class KroneckerSum implements Program {
    private final double[] a;
    private final double[] b;
    private final int rowsOfA;
    private final int rowsOfB;

    KroneckerSum(int rowsOfA, int rowsOfB) {
        this.rowsOfA = rowsOfA;
        this.rowsOfB = rowsOfB;
        this.a = Program.numbers(rowsOfA * rowsOfA, 61);
        this.b = Program.numbers(rowsOfB * rowsOfB, 62);
    }

    static double[] kronecker(double[] a, int rowsOfA, double[] b, int rowsOfB) {
        double[] product = new double[a.length * b.length];
        int next = 0;
        for (int i = 0; i < rowsOfA; i++) {
            for (int k = 0; k < rowsOfB; k++) {
                for (int j = 0; j < rowsOfA; j++) {
                    double entry = a[i * rowsOfA + j];
                    for (int l = 0; l < rowsOfB; l++) {
                        product[next] = entry * b[k * rowsOfB + l];
                        next++;
                    }
                }
            }
        }
        return product;
    }

    static double sum(double[] a, int rowsOfA, double[] b, int rowsOfB) {
        double[] product = kronecker(a, rowsOfA, b, rowsOfB);
        double sum = 0;
        for (int i = 0; i < product.length; i++) {
            sum += product[i];
        }
        return sum;
    }

    @GradientOf(
            value = "sum",
            wrt = {"a", "b"})
    static double sumAndGradient(
            double[] a, int rowsOfA, double[] b, int rowsOfB, double[] aGradient, double[] bGradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return new double[][] {a, b};
    }

    @Override
    public double primal() {
        return sum(a, rowsOfA, b, rowsOfB);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return sumAndGradient(a, rowsOfA, b, rowsOfB, gradient[0], gradient[1]);
    }

    /** The product is needed for the value only. */
    @Override
    public double byHand(double[][] gradient) {
        Arrays.fill(gradient[0], Arrays.stream(b).sum());
        Arrays.fill(gradient[1], Arrays.stream(a).sum());
        return sum(a, rowsOfA, b, rowsOfB);
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        T[] product = m.array(a.length * b.length);
        int next = 0;
        for (int i = 0; i < rowsOfA; i++) {
            for (int k = 0; k < rowsOfB; k++) {
                for (int j = 0; j < rowsOfA; j++) {
                    for (int l = 0; l < rowsOfB; l++) {
                        product[next] = m.multiply(x[0][i * rowsOfA + j], x[1][k * rowsOfB + l]);
                        next++;
                    }
                }
            }
        }
        T sum = m.constant(0);
        for (T element : product) {
            sum = m.add(sum, element);
        }
        return sum;
    }

    @Override
    public long iterations() {
        return (long) a.length * b.length;
    }
}
