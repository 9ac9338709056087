package dev.fluxion.agent.link.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.runtime.Refusal;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Methods met by the class of a receiver that cannot be differentiated as the call was: refused when they are met, and not before. */
class OpenCallLimitsTest {
    private static void assertRefused(String name, String cause, String place) {
        Subject subject = Laboratory.subject(OpenCallLimitsTest.class, name);
        assertArrayEquals(new double[] {1, 2}, subject.gradient(new double[] {1}));
        assertRefusal(
                assertThrows(IllegalStateException.class, () -> subject.gradient(new double[] {3})), cause, place);
        assertRefusal(
                assertThrows(IllegalStateException.class, () -> subject.jvp(new double[] {3}, new double[] {1})),
                cause,
                place);
    }

    private static void assertRefusal(IllegalStateException failure, String cause, String place) {
        assertTrue(failure.getCause() instanceof Refusal, failure.toString());
        String message = failure.getMessage();
        assertTrue(message.startsWith("Cannot differentiate a"), message);
        assertTrue(message.contains(cause), message);
        assertTrue(message.contains(place), message);
    }

    interface Filling {
        void fill(double x, double[] target);
    }

    static final Filling[] FILLINGS = {(x, target) -> {}, (x, target) -> target[0] = x};
    static final double[] TABLE = {7};

    static double fills(double[] x) {
        FILLINGS[x[0] > 2 ? 1 : 0].fill(x[0], TABLE);
        return x[0] * x[0];
    }

    @Test
    void anArrayFromAFieldThatIsFilled() {
        assertRefused(
                "fills",
                "which puts values that carry a derivative into an array that has no shadow there,",
                "OpenCallLimitsTest.fills");
    }

    static final ToDoubleFunction<Double> OF_A_BOX = y -> y * y;
    static final DoubleFunction<Object> TO_A_BOX = y -> y * y;

    static double boxed(double[] x) {
        return x[0] > 2 ? (double) (Double) TO_A_BOX.apply(x[0]) : x[0] * x[0];
    }

    @Test
    void aFunctionThatReturnsABox() {
        assertRefused(
                "boxed", "which returns a number that carries a derivative, in another form (bits, a box),", "boxed");
    }

    static double taken(double[] x) {
        return x[0] > 2 ? OF_A_BOX.applyAsDouble(x[0]) : x[0] * x[0];
    }

    interface Boxed {
        Double of(double y);
    }

    static double unboxed(double y) {
        return y * y;
    }

    static final Boxed CONVERTING = OpenCallLimitsTest::unboxed;

    static double converted(double[] x) {
        return x[0] > 2 ? CONVERTING.of(x[0]) : x[0] * x[0];
    }

    @Test
    void aMethodReferenceThatBoxesWhatItReturns() {
        assertRefused(
                "converted",
                "Boxed.of on a function that converts what it passes to dev.fluxion.agent.link.dispatch.OpenCallLimitsTest.unboxed,",
                "converted");
    }

    @Test
    void aFunctionThatIsPassedABox() {
        assertRefused("taken", "a number that carries a derivative, in another form (bits, a box),", "taken");
    }

    static final class Keeping implements DoubleUnaryOperator {
        private double last;

        @Override
        public double applyAsDouble(double y) {
            last = y;
            return last * last;
        }
    }

    static final DoubleUnaryOperator[] KEEPING = {y -> y * y, new Keeping()};

    static double keeps(double[] x) {
        return KEEPING[x[0] > 2 ? 1 : 0].applyAsDouble(x[0]);
    }

    @Test
    void aMethodThatKeepsTheNumber() {
        assertRefused("keeps", "a value that carries a derivative stored in field last", "Keeping.applyAsDouble");
    }

    static final DoubleUnaryOperator[] PROXY = {
        y -> y * y,
        (DoubleUnaryOperator) java.lang.reflect.Proxy.newProxyInstance(
                OpenCallLimitsTest.class.getClassLoader(),
                new Class<?>[] {DoubleUnaryOperator.class},
                (proxy, method, arguments) -> 3.0)
    };

    static double proxy(double[] x) {
        return PROXY[x[0] > 2 ? 1 : 0].applyAsDouble(x[0]);
    }

