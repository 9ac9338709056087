package dev.fluxion.benchmarks;

import dev.fluxion.Fluxion;
import dev.fluxion.JacobianOf;
import dev.fluxion.Mode;
import dev.fluxion.benchmarks.Sampling.Timed;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Columns against rows for functions of many shapes: the time of a Jacobian by forward mode and by reverse mode, its value included,
 * over the time of the value, and how much longer the automatic choice takes than the better of the two. Each function is measured
 * in a JVM of its own. The costs that the choice is made by are fitted to this.
 */
public final class JacobianModes {
    private static final int[][] SHAPES = {
        {1, 8},
        {40, 3},
        {1, 10},
        {4, 12},
        {10, 12},
        {10, 30},
        {15, 30},
        {30, 30},
        {100, 30},
        {40, 100},
        {60, 100},
        {2, 200},
        {30, 200},
        {60, 200},
        {90, 200},
        {200, 200}
    };

    private JacobianModes() {}

    /** Measures the functions of the given names, or all; within the JVM of one function it is given {@code here} first. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2 && arguments[0].equals("here")) {
            for (int[] shape : SHAPES) {
                System.out.println(measure(arguments[1], Function.all().get(arguments[1]), shape[0], shape[1]));
            }
            return;
        }
        System.out.printf(
                "%-14s %5s %6s %12s %9s %9s %9s %9s%n",
                "function", "rows", "inputs", "value in us", "columns", "rows", "automatic", "over best");
        for (String name :
                arguments.length > 0 ? List.of(arguments) : Function.all().keySet()) {
            List<String> lines = OwnJvm.run(OwnJvm.javaHome(), OwnJvm.ownOptions(), JacobianModes.class, "here", name);
            if (lines == null) {
                throw new IllegalStateException(name + " failed.");
            }
            lines.forEach(System.out::println);
        }
    }

    private static String measure(String name, Function function, int rows, int inputs) {
        double[] x = new double[inputs];
        Arrays.setAll(x, i -> Math.sin(0.1 + i) / Math.sqrt(inputs));
        double[] weights = new double[rows * inputs];
        Arrays.setAll(weights, i -> Math.cos(0.7 * i));
        double[][] columns = new double[rows][inputs];
        double[][] byRows = new double[rows][inputs];
        double[][] automatic = new double[rows][inputs];
        Timed forward = () -> function.forward.of(x, weights, rows, columns)[0] + columns[0][0];
        Timed reverse = () -> function.reverse.of(x, weights, rows, byRows)[0] + byRows[0][0];
        Timed either = () -> function.automatic.of(x, weights, rows, automatic)[0] + automatic[0][0];
        List<Timed> ways = List.of(forward, reverse, either);
        ways.forEach(Timed::run);
        Jacobians.requireSame(columns, byRows);
        Jacobians.requireSame(columns, automatic);
        List<Sampling.Ratio> ratios = Sampling.compare(() -> function.value.of(x, weights, rows)[0], ways);
        double best = Math.min(ratios.get(0).ratio(), ratios.get(1).ratio());
        return String.format(
                Locale.ROOT,
                "%-14s %5d %6d %12.2f %9.2f %9.2f %9.2f %9.2f",
                name,
                rows,
                inputs,
                ratios.get(0).baseNanoseconds() / 1e3,
                ratios.get(0).ratio(),
                ratios.get(1).ratio(),
                ratios.get(2).ratio(),
                ratios.get(2).ratio() / best);
    }

    private interface Value {
        double[] of(double[] x, double[] weights, int rows);
    }

    private interface Way {
        double[] of(double[] x, double[] weights, int rows, double[][] jacobian);
    }

    private record Function(Value value, Way forward, Way reverse, Way automatic) {
        static Map<String, Function> all() {
            Map<String, Function> all = new LinkedHashMap<>();
            all.put("layer", new Function(Stubs::layer, Stubs::layerF, Stubs::layerR, Stubs::layerA));
            all.put("linear", new Function(Stubs::linear, Stubs::linearF, Stubs::linearR, Stubs::linearA));
            all.put("exponentials", new Function(Stubs::exps, Stubs::expsF, Stubs::expsR, Stubs::expsA));
            all.put("oscillators", new Function(Stubs::chain, Stubs::chainF, Stubs::chainR, Stubs::chainA));
            all.put("recurrence", new Function(Stubs::net, Stubs::netF, Stubs::netR, Stubs::netA));
            all.put("moments", new Function(Stubs::moments, Stubs::momentsF, Stubs::momentsR, Stubs::momentsA));
            all.put("elements", new Function(Stubs::elements, Stubs::elementsF, Stubs::elementsR, Stubs::elementsA));
            return all;
        }
    }

    /** The functions and their Jacobians. */
    private static final class Stubs {
        private Stubs() {}

