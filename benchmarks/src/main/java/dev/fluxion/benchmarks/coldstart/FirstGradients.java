package dev.fluxion.benchmarks.coldstart;

import dev.fluxion.benchmarks.OwnJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How long a program waits for its first gradients, over many JVMs that have just started. */
public final class FirstGradients {
    private static final int JVMS = 15;
    private static final List<String> CALLS = List.of(
            "the first gradient of a JVM, of a method of 50 lines",
            "the first gradient of another method of 50 lines",
            "the gradient of the first method again",
            "the gradient of the other method again");

    private FirstGradients() {}

    /**
     * One of the calls, in the order in which they are made.
     *
     * @param call which
     * @param median of the wall-clock time in milliseconds
     * @param low its 10th percentile
     * @param cpu mean CPU time of the process, the JIT compiler's included, in milliseconds
     */
    public record Wait(String call, double median, double low, double cpu) {}

    /** Prints them. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        for (Wait wait : measure(OwnJvm.javaHome())) {
            System.out.printf(
                    Locale.ROOT,
                    "%-55s %8.1f ms, low %8.1f ms, CPU %8.1f ms%n",
                    wait.call(),
                    wait.median(),
                    wait.low(),
                    wait.cpu());
        }
    }

    /** Measures on the given JDK, with this JVM's options. */
    public static List<Wait> measure(Path javaHome) throws IOException, InterruptedException {
        double[][] walls = new double[CALLS.size()][JVMS];
        double[] cpus = new double[CALLS.size()];
        for (int run = 0; run < JVMS; run++) {
            List<String> lines = OwnJvm.run(javaHome, OwnJvm.ownOptions(), FirstGradient.class);
            if (lines == null) {
                throw new IllegalStateException("A first gradient failed");
            }
            String[] numbers = lines.get(0).trim().split(" ", -1);
            for (int i = 0; i < walls.length; i++) {
                walls[i][run] = Double.parseDouble(numbers[2 * i]);
                cpus[i] += Double.parseDouble(numbers[2 * i + 1]) / JVMS;
            }
        }
        List<Wait> waits = new ArrayList<>();
        for (int i = 0; i < walls.length; i++) {
            Arrays.sort(walls[i]);
            waits.add(new Wait(CALLS.get(i), walls[i][JVMS / 2], walls[i][JVMS / 10], cpus[i]));
        }
        return waits;
    }
}
