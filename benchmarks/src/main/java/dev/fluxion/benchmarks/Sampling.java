package dev.fluxion.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times several things in turn, in thread CPU time: rounds of about three milliseconds each, so that a machine whose speed drifts
 * slows all alike. What takes long takes part in fewer rounds.
 */
final class Sampling {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final int ROUNDS = 40;
    private static final int FEWEST_ROUNDS = 3;
    private static final double SLICE = 3e6;
    private static final double WARM_UP = 1e9;
    private static final double LONGEST = 1e9;
    private static final long QUIET = 400_000_000L;
    private static final long LONGEST_WAIT = 15_000_000_000L;

    /** Read in every run, so that the JIT compiler cannot move work on unchanged input out of the loop. */
    private static volatile boolean stopped;

    /** Keeps the JIT compiler from dropping what is timed. */
    @SuppressWarnings("UnusedVariable")
    private static volatile double sink;

    private Sampling() {}

    /** Something to time. */
    interface Timed {
        double run();
    }

    /**
     * The outcome for one of the things compared with the base.
     *
     * @param baseNanoseconds median time of one run of the base
     * @param ratio median over the rounds of the time of the other over the base's
     * @param lowRatio the 10th percentile of that
     * @param bytes allocated per run of the other
     */
    record Ratio(double baseNanoseconds, double ratio, double lowRatio, double bytes) {}

    static List<Ratio> compare(Timed base, List<Timed> others) {
        List<Timed> all = new ArrayList<>(List.of(base));
        all.addAll(others);
        double[] estimates = warmUp(all);
        long baseRuns = runs(estimates[0]);
        double[] baseTimes = new double[ROUNDS];
        List<List<Double>> ratios = new ArrayList<>();
        others.forEach(other -> ratios.add(new ArrayList<>()));
        for (int round = 0; round < ROUNDS; round++) {
            baseTimes[round] = time(base, baseRuns);
            for (int i = 0; i < others.size(); i++) {
                if (round % interval(estimates[i + 1]) == 0) {
                    ratios.get(i).add(time(others.get(i), runs(estimates[i + 1])) / baseTimes[round]);
                }
            }
        }
        Arrays.sort(baseTimes);
        List<Ratio> result = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            double[] sorted = ratios.get(i).stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            result.add(new Ratio(
                    baseTimes[ROUNDS / 2],
                    sorted[sorted.length / 2],
                    sorted[sorted.length / 10],
                    allocatedBytes(others.get(i), runs(estimates[i + 1]))));
        }
        return result;
    }

    /** Runs all in turn until each had its share and the JIT compiler rests. The time of one run of each. */
    private static double[] warmUp(List<Timed> all) {
        double[] estimates = new double[all.size()];
        double[] spent = new double[all.size()];
        boolean warm = false;
        while (!warm) {
            warm = true;
            for (int i = 0; i < spent.length; i++) {
                if (spent[i] < WARM_UP) {
                    warm = false;
                    spent[i] += slice(all, estimates, i);
                }
            }
        }
        long start = System.nanoTime();
        long quietSince = start;
        long compiled = COMPILER.getTotalCompilationTime();
        while (System.nanoTime() - quietSince < QUIET && System.nanoTime() - start < LONGEST_WAIT) {
            for (int i = 0; i < estimates.length; i++) {
                if (i == 0 || estimates[i] < SLICE) {
                    slice(all, estimates, i);
                }
            }
            long now = COMPILER.getTotalCompilationTime();
            if (now != compiled) {
                compiled = now;
                quietSince = System.nanoTime();
            }
        }
        return estimates;
    }

    private static double slice(List<Timed> all, double[] estimates, int i) {
        long runs = estimates[i] == 0 ? 1 : runs(estimates[i]);
        estimates[i] = time(all.get(i), runs);
        return estimates[i] * runs;
    }

    private static long runs(double nanoseconds) {
        return Math.max(1, (long) (SLICE / nanoseconds));
    }

    private static int interval(double nanoseconds) {
        double rounds = Math.min(ROUNDS, Math.max(FEWEST_ROUNDS, LONGEST / nanoseconds));
        return (int) Math.floor(ROUNDS / rounds);
    }

    private static double allocatedBytes(Timed timed, long runs) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        time(timed, runs);
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / runs;
    }

    private static double time(Timed timed, long runs) {
        double sum = 0;
        long start = THREADS.getCurrentThreadCpuTime();
        for (long i = 0; i < runs && !stopped; i++) {
            sum += timed.run();
        }
        long elapsed = THREADS.getCurrentThreadCpuTime() - start;
        sink = sum;
        return Math.max(1.0, (double) elapsed / runs);
    }
}