    @Test
    void aProxyHasNoClassFile() {
        Subject subject = Laboratory.subject(OpenCallLimitsTest.class, "proxy");
        assertEquals(2, subject.gradient(new double[] {1})[1]);
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> subject.gradient(new double[] {3}));
        assertTrue(failure.getMessage().contains("whose class file was not found"), failure.getMessage());
    }

    interface Thrower {
        double at(double y);
    }

    static final Thrower[] THROWERS = {
        y -> y * y,
        y -> {
            if (y > 2) {
                throw new IllegalArgumentException();
            }
            return y;
        }
    };

    static double caught(double[] x) {
        try {
            return THROWERS[x[0] > 2 ? 1 : 0].at(x[0]);
        } catch (IllegalArgumentException tooLarge) {
            return x[0] * x[0] * x[0];
        }
    }

    @Test
    void anExceptionThatIsCaughtIsExactInForwardModeAndRefusedInReverse() {
        Subject subject = Laboratory.subject(OpenCallLimitsTest.class, "caught");
        assertArrayEquals(new double[] {1, 2}, subject.gradient(new double[] {1}));
        assertArrayEquals(new double[] {27, 27}, subject.jvp(new double[] {3}, new double[] {1}));
        assertThrows(IllegalStateException.class, () -> subject.gradient(new double[] {3}));
    }

    static Thrower none;

    static double onNull(double[] x) {
        return none.at(x[0]);
    }

    static double onNullCaught(double[] x) {
        try {
            return none.at(x[0]);
        } catch (NullPointerException absent) {
            return x[0] * x[0];
        }
    }

    @Test
    void aCallOnNullThrowsAsThePlainCallDoes() {
        Subject subject = Laboratory.subject(OpenCallLimitsTest.class, "onNull");
        double[] x = {3};
        assertThrows(NullPointerException.class, () -> subject.gradient(x));
        assertThrows(NullPointerException.class, () -> subject.jvp(x, x));
        assertThrows(NullPointerException.class, () -> subject.hvp(x, x));
        Subject catching = Laboratory.subject(OpenCallLimitsTest.class, "onNullCaught");
        assertArrayEquals(new double[] {9, 6}, catching.gradient(x));
    }

    // Several passes

    static double total;

    static final DoubleUnaryOperator[] COUNTING = {
        y -> y * y * y,
        y -> {
            total += 1;
            return y;
        }
    };

    private static double[][] hessian(double x) throws Throwable {
        ToDoubleFunction<double[]> f = z -> COUNTING[z[0] > 2 ? 1 : 0].applyAsDouble(z[0]) * z[1];
        return (double[][]) Laboratory.theCompiler().function("hessian", f).invokeExact(new double[] {x, 2});
    }

    @Test
    void whatAFurtherPassWouldDoAgainIsRefusedInTheMethodThatIsMet() throws Throwable {
        double[][] hessian = hessian(1);
        assertArrayEquals(new double[] {12, 3}, hessian[0]);
        assertArrayEquals(new double[] {3, 0}, hessian[1]);
        Refusal refusal = assertThrows(Refusal.class, () -> hessian(3));
        assertTrue(
                refusal.getMessage().startsWith("Cannot differentiate a store into the field total in several passes,"),
                refusal.getMessage());
        assertEquals(0, total);
    }

    static final double[] SHARED = {5};

    interface Lending {
        double[] lent();

        void fill(double[] y, double[] target);
    }

    static final Lending LENDING = new Lending() {
        @Override
        public double[] lent() {
            return SHARED;
        }

        @Override
        public void fill(double[] y, double[] target) {
            target[0] = y[0] * y[0] * y[1];
        }
    };

    @Test
    void anArrayOfTheRunsOwnMayBeFilled() throws Throwable {
        ToDoubleFunction<double[]> f = z -> {
            double[] target = new double[1];
            LENDING.fill(z, target);
            return target[0] * z[0];
        };
        double[][] hessian =
                (double[][]) Laboratory.theCompiler().function("hessian", f).invokeExact(new double[] {2, 3});
        assertArrayEquals(new double[] {36, 12}, hessian[0]);
        assertArrayEquals(new double[] {12, 0}, hessian[1]);
    }

    @Test
    void anArrayThatIsReturnedMayBeOneThatOthersSee() {
        ToDoubleFunction<double[]> f = z -> {
            LENDING.lent()[0] += 1;
            return z[0] * z[0];
        };
        Refusal refusal = assertThrows(Refusal.class, () -> {
            double[][] unreached =
                    (double[][]) Laboratory.theCompiler().function("hessian", f).invokeExact(new double[] {2, 3});
            assertEquals(0, unreached.length);
        });
        assertTrue(refusal.getMessage().contains("in several passes"), refusal.getMessage());
        assertEquals(5, SHARED[0]);
    }
}