        /** Dense, with a transcendental for each row. */
        static double[] layer(double[] x, double[] weights, int rows) {
            return VectorPrograms.layer(x, weights, rows);
        }

        @JacobianOf(value = "layer", wrt = "x", mode = Mode.FORWARD)
        static double[] layerF(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "layer", wrt = "x", mode = Mode.REVERSE)
        static double[] layerR(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "layer", wrt = "x")
        static double[] layerA(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        /** Dense and cheap. */
        static double[] linear(double[] x, double[] weights, int rows) {
            double[] out = new double[rows];
            for (int i = 0; i < rows; i++) {
                double sum = 0;
                for (int j = 0; j < x.length; j++) {
                    sum += weights[i * x.length + j] * x[j];
                }
                out[i] = sum * sum;
            }
            return out;
        }

        @JacobianOf(value = "linear", wrt = "x", mode = Mode.FORWARD)
        static double[] linearF(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "linear", wrt = "x", mode = Mode.REVERSE)
        static double[] linearR(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "linear", wrt = "x")
        static double[] linearA(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        /** Dense, with a transcendental for each element. */
        static double[] exps(double[] x, double[] weights, int rows) {
            return VectorPrograms.exponentials(x, rows);
        }

        @JacobianOf(value = "exps", wrt = "x", mode = Mode.FORWARD)
        static double[] expsF(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "exps", wrt = "x", mode = Mode.REVERSE)
        static double[] expsR(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "exps", wrt = "x")
        static double[] expsA(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        /** Cheap, arrays written in place. */
        static double[] chain(double[] x, double[] weights, int rows) {
            return VectorPrograms.oscillators(x, rows);
        }

        @JacobianOf(value = "chain", wrt = "x", mode = Mode.FORWARD)
        static double[] chainF(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "chain", wrt = "x", mode = Mode.REVERSE)
        static double[] chainR(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "chain", wrt = "x")
        static double[] chainA(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        /** Transcendental, an array written in place. */
        static double[] net(double[] x, double[] weights, int rows) {
            double[] y = x.clone();
            for (int step = 0; step < 5; step++) {
                for (int i = 0; i + 1 < y.length; i++) {
                    y[i] = Math.tanh(y[i] + 0.5 * y[i + 1]);
                }
            }
            double[] out = new double[rows];
            for (int i = 0; i < rows; i++) {
                out[i] = y[i % y.length];
            }
            return out;
        }

        @JacobianOf(value = "net", wrt = "x", mode = Mode.FORWARD)
        static double[] netF(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "net", wrt = "x", mode = Mode.REVERSE)
        static double[] netR(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "net", wrt = "x")
        static double[] netA(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        /** Cheap: one number of all inputs, then rows. */
        static double[] moments(double[] x, double[] weights, int rows) {
            double sum = 0;
            for (double each : x) {
                sum += each * each;
            }
            double[] out = new double[rows];
            for (int i = 0; i < rows; i++) {
                out[i] = sum * weights[i] + x[i % x.length];
            }
            return out;
        }

        @JacobianOf(value = "moments", wrt = "x", mode = Mode.FORWARD)
        static double[] momentsF(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "moments", wrt = "x", mode = Mode.REVERSE)
        static double[] momentsR(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "moments", wrt = "x")
        static double[] momentsA(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        /** Transcendental and sparse. */
        static double[] elements(double[] x, double[] weights, int rows) {
            double[] out = new double[rows];
            for (int i = 0; i < rows; i++) {
                out[i] = Math.sin(x[i % x.length]) * Math.exp(x[(i + 1) % x.length]);
            }
            return out;
        }

        @JacobianOf(value = "elements", wrt = "x", mode = Mode.FORWARD)
        static double[] elementsF(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "elements", wrt = "x", mode = Mode.REVERSE)
        static double[] elementsR(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }

        @JacobianOf(value = "elements", wrt = "x")
        static double[] elementsA(double[] x, double[] weights, int rows, double[][] jacobian) {
            return Fluxion.derived();
        }
    }
}
