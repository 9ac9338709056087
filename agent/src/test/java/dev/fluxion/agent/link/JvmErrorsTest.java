package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory.Subject;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A stack or a heap that runs out within a derivative, where the plain call may have enough: never a value of the program's handler,
 * and the next evaluation is right.
 */
class JvmErrorsTest {
    private static final long STACK = 1 << 20;
    private static final double ENDLESS = 1e9;
    private static final double[] SHALLOW = {1.5, 20};
    private static final double[] DEEP = {1.5, ENDLESS};
    private static final double[] DIRECTION = {1, 0};
    private static final ReentrantLock LOCK = new ReentrantLock();

    private static final Object[] MODES = {
        mode("forward", (subject, x) -> subject.jvp(x, DIRECTION)),
        mode("chunk", (subject, x) -> subject.chunk(x, DIRECTION)),
        mode("reverse", Subject::gradient),
        mode("shared sweep", Subject::secondSweep),
        mode("second order", (subject, x) -> subject.hvp(x, DIRECTION)),
        mode("reverse over reverse", (subject, x) -> subject.reverseOverReverse(x, DIRECTION)),
    };

    private interface Evaluation {
        double[] run(Subject subject, double[] x);
    }

    private record Mode(String name, Evaluation evaluation) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Mode mode(String name, Evaluation evaluation) {
        return new Mode(name, evaluation);
    }

    static Stream<Object> modes() {
        return Arrays.stream(MODES);
    }

    /** The square of x, halved n times. */
    static double halves(double x, double n) {
        return n == 0 ? x * x : 0.5 * halves(x, n - 1);
    }

    static double uncaught(double[] x) {
        return halves(x[0], x[1]);
    }

    static double caught(double[] x) {
        try {
            return halves(x[0], x[1]);
        } catch (StackOverflowError e) {
            return -x[0];
        }
    }

    static double caughtAsVirtualMachineError(double[] x) {
        try {
            return halves(x[0], x[1]);
        } catch (VirtualMachineError e) {
            return -x[0];
        }
    }

    static double caughtAsError(double[] x) {
        try {
            return halves(x[0], x[1]);
        } catch (Error e) {
            return -x[0];
        }
    }

    static double caughtAsThrowable(double[] x) {
        try {
            return halves(x[0], x[1]);
        } catch (Throwable e) {
            return -x[0];
        }
    }

    static double caughtAsAnotherException(double[] x) {
        try {
            return halves(x[0], x[1]);
        } catch (StackOverflowError e) {
            throw new IllegalStateException("of the program", e);
        }
    }

    @SuppressWarnings({"finally", "Finally"}) // what is tested
    static double leftByAFinallyBlock(double[] x) {
        double result = -x[0];
        try {
            result = halves(x[0], x[1]);
        } finally {
            return result;
        }
    }

    static double caughtAtEachLevel(double[] x) {
        return cautious(x[0], x[1]);
    }

    private static double cautious(double x, double n) {
        try {
            return n == 0 ? x * x : 0.5 * cautious(x, n - 1);
        } catch (StackOverflowError e) {
            return -x;
        }
    }

    static double caughtFromWhatCarriesNothing(double[] x) {
        try {
            return x[0] * x[0] * 0 + halves(1, x[1]) * x[0];
        } catch (StackOverflowError e) {
            return -x[0];
        }
    }

    static double cleanedUp(double[] x) {
        LOCK.lock();
        try {
            return halves(x[0], x[1]);
        } finally {
            LOCK.unlock();
        }
    }

    static double outOfMemory(double[] x) {
        try {
            double[] large = new double[x[1] > 100 ? Integer.MAX_VALUE : 1];
            large[0] = x[0];
            return large[0] * x[0];
        } catch (OutOfMemoryError e) {
            return -x[0];
        }
    }

    private static <T> T onItsOwnStack(Function<double[], T> work, double[] x) {
        AtomicReference<T> result = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, () -> result.set(work.apply(x)), "shallow", STACK);
        thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        } else if (failure.get() instanceof Error e) {
            throw e;
        }
        return result.get();
    }

    private static double[] evaluate(Object mode, Subject subject, double[] x) {
        Evaluation evaluation = ((Mode) mode).evaluation();
        return onItsOwnStack(point -> evaluation.run(subject, point), x);
    }

    private static void assertRefusedAtItsHandler(String program, String error, String remedy) {
        Subject subject = Laboratory.subject(JvmErrorsTest.class, program);
        for (Object mode : MODES) {
            double[] before = evaluate(mode, subject, SHALLOW);
            Throwable refused = assertThrows(
                    IllegalStateException.class, () -> evaluate(mode, subject, DEEP), program + ", " + mode);
            String message = refused.getMessage();
            assertTrue(message.startsWith("Cannot differentiate what follows a " + error), message);
            assertTrue(message.contains("JvmErrorsTest."), message);
            assertTrue(message.contains(remedy), message);
            assertArrayEquals(before, evaluate(mode, subject, SHALLOW), program + ", " + mode);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caught",
                "caughtAsVirtualMachineError",
                "caughtAsError",
                "caughtAsThrowable",
                "caughtAsAnotherException",
                "leftByAFinallyBlock",
                "caughtAtEachLevel",
                "caughtFromWhatCarriesNothing"
            })
    void aStackThatOverflowsIsRefusedAtTheProgramsHandler(String program) {
        assertRefusedAtItsHandler(program, "StackOverflowError", "Enlarge the stack by -Xss.");
    }

    @Test
    void aHeapThatRunsOutIsRefusedAtTheProgramsHandler() {
        assertRefusedAtItsHandler("outOfMemory", "OutOfMemoryError", "by -Xmx.");
    }

    @ParameterizedTest
    @MethodSource("modes")
    void theNextEvaluationIsRightAfterAnErrorThatLeft(Object mode) {
        Subject subject = Laboratory.subject(JvmErrorsTest.class, "uncaught");
        assertThrows(StackOverflowError.class, () -> evaluate(mode, subject, DEEP));
        double[] after = evaluate(mode, subject, SHALLOW);
        double scale = Math.pow(0.5, SHALLOW[1]);
        assertEquals(SHALLOW[0] * SHALLOW[0] * scale, after[0]);
        boolean second = mode.toString().endsWith("order") || mode.toString().startsWith("reverse over");
        assertEquals((second ? 2 : 2 * SHALLOW[0]) * scale, after[1], 1e-15);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void whatCleansUpRuns(Object mode) {
        Subject subject = Laboratory.subject(JvmErrorsTest.class, "cleanedUp");
        assertThrows(StackOverflowError.class, () -> evaluate(mode, subject, DEEP));
        assertFalse(LOCK.isLocked());
    }

    @ParameterizedTest
    @MethodSource("modes")
    void aDepthThatOnlyThePlainCallReachesIsRefusedOrRight(Object mode) {
        Subject subject = Laboratory.subject(JvmErrorsTest.class, "caught");
        boolean refused = false;
        for (double depth = 500; depth < 1e6; depth *= 1.3) {
            double[] x = {1.5, Math.rint(depth)};
            double expected = x[0] * x[0];
            for (int i = 0; i < x[1]; i++) {
                expected *= 0.5;
            }
            try {
                assertEquals(expected, evaluate(mode, subject, x)[0]);
            } catch (IllegalStateException e) {
                assertTrue(e.getMessage().contains("StackOverflowError"), e.getMessage());
                refused = true;
            }
        }
        assertTrue(refused);
    }
}
