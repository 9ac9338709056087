package dev.fluxion.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The time of a gradient, its value included, over the time of the value alone. Each program runs in a JVM of its own, with
 * the options of this one. Fails only if a gradient is wrong.
 */
public final class Ratios {
    private static final double TOLERANCE = 1e-10;

    /** Programs with the ratio aimed at. */
    private record Entry(Supplier<Program> program, double target) {}

    private static final Map<String, Entry> PROGRAMS = programs();

    private Ratios() {}

    private static Map<String, Entry> programs() {
        Map<String, Entry> programs = new LinkedHashMap<>();
        programs.put("sum 1,000", new Entry(() -> new Sum(1_000), 1.6));
        programs.put("sum 10,000", new Entry(() -> new Sum(10_000), 1.6));
        programs.put("sum 100,000", new Entry(() -> new Sum(100_000), 1.6));
        programs.put("sum 1,000,000", new Entry(() -> new Sum(1_000_000), 1.6));
        programs.put("Rosenbrock 1,000", new Entry(() -> new Rosenbrock(1_000), 3.3));
        programs.put("Rosenbrock 10,000", new Entry(() -> new Rosenbrock(10_000), 3.3));
        programs.put("Rosenbrock 100,000", new Entry(() -> new Rosenbrock(100_000), 3.3));
        programs.put("Rosenbrock 1,000,000", new Entry(() -> new Rosenbrock(1_000_000), 3.3));
        programs.put("logistic regression 1,000 x 50", new Entry(() -> new LogisticRegression(1_000, 50), 2.0));
        return programs;
    }

    /** Without arguments runs every program, with one the program of that name, here. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 1) {
            System.out.println(measure(arguments[0]));
            return;
        }
        System.out.printf(
                "%-31s %11s %9s %7s %7s %8s %11s%n",
                "program", "value", "per step", "ratio", "low", "target", "bytes/call");
        for (String name : PROGRAMS.keySet()) {
            if (inOwnJvm(name) != 0) {
                System.exit(1);
            }
        }
    }

    private static int inOwnJvm(String name) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-Xms1g", "-XX:+AlwaysPreTouch", "-cp", System.getProperty("java.class.path")));
        command.add(Ratios.class.getName());
        command.add(name);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static String measure(String name) {
        Entry entry = PROGRAMS.get(name);
        Program program = entry.program().get();
        double[] gradient = new double[program.size()];
        check(name, program, gradient);
        Sampling.Ratio ratio = Sampling.compare(program::primal, () -> program.byFluxion(gradient));
        return String.format(
                Locale.ROOT,
                "%-31s %8.1f us %6.2f ns %7.2f %7.2f %8.1f %11.0f",
                name,
                ratio.baseNanoseconds() / 1e3,
                ratio.baseNanoseconds() * ratio.ratio() / program.iterations(),
                ratio.ratio(),
                ratio.lowRatio(),
                entry.target(),
                ratio.bytes());
    }

    private static void check(String name, Program program, double[] gradient) {
        double[] byHand = new double[program.size()];
        program.byHand(byHand);
        double value = program.byFluxion(gradient);
        boolean same = Double.doubleToLongBits(value) == Double.doubleToLongBits(program.primal());
        double largest = 0;
        double error = 0;
        for (int i = 0; i < byHand.length; i++) {
            largest = Math.max(largest, Math.abs(byHand[i]));
            error = Math.max(error, Math.abs(byHand[i] - gradient[i]));
        }
        if (!same || !(error <= TOLERANCE * largest)) {
            throw new IllegalStateException(name + ": the gradient is off by " + error + " of " + largest
                    + ", the value is " + (same ? "right" : "wrong"));
        }
    }
}
