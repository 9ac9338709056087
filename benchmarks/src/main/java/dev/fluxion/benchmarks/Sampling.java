package dev.fluxion.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Times two things in turn, in thread CPU time: rounds of about three milliseconds each, so that a machine whose speed drifts
 * slows both alike.
 */
final class Sampling {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 40;
    private static final long ROUND_NANOSECONDS = 3_000_000;
    private static final long WARM_UP_NANOSECONDS = 2_500_000_000L;

    /** Keeps the JIT compiler from dropping what is timed. */
    @SuppressWarnings("UnusedVariable")
    private static volatile double sink;

    private Sampling() {}

    /** Something to time. */
    interface Timed {
        double run();
    }

    /**
     * The outcome.
     *
     * @param baseNanoseconds median time of one run of the base
     * @param ratio median over the rounds of the time of the other over the base's
     * @param lowRatio the 10th percentile of that
     * @param bytes allocated per run of the other
     */
    record Ratio(double baseNanoseconds, double ratio, double lowRatio, double bytes) {}

    static Ratio compare(Timed base, Timed other) {
        warmUp(base, other);
        long baseRuns = runsPerRound(base);
        long otherRuns = runsPerRound(other);
        double[] baseTimes = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            baseTimes[round] = time(base, baseRuns);
            ratios[round] = time(other, otherRuns) / baseTimes[round];
        }
        Arrays.sort(baseTimes);
        Arrays.sort(ratios);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        time(other, otherRuns);
        double bytes = (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / otherRuns;
        return new Ratio(baseTimes[ROUNDS / 2], ratios[ROUNDS / 2], ratios[ROUNDS / 10], bytes);
    }

    private static void warmUp(Timed base, Timed other) {
        long end = System.nanoTime() + WARM_UP_NANOSECONDS;
        while (System.nanoTime() < end) {
            time(base, 1);
            time(other, 1);
        }
    }

    private static long runsPerRound(Timed timed) {
        return Math.max(1, (long) (ROUND_NANOSECONDS / time(timed, 20)));
    }

    private static double time(Timed timed, long runs) {
        double sum = 0;
        long start = THREADS.getCurrentThreadCpuTime();
        for (long i = 0; i < runs; i++) {
            sum += timed.run();
        }
        long elapsed = THREADS.getCurrentThreadCpuTime() - start;
        sink = sum;
        return Math.max(1.0, (double) elapsed / runs);
    }
}
