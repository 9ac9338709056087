package dev.fluxion.agent.link.classfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** Synchronized methods, differentiated. */
class SynchronizedTest {
    private static final double[] X = {0.3, 1.2, -0.4};
    private static boolean heldByClass;

    static synchronized double product(double[] x) {
        heldByClass = Thread.holdsLock(SynchronizedTest.class);
        if (x.length > 3) {
            return x[3];
        }
        double product = 1;
        for (double v : x) {
            product *= v;
        }
        return product;
    }

    static double caller(double[] x) {
        double value = product(x);
        return value * value;
    }

    @Test
    void aStaticMethodHoldsItsClassWhileItRunsAndGivesItUp() {
        heldByClass = false;
        double[] gradient =
                Laboratory.subject(SynchronizedTest.class, "product").gradient(X);
        assertTrue(heldByClass);
        assertFalse(Thread.holdsLock(SynchronizedTest.class));
        assertArrayEquals(new double[] {X[0] * X[1] * X[2], X[1] * X[2], X[0] * X[2], X[0] * X[1]}, gradient, 1e-15);
    }

    @Test
    void aCallOfOneIsDifferentiatedInAllModes() {
        Subject subject = Laboratory.subject(SynchronizedTest.class, "caller");
        double p = X[0] * X[1] * X[2];
        double[] direction = {1, 0, 0};
        assertEquals(2 * p * X[1] * X[2], subject.jvp(X, direction)[1], 1e-15);
        assertEquals(2 * p * X[1] * X[2], subject.gradient(X)[1], 1e-15);
        assertEquals(2 * X[1] * X[2] * X[1] * X[2], subject.hvp(X, direction)[1], 1e-15);
        assertFalse(Thread.holdsLock(SynchronizedTest.class));
    }

    static final class Cell {
        private boolean held;

        synchronized double at(double[] x, int index) {
            held = Thread.holdsLock(this);
            return x[index] * x[index];
        }
    }

    private static Object[] gradient(Cell cell, int index) throws Throwable {
        Method method = Cell.class.getDeclaredMethod("at", double[].class, int.class);
        Object[] arguments = {cell, X, index};
        return (Object[]) Laboratory.theCompiler().method("gradient", method).invoke(arguments);
    }

    @Test
    void anInstanceMethodHoldsItsReceiver() throws Throwable {
        Cell cell = new Cell();
        assertEquals(2 * X[1], ((double[]) gradient(cell, 1)[1])[1], 1e-15);
        assertTrue(cell.held);
        assertFalse(Thread.holdsLock(cell));
    }

    @Test
    void anExceptionGivesTheMonitorUp() {
        Cell cell = new Cell();
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> gradient(cell, 7));
        assertTrue(cell.held);
        assertFalse(Thread.holdsLock(cell));
    }
}
