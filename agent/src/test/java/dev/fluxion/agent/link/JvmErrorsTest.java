package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DerivativeOf;
import dev.fluxion.Fluxion;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
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

    /** One thread for all evaluations, because each has tapes and shadows of its own. */
    private static void onASmallStack(Runnable work) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, work, "small", STACK);
        thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    private static double[] evaluate(Object mode, Subject subject, double[] x) {
        return ((Mode) mode).evaluation().run(subject, x);
    }

    private static void assertRefusedAtItsHandler(String program, String error, String remedy) {
        Subject subject = Laboratory.subject(JvmErrorsTest.class, program);
        onASmallStack(() -> {
            for (Object mode : MODES) {
                double[] before = evaluate(mode, subject, SHALLOW);
                Throwable refused = assertThrows(
                        IllegalStateException.class, () -> evaluate(mode, subject, DEEP), program + ", " + mode);
                String message = refused.getMessage();
                assertTrue(message.startsWith("Cannot differentiate what follows " + error), message);
                assertTrue(message.contains("JvmErrorsTest."), message);
                assertTrue(message.contains(remedy), message);
                assertArrayEquals(before, evaluate(mode, subject, SHALLOW), program + ", " + mode);
            }
        });
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
        assertRefusedAtItsHandler(program, "a StackOverflowError", "Enlarge the stack by -Xss,");
    }

    @Test
    void aHeapThatRunsOutIsRefusedAtTheProgramsHandler() {
        assertRefusedAtItsHandler("outOfMemory", "an OutOfMemoryError", "by -Xmx,");
    }

    static double thrownByTheProgram(double[] x) {
        try {
            if (x[1] > 100) {
                throw new StackOverflowError();
            }
            return x[0] * x[0];
        } catch (StackOverflowError e) {
            return -x[0];
        }
    }

    @Test
    void whatTheProgramThrowsItselfIsNotSaidToBeOfTheJvm() {
        assertRefusedAtItsHandler(
                "thrownByTheProgram",
                "a StackOverflowError",
                "or, if the program itself throws this one, let it throw what is no VirtualMachineError.");
    }

    @ParameterizedTest
    @MethodSource("modes")
    void theNextEvaluationIsRightAfterAnErrorThatLeft(Object mode) {
        Subject subject = Laboratory.subject(JvmErrorsTest.class, "uncaught");
        double scale = Math.pow(0.5, SHALLOW[1]);
        boolean second = mode.toString().endsWith("order") || mode.toString().startsWith("reverse over");
        onASmallStack(() -> {
            for (int i = 0; i < 3; i++) {
                double[] result = evaluate(mode, subject, SHALLOW);
                assertEquals(SHALLOW[0] * SHALLOW[0] * scale, result[0]);
                assertEquals((second ? 2 : 2 * SHALLOW[0]) * scale, result[1], 1e-15);
                assertThrows(StackOverflowError.class, () -> evaluate(mode, subject, DEEP));
            }
        });
    }

    static double inABuffer(double x, double n, double[] buffer) {
        buffer[0] = x;
        return halved(buffer, n);
    }

    private static double halved(double[] buffer, double n) {
        if (n == 0) {
            return buffer[0] * buffer[0];
        }
        buffer[0] *= 0.5;
        return halved(buffer, n - 1);
    }

    @DerivativeOf(value = "inABuffer", wrt = "x")
    static double slope(double x, double n, double[] buffer) {
        return Fluxion.derived();
    }

    @Test
    void shadowsThatAreKeptAreCleanAfterAnErrorThatLeft() throws Throwable {
        MethodHandle slope = StubHandles.of(MethodHandles.lookup(), "slope");
        onASmallStack(() -> {
            for (int i = 0; i < 3; i++) {
                assertEquals(2 * SHALLOW[0] * Math.pow(0.25, SHALLOW[1]), slopeBy(slope, SHALLOW), 1e-15);
                assertThrows(StackOverflowError.class, () -> slopeBy(slope, DEEP));
            }
        });
    }

    private static double slopeBy(MethodHandle slope, double[] x) {
        try {
            return (double) slope.invokeExact(x[0], x[1], new double[1]);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void whatCleansUpRuns(Object mode) {
        Subject subject = Laboratory.subject(JvmErrorsTest.class, "cleanedUp");
        onASmallStack(() -> assertThrows(StackOverflowError.class, () -> evaluate(mode, subject, DEEP)));
        assertFalse(LOCK.isLocked());
    }

    @ParameterizedTest
    @MethodSource("modes")
    void aDepthThatOnlyThePlainCallReachesGivesNoOtherValue(Object mode) {
        Subject subject = Laboratory.subject(JvmErrorsTest.class, "caught");
        AtomicBoolean refused = new AtomicBoolean();
        for (double depth = 500; depth < 1e6; depth *= 1.5) {
            double[] x = {1.5, Math.rint(depth)};
            double expected = x[0] * x[0];
            for (int i = 0; i < x[1]; i++) {
                expected *= 0.5;
            }
            double value = expected;
            onASmallStack(() -> {
                try {
                    assertEquals(value, evaluate(mode, subject, x)[0]);
                } catch (IllegalStateException e) {
                    assertTrue(e.getMessage().contains("StackOverflowError"), e.getMessage());
                    refused.set(true);
                } catch (StackOverflowError outsideOfTheProgramsHandler) {
                    return; // in the reverse sweep, say, which nothing of the program surrounds
                }
            });
        }
        assertTrue(refused.get());
    }
}
