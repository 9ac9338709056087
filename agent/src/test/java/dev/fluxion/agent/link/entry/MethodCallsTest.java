package dev.fluxion.agent.link.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.StubHandles;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Methods by reflection: which implementation runs, and what is said of arguments that do not fit. */
class MethodCallsTest {
    private static MethodHandle handle(String operator, Class<?> owner, String name) throws Throwable {
        return Laboratory.theCompiler().method(operator, StubHandles.method(owner, name));
    }

    private static String complaint(MethodHandle handle, Object... arguments) {
        return assertThrows(IllegalArgumentException.class, () -> handle.invokeWithArguments(arguments))
                .getMessage();
    }

    private interface Shape {
        @SuppressWarnings("unused") // called by reflection
        default double area(double side) {
            return side * side;
        }
    }

    private interface Disc extends Shape {
        @Override
        default double area(double side) {
            return 3 * side * side;
        }
    }

    private static class Wheel implements Disc {}

    private static final class Spoked extends Wheel implements Shape {}

    private static final class Plain implements Shape {}

    @Test
    void theMostSpecificDefaultMethodIsTheOneThatRuns() throws Throwable {
        MethodHandle gradient = handle("gradient", Shape.class, "area");
        assertEquals(30.0, ((Object[]) gradient.invoke(new Object[] {new Wheel(), 5.0}))[1]);
        assertEquals(30.0, ((Object[]) gradient.invoke(new Object[] {new Spoked(), 5.0}))[1]);
        assertEquals(10.0, ((Object[]) gradient.invoke(new Object[] {new Plain(), 5.0}))[1]);
    }

    private static class Base {
        @SuppressWarnings("unused") // called by reflection
        private double secret(double x) {
            return x * x;
        }
    }

    private static final class Sub extends Base {
        @SuppressWarnings("unused") // private methods are not overridden
        double secret(double x) {
            return 100 * x;
        }
    }

    @Test
    void aPrivateMethodIsNotOverridden() throws Throwable {
        MethodHandle gradient = handle("gradient", Base.class, "secret");
        assertEquals(6.0, ((Object[]) gradient.invoke(new Object[] {new Sub(), 3.0}))[1]);
    }

    @Test
    void aLambdaAsReceiverIsExplained() throws Throwable {
        Method apply = DoubleUnaryOperator.class.getMethod("applyAsDouble", double.class);
        DoubleUnaryOperator square = x -> x * x;
        MethodHandle gradient = Laboratory.theCompiler().method("gradient", apply);
        assertEquals(
                "The receiver is a lambda or a method reference: pass it to Fluxion.gradient, Fluxion.derivative or"
                        + " another of those, or pass the method that it calls to Fluxion.of.",
                complaint(gradient, (Object) new Object[] {square, 2.0}));
    }

    static double[] nothing(double[] x) {
        return x[0] > 0 ? null : x;
    }

    @Test
    void aCotangentOfAResultThatIsNullIsRejected() throws Throwable {
        MethodHandle vjp = handle("vjp", MethodCallsTest.class, "nothing");
        Object cotangent = new double[] {1};
        assertEquals(
                "The method returned null, so that its cotangent belongs to nothing.",
                complaint(vjp, new Object[] {new double[] {1}}, cotangent));
        Object[] fine = (Object[]) vjp.invoke(new Object[] {new double[] {-1}}, cotangent);
        assertArrayEquals(new double[] {1}, (double[]) fine[0]);
    }

    static double[] either(double[] x, double[] y) {
        return x == y ? null : x;
    }

    @Test
    void aCotangentOfAResultThatIsNullIsRejectedWhereOneArrayIsTwoArguments() throws Throwable {
        MethodHandle vjp = handle("vjp", MethodCallsTest.class, "either");
        double[] both = {1};
        assertEquals(
                "The method returned null, so that its cotangent belongs to nothing.",
                complaint(vjp, new Object[] {both, both}, new double[] {1}));
    }

    static int count(double[] x) {
        return x.length;
    }

    @Test
    void anIntegerIsCalledNoDoubleOrFloat() throws Throwable {
        assertEquals(
                MethodCallsTest.class.getName() + ".count returns int, not a double or float: its gradient is not"
                        + " defined.",
                complaint(handle("gradient", MethodCallsTest.class, "count"), (Object) new Object[] {new double[1]}));
    }

    static double[] product(double[] x, double[] y) {
        return new double[] {x[0] * y[0]};
    }

    @Test
    void noTangentOfAnArrayThatHasOneElsewhereIsAnotherTangent() throws Throwable {
        MethodHandle jvp = handle("jvp", MethodCallsTest.class, "product");
        double[] x = {3};
        double[] tangent = {1};
        assertEquals(
                "One array is passed as two arguments, but with two different tangents.",
                complaint(jvp, new Object[] {x, x}, new Object[] {tangent, null}));
        Object[] same = (Object[]) jvp.invoke(new Object[] {x, x}, new Object[] {tangent, tangent});
        assertArrayEquals(new double[] {6}, (double[]) same[1]);
        Object[] zero = (Object[]) jvp.invoke(new Object[] {x, x}, new Object[] {null, new double[1]});
        assertArrayEquals(new double[] {0}, (double[]) zero[1]);
        Object[] apart = (Object[]) jvp.invoke(new Object[] {x, new double[] {5}}, new Object[] {tangent, null});
        assertArrayEquals(new double[] {5}, (double[]) apart[1]);
    }

    @Test
    void whatIsNotAskedForIsConstant() throws Throwable {
        Method product = StubHandles.method(MethodCallsTest.class, "product");
        double[] x = {3};
        double[] y = {5};
        MethodHandle vjp = Laboratory.theCompiler().method("vjp:1", product);
        Object[] cotangents = (Object[]) vjp.invoke(new Object[] {x, y}, (Object) new double[] {2});
        assertArrayEquals(new double[] {6}, (double[]) cotangents[1]);
        assertEquals(null, cotangents[0]);
        MethodHandle jvp = Laboratory.theCompiler().method("jvp:0", product);
        Object[] both = (Object[]) jvp.invoke(new Object[] {x, y}, new Object[] {new double[] {2}, null});
        assertArrayEquals(new double[] {10}, (double[]) both[1]);
    }

    @Test
    void aCotangentOfAnotherShapeIsToldBothShapes() throws Throwable {
        MethodHandle vjp = handle("vjp", MethodCallsTest.class, "product");
        assertEquals(
                "The cotangent has a double[3] where the result has a double[1]: pass one of the result's shape.",
                complaint(vjp, new Object[] {new double[1], new double[1]}, new double[3]));
    }
}
