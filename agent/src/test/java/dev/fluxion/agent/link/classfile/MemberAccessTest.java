package dev.fluxion.agent.link.classfile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.link.Laboratory;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a class may do and a nestmate that is no subclass may not, inside differentiated methods. */
class MemberAccessTest {
    private static final double[] X = {0.3, 1.2, -0.4};

    /** The plain value, then the gradient in one array, checked to belong to the same value. */
    private static double[] gradient(Object receiver, String name) throws Throwable {
        Method method = Arrays.stream(receiver.getClass().getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        Object[] arguments = {receiver, X};
        Object[] gradient =
                (Object[]) Laboratory.theCompiler().method("gradient", method).invoke(arguments);
        return (double[]) gradient[1];
    }

    static class Base {
        double scaled(double[] x) {
            return 3 * x[0] * x[1];
        }
    }

    static class Middle extends Base {}

    static class Derived extends Middle {
        @Override
        double scaled(double[] x) {
            return super.scaled(x) * x[2];
        }
    }

    @Test
    void aSuperCallWithActiveArgumentsIsDifferentiated() throws Throwable {
        double[] gradient = gradient(new Derived(), "scaled");
        assertEquals(3 * X[1] * X[2], gradient[0], 1e-15);
        assertEquals(3 * X[0] * X[2], gradient[1], 1e-15);
        assertEquals(3 * X[0] * X[1], gradient[2], 1e-15);
    }

    interface Weighted {
        default double weight(double[] x) {
            return x[0] * x[0];
        }
    }

    static class Heavy implements Weighted {
        @Override
        public double weight(double[] x) {
            return 2 * Weighted.super.weight(x);
        }
    }

    @Test
    void aSuperCallOfAnInterfaceMethodIsDifferentiated() throws Throwable {
        assertEquals(4 * X[0], gradient(new Heavy(), "weight")[0], 1e-15);
    }

    static class Seeded extends Random {
        private static final long serialVersionUID = 1;

        double f(double[] x) {
            return x[0] * (next(3) + 1);
        }

        private int small() {
            return next(3) + 1;
        }

        @Override
        public int nextInt(int bound) {
            return 7;
        }

        double g(double[] x) {
            return x[0] * (super.nextInt(1) + nextInt(1));
        }
    }

    @Test
    void anInheritedProtectedMethodOfAnotherPackageIsCalled() throws Throwable {
        Seeded receiver = new Seeded();
        receiver.setSeed(42);
        double[] gradient = gradient(receiver, "f");
        receiver.setSeed(42);
        assertEquals(receiver.small(), gradient[0]);
    }

    @Test
    void anInertSuperCallRuns() throws Throwable {
        assertEquals(7, gradient(new Seeded(), "g")[0]);
    }

    static class Counting extends java.util.AbstractList<Integer> {
        @Override
        public Integer get(int index) {
            return index;
        }

        @Override
        public int size() {
            return 3;
        }

        double f(double[] x) {
            modCount = 4;
            modCount++;
            return x[0] * modCount;
        }
    }

    @Test
    void anInheritedProtectedFieldOfAnotherPackageIsReadAndWritten() throws Throwable {
        Counting receiver = new Counting();
        assertEquals(5, gradient(receiver, "f")[0]);
        assertEquals(5 * X[0], receiver.f(X));
    }
}
