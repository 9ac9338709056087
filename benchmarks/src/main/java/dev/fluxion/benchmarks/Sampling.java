package dev.fluxion.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times several things in turn, in thread CPU time: rounds of about three milliseconds each, so that a machine whose speed drifts
 * slows all alike.
 */
final class Sampling {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 40;
    private static final long ROUND_NANOSECONDS = 3_000_000;
    private static final long WARM_UP_NANOSECONDS = 2_500_000_000L;

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
        warmUp(base, others);
        long baseRuns = runsPerRound(base);
        long[] runs = others.stream().mapToLong(Sampling::runsPerRound).toArray();
        double[] baseTimes = new double[ROUNDS];
        double[][] ratios = new double[others.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            baseTimes[round] = time(base, baseRuns);
            for (int i = 0; i < runs.length; i++) {
                ratios[i][round] = time(others.get(i), runs[i]) / baseTimes[round];
            }
        }
        Arrays.sort(baseTimes);
        List<Ratio> result = new ArrayList<>();
        for (int i = 0; i < runs.length; i++) {
            Arrays.sort(ratios[i]);
            result.add(new Ratio(
                    baseTimes[ROUNDS / 2],
                    ratios[i][ROUNDS / 2],
                    ratios[i][ROUNDS / 10],
                    allocatedBytes(others.get(i), runs[i])));
        }
        return result;
    }

    private static double allocatedBytes(Timed timed, long runs) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        time(timed, runs);
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / runs;
    }

    private static void warmUp(Timed base, List<Timed> others) {
        long end = System.nanoTime() + WARM_UP_NANOSECONDS;
        while (System.nanoTime() < end) {
            time(base, 1);
            for (Timed other : others) {
                time(other, 1);
            }
        }
    }

    private static long runsPerRound(Timed timed) {
        return Math.max(1, (long) (ROUND_NANOSECONDS / time(timed, 20)));
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
