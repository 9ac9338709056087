package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.link.Laboratory.Subject;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Recursion 10,000 deep, on a stack three times as large as the interpreted program needs. */
class DeepRecursionTest {
    private static final int DEPTH = 10_000;
    /** The plain method takes 144 to 160 bytes a level when it is interpreted, on JDK 17 and 25. */
    private static final long STACK = 3L * 160 * DEPTH;

    private static final double[] X = {1, 0.999};
    private static final double[] DIRECTION = {0, 1};

    static double series(int depth, double term, double ratio) {
        return depth == 0 ? 0 : term + series(depth - 1, term * ratio, ratio);
    }

    static double geometric(double[] x) {
        return series(DEPTH, x[0], x[1]);
    }

    private static <T> T onItsOwnStack(Supplier<T> work) throws InterruptedException {
        AtomicReference<T> result = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, () -> result.set(work.get()), "deep", STACK);
        thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
        thread.start();
        thread.join();
        assertEquals(null, failure.get());
        return result.get();
    }

    private static Subject subject() {
        return Laboratory.subject(DeepRecursionTest.class, "geometric");
    }

    /** The derivative of (1 - r^n) / (1 - r) in r. */
    private static double slope() {
        double r = X[1];
        double power = Math.pow(r, DEPTH);
        return (1 - power - DEPTH * power / r * (1 - r)) / ((1 - r) * (1 - r));
    }

    @Test
    void forwardModeGoesAsDeep() throws Exception {
        Subject subject = subject();
        double tangent = onItsOwnStack(() -> subject.jvp(X, DIRECTION)[1]);
        assertEquals(slope(), tangent, 1e-9 * slope());
    }

    @Test
    void reverseModeGoesAsDeep() throws Exception {
        Subject subject = subject();
        double[] gradient = onItsOwnStack(() -> subject.gradient(X));
        assertEquals((1 - Math.pow(X[1], DEPTH)) / (1 - X[1]), gradient[1], 1e-9 * gradient[1]);
        assertEquals(slope(), gradient[2], 1e-9 * slope());
    }
}
