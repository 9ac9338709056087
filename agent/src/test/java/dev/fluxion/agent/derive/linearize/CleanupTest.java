package dev.fluxion.agent.derive.linearize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** What cleans up runs, whatever exception passes: the program's own, in reverse too, and refusals. */
class CleanupTest {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final double[] X = {3};

    private record Box(double content) {}

    private static final class Callee {
        static double fails(double x) {
            if (x > 2) {
                throw new IllegalStateException("of the program");
            }
            return x * x;
        }

        private static Box kept;

        static double refused(double x) {
            if (x > 2) {
                kept = new Box(x);
                return kept.content();
            }
            return x * x;
        }
    }

    static double failsUnderALock(double[] x) {
        LOCK.lock();
        try {
            return Callee.fails(x[0]);
        } finally {
            LOCK.unlock();
        }
    }

    static double failsInAMonitor(double[] x) {
        synchronized (LOCK) {
            return Callee.fails(x[0]);
        }
    }

    static double refusedUnderALock(double[] x) {
        LOCK.lock();
        try {
            return Callee.refused(x[0]);
        } finally {
            LOCK.unlock();
        }
    }

    static double refusedInAMonitor(double[] x) {
        synchronized (LOCK) {
            return new Box(x[0]).content();
        }
    }

    private static void assertThrown(String program, String message) {
        Subject subject = Laboratory.subject(CleanupTest.class, program);
        for (Runnable mode : new Runnable[] {() -> subject.jvp(X, X), () -> subject.gradient(X)}) {
            Throwable thrown = assertThrows(IllegalStateException.class, mode::run);
            assertTrue(thrown.getMessage().contains(message), thrown.toString());
            assertFalse(LOCK.isLocked());
            assertFalse(Thread.holdsLock(LOCK));
        }
    }

    @Test
    void theProgramsExceptionPassesAFinallyBlockThatUnlocks() {
        assertThrown("failsUnderALock", "of the program");
    }

    @Test
    void theProgramsExceptionLeavesAMonitor() {
        assertThrown("failsInAMonitor", "of the program");
    }

    @Test
    void aRefusalPassesAFinallyBlockThatUnlocks() {
        assertThrown("refusedUnderALock", "Cannot differentiate");
    }

    @Test
    void aRefusalLeavesAMonitor() {
        assertThrown("refusedInAMonitor", "Cannot differentiate");
    }

    @Test
    void theDerivativeIsRightWhereNothingIsThrown() {
        Subject subject = Laboratory.subject(CleanupTest.class, "failsUnderALock");
        assertEquals(2, subject.gradient(new double[] {1})[1]);
    }
}
