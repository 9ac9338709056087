package dev.fluxion.agent.sweep;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs a task in a thread that is left alone when it has used too much of the processor. */
final class Watchdog {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long STACK = 1 << 23;

    private Watchdog() {}

    /** The task's result, or the other value if it takes more than some seconds of the processor. */
    static <T> T run(int seconds, Supplier<T> task, T otherwise) {
        FutureTask<T> result = new FutureTask<>(task::get);
        Thread thread = new Thread(null, result, "sweep", STACK);
        thread.setDaemon(true);
        thread.start();
        while (true) {
            try {
                return result.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException running) {
                if (THREADS.getThreadCpuTime(thread.getId()) > TimeUnit.SECONDS.toNanos(seconds)) {
                    return otherwise;
                }
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
