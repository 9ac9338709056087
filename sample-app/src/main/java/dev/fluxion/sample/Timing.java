package dev.fluxion.sample;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.Supplier;

/** Measures how long a computation takes, in CPU time of this thread, which other programs disturb least. */
final class Timing {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long WARM_UP_NANOS = 500_000_000;
    private static final long SAMPLE_NANOS = 2_000_000;
    private static final int MAX_SAMPLES = 101;
    private static final int MIN_SAMPLES = 3;
    private static final long BUDGET_NANOS = 1_500_000_000;

    /** Results go here, so that the JIT compiler cannot drop the computation. */
    @SuppressWarnings("UnusedVariable")
    private static volatile Object lastResult;

    private Timing() {}

    /** The median time of one call in nanoseconds, after warm-up; short computations are timed several at once. */
    static double medianNanos(Supplier<?> computation) {
        long warmUpEnd = THREADS.getCurrentThreadCpuTime() + WARM_UP_NANOS;
        long once;
        do {
            once = nanos(computation, 1);
        } while (THREADS.getCurrentThreadCpuTime() < warmUpEnd);

        int calls = (int) Math.max(1, SAMPLE_NANOS / Math.max(1, once));
        double[] samples = new double[MAX_SAMPLES];
        int taken = 0;
        long end = THREADS.getCurrentThreadCpuTime() + BUDGET_NANOS;
        while (taken < MIN_SAMPLES || (taken < MAX_SAMPLES && THREADS.getCurrentThreadCpuTime() < end)) {
            samples[taken++] = nanos(computation, calls) / (double) calls;
        }
        Arrays.sort(samples, 0, taken);
        return samples[taken / 2];
    }

    private static long nanos(Supplier<?> computation, int calls) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < calls; i++) {
            lastResult = computation.get();
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
