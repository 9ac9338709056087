package dev.fluxion.benchmarks;

import dev.fluxion.Fluxion;
import dev.fluxion.JacobianFunction;
import dev.fluxion.Mode;
import dev.fluxion.VjpFunction;
import dev.fluxion.benchmarks.Sampling.Timed;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The time of a Jacobian, its value included, over the time of the value alone: by rows that share one forward sweep, by rows that
 * each run the method anew, by columns, and by the way that is chosen automatically.
 */
public final class Jacobians {
    private static final double TOLERANCE = 1e-10;

    private Jacobians() {}

    /** The number of rows and that of inputs may be given. */
    public static void main(String[] arguments) {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
        int inputs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        double[] x = new double[inputs];
        Arrays.setAll(x, i -> Math.sin(0.1 + i) / Math.sqrt(inputs));
        double[] weights = new double[rows * inputs];
        Arrays.setAll(weights, i -> Math.cos(0.7 * i));
        LayerInFields layer = new LayerInFields(rows, weights);
        System.out.printf(
                "%d rows, %d inputs%n%-18s %12s %12s %12s %12s %12s %14s%n",
                rows, inputs, "program", "value", "rows", "rows anew", "columns", "automatic", "anew/shared");
        measure("layer", y -> VectorPrograms.layer(y, weights, rows), x, rows);
        measure("layer in fields", layer::apply, x, rows);
        measure("exponentials", y -> VectorPrograms.exponentials(y, rows), x, rows);
        measure("oscillators", y -> VectorPrograms.oscillators(y, rows), x, rows);
    }

    /** The same layer, its weights in a field. */
    private static final class LayerInFields {
        private final int rows;
        private final double[] weights;

        LayerInFields(int rows, double[] weights) {
            this.rows = rows;
            this.weights = weights;
        }

        private double[] apply(double[] x) {
            double[] out = new double[rows];
            for (int i = 0; i < rows; i++) {
                double sum = 0;
                for (int j = 0; j < x.length; j++) {
                    sum += weights[i * x.length + j] * x[j];
                }
                out[i] = Math.tanh(sum);
            }
            return out;
        }
    }

    private static void measure(String name, Function<double[], double[]> f, double[] x, int rows) {
        double[][] shared = new double[rows][x.length];
        double[][] anew = new double[rows][x.length];
        double[][] columns = new double[rows][x.length];
        double[][] automatic = new double[rows][x.length];
        Timed byRows = inPlace(Fluxion.jacobian(f, Mode.REVERSE), x, shared);
        Timed byColumns = inPlace(Fluxion.jacobian(f, Mode.FORWARD), x, columns);
        Timed byEither = inPlace(Fluxion.jacobian(f), x, automatic);
        Timed byRowsAnew = rowsAnew(Fluxion.vjp(f), x, anew);
        for (Timed way : List.of(byRows, byColumns, byEither, byRowsAnew)) {
            way.run();
        }
        requireSame(columns, shared);
        requireSame(columns, anew);
        requireSame(columns, automatic);
        List<Sampling.Ratio> ratios =
                Sampling.compare(() -> f.apply(x)[0], List.of(byRows, byRowsAnew, byColumns, byEither));
        System.out.printf(
                Locale.ROOT,
                "%-18s %9.1f us %12.1f %12.1f %12.1f %12.1f %14.2f%n",
                name,
                ratios.get(0).baseNanoseconds() / 1e3,
                ratios.get(0).ratio(),
                ratios.get(1).ratio(),
                ratios.get(2).ratio(),
                ratios.get(3).ratio(),
                ratios.get(1).ratio() / ratios.get(0).ratio());
    }

    private static Timed inPlace(JacobianFunction jacobian, double[] x, double[][] out) {
        return () -> jacobian.valueAndJacobian(x, out)[0] + out[0][0];
    }

    private static Timed rowsAnew(VjpFunction vjp, double[] x, double[][] out) {
        double[] cotangent = new double[out.length];
        return () -> {
            double sum = 0;
            for (int row = 0; row < out.length; row++) {
                cotangent[row] = 1;
                sum += vjp.valueAndVjp(x, cotangent, out[row])[0];
                cotangent[row] = 0;
            }
            return sum;
        };
    }

    /** Columns and rows agree but for rounding. */
    static void requireSame(double[][] expected, double[][] actual) {
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                if (!(Math.abs(expected[i][j] - actual[i][j]) <= TOLERANCE * Math.abs(expected[i][j]) + 1e-300)) {
                    throw new IllegalStateException(
                            "Element " + i + ", " + j + " is " + actual[i][j] + " instead of " + expected[i][j]);
                }
            }
        }
    }
}
