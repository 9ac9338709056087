package dev.fluxion.benchmarks.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The programs that are measured, at their sizes. */
public final class Programs {
    /** How the families end whose gradients are by forward mode. */
    public static final String FORWARD = "forward";

    private static final Set<String> ALLOCATE_NOTHING = Set.of(
            "sum",
            "map",
            "Rosenbrock",
            "logistic flat",
            "Newton",
            "logistic map",
            "Runge-Kutta",
            "branchy",
            "Black-Scholes");

    private static final List<Entry> ALL = all();

    private Programs() {}

    /**
     * A program of one size.
     *
     * @param family the name that it shares with itself at other sizes
     * @param size what grows
     * @param usual whether it is this size that stands for the family
     * @param target the ratio that the project aims at for the usual size, or NaN
     * @param program makes it
     */
    public record Entry(String family, int size, boolean usual, double target, Supplier<Program> program) {
        /** Whether the method takes one-dimensional arrays or numbers and allocates nothing, so that its gradient should neither. */
        public boolean allocatesNothing() {
            return ALLOCATE_NOTHING.contains(family);
        }

        /** Its unique name. */
        public String name() {
            return String.format(Locale.ROOT, "%s %,d", family, size);
        }
    }

    /** All of them. */
    public static List<Entry> list() {
        return ALL;
    }

    /** Those of usual size, one per family. */
    public static List<Entry> usual() {
        return ALL.stream().filter(Entry::usual).toList();
    }

    /** Those whose family or whole name is the given one. */
    public static List<Entry> named(String name) {
        List<Entry> found = ALL.stream()
                .filter(entry -> entry.name().equals(name)
                        || entry.usual() && entry.family().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("There is no program " + name + "; there are "
                    + ALL.stream().map(Entry::name).toList());
        }
        return found;
    }

    private static List<Entry> all() {
        List<Entry> list = new ArrayList<>();
        add(list, "sum", 1.4, Sum::new, 1_000, 10_000, 100_000, 1_000_000);
        add(list, "map", 1.95, TranscendentalMap::new, 1_000, 10_000, 100_000);
        add(list, "Rosenbrock", 3.0, Rosenbrock::new, 1_000, 10, 100, 10_000, 100_000, 1_000_000);
        add(list, "Rosenbrock " + FORWARD, Double.NaN, RosenbrockForward::new, 12, 100);
        add(list, "logistic flat", 1.75, n -> new LogisticRegressionFlat(n, 50), 1_000, 10, 100, 10_000);
        add(list, "logistic rows", 1.5, n -> new LogisticRegressionRows(n, 50), 1_000, 10, 100, 10_000);
        add(list, "perceptron", 1.9, n -> new Perceptron(784, n, 10), 100, 10, 1_000);
        add(list, "logistic map", 3.0, LogisticMap::new, 1_000, 10, 100, 10_000, 100_000);
        add(list, "Runge-Kutta", 2.3, RungeKutta::new, 1_000, 10, 100, 10_000, 100_000);
        add(list, "Black-Scholes", 1.75, n -> new BlackScholes(), 1);
        add(list, "Newton", 3.6, NewtonRoots::new, 64, 1_000, 10_000);
        add(list, "branchy", 2.65, BranchyRecurrence::new, 1_000, 10, 100, 10_000, 100_000);
        add(list, "LSTM", 1.35, n -> new LongShortTermMemory(n, 14), 100, 10, 1_000);
        add(list, "Gaussian mixture", Double.NaN, n -> new GaussianMixture(n, 10, 5), 100, 10, 1_000);
        add(list, "Kronecker sum", Double.NaN, n -> new KroneckerSum(n, 2 * n), 20, 5, 10);
        add(list, "Gaussian process", Double.NaN, GaussianProcess::new, 40, 10, 100);
        add(list, "matrix product", Double.NaN, MatrixProduct::new, 50, 10, 200);
        add(list, "Fourier", Double.NaN, FourierTransform::new, 1_024, 64, 16_384);
        return List.copyOf(list);
    }

    private static void add(
            List<Entry> list, String family, double target, IntFunction<Program> program, int usual, int... others) {
        list.add(new Entry(family, usual, true, target, () -> program.apply(usual)));
        for (int size : others) {
            list.add(new Entry(family, size, false, target, () -> program.apply(size)));
        }
    }
}
