package dev.fluxion.agent.link.entry;

import static dev.fluxion.agent.link.entry.EntryPrograms.X;
import static dev.fluxion.agent.link.entry.EntryPrograms.arguments;
import static dev.fluxion.agent.link.entry.EntryPrograms.energy;
import static dev.fluxion.agent.link.entry.EntryPrograms.energyGradient;
import static dev.fluxion.agent.link.entry.EntryPrograms.gradient;
import static dev.fluxion.agent.link.entry.EntryPrograms.method;
import static dev.fluxion.agent.link.entry.EntryPrograms.stub;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Gradients, against derivatives worked out by hand. */
class GradientEntriesTest {
    @Test
    void aMethodReferenceHasAGradient() throws Throwable {
        double[] gradient = new double[3];
        assertEquals(energy(X), gradient(EntryPrograms::energy, X, gradient));
        assertArrayEquals(energyGradient(), gradient, 1e-15);
    }

    @Test
    void aLambdaThatCapturesDataHasAGradient() throws Throwable {
        double[] weights = {1, 2, 3};
        double[] gradient = new double[3];
        gradient(
                x -> {
                    double sum = 0;
                    for (int i = 0; i < x.length; i++) {
                        sum += weights[i] * x[i] * x[i];
                    }
                    return sum;
                },
                X,
                gradient);
        assertArrayEquals(new double[] {2 * 0.3, 4 * 1.2, 6 * -0.4}, gradient, 1e-15);
    }

    @Test
    void aCapturedWorkspaceGetsAShadow() throws Throwable {
        double[] workspace = new double[3];
        double[] gradient = new double[3];
        gradient(
                x -> {
                    for (int i = 0; i < x.length; i++) {
                        workspace[i] = x[i] * x[i];
                    }
                    return workspace[0] * workspace[1] + workspace[2];
                },
                X,
                gradient);
        assertArrayEquals(new double[] {2 * 0.3 * 1.44, 2 * 1.2 * 0.09, 2 * -0.4}, gradient, 1e-15);
        assertArrayEquals(new double[] {0.09, 1.44, 0.16000000000000003}, workspace);
    }

    private final double[] scales = {1, 2, 3};

    private double scaled(double[] x) {
        return scales[0] * x[0] + scales[1] * x[1] * x[1];
    }

    @Test
    void aBoundMethodReferenceHasAGradient() throws Throwable {
        double[] gradient = new double[3];
        gradient(new GradientEntriesTest()::scaled, X, gradient);
        assertArrayEquals(new double[] {1, 4 * 1.2, 0}, gradient, 1e-15);
    }

    @Test
    void aBufferThatIsTheInputIsRejectedBeforeAnythingRuns() {
        double[] x = X.clone();
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> gradient(EntryPrograms::energy, x, x));
        assertTrue(e.getMessage().contains("same array"), e.getMessage());
        assertArrayEquals(X, x);
    }

    @Test
    void aBufferOfAnotherLengthIsRejected() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> gradient(EntryPrograms::energy, X, new double[2]));
        assertTrue(e.getMessage().contains("length 2"), e.getMessage());
    }

    @Test
    void aReflectiveGradientHasOneEntryPerArgument() throws Throwable {
        Object[] gradient = (Object[])
                Laboratory.theCompiler().method("gradient", method("mixed")).invoke(arguments());
        assertEquals(3 + 0.3 * 5 + 1.2 * 7, (double) gradient[0], 1e-14);
        assertEquals(2f, gradient[1]);
        assertArrayEquals(new double[] {10, 14, 0}, (double[]) gradient[2], 1e-14);
        assertNull(gradient[3]);
        assertArrayEquals(new double[] {0.6}, ((double[][]) gradient[4])[0], 1e-14);
        assertArrayEquals(new double[] {2.4}, ((double[][]) gradient[4])[1], 1e-14);
    }

    @Test
    void oneArrayAsTwoArgumentsHasTheTotalDerivativeInBoth() throws Throwable {
        double[] both = {0.5, 3};
        Object[] gradient = (Object[])
                Laboratory.theCompiler().method("gradient", method("product")).invoke(new Object[] {both, both});
        // (x0 x1)²: 2 x0 x1², 2 x0² x1
        double[] expected = {2 * 0.5 * 9, 2 * 0.25 * 3};
        assertArrayEquals(expected, (double[]) gradient[0], 1e-14);
        assertArrayEquals(expected, (double[]) gradient[1], 1e-14);
        assertArrayEquals(new double[] {1.5, 3}, both);
    }

    @Test
    void anInertArgumentThatIsTheActiveArrayIsActive() throws Throwable {
        double[] both = {0.5, 3};
        double[] gradient = (double[]) stub("productGradient").invoke(both, both);
        assertArrayEquals(new double[] {2 * 0.5 * 9, 2 * 0.25 * 3}, gradient, 1e-14);
    }

    @Test
    void aStubOfSeveralScalarsGivesThemInTheOrderOfWrt() throws Throwable {
        double[] gradient = (double[]) stub("weightedGradient").invoke(2.0, new double[] {5, 7}, 3.0);
        assertArrayEquals(new double[] {42, 5}, gradient);
    }

    static class Base {
        private double secret(double v) {
            return v * v;
        }

        double open(double v) {
            return v;
        }
    }

    static final class Derived extends Base {
        @SuppressWarnings("UnusedMethod")
        private double secret(double v) {
            return v * v * v;
        }

        @Override
        double open(double v) {
            return secret(v);
        }
    }

    @Test
    void aReceiverRunsItsOwnOverrideButNotAnothersPrivateMethod() throws Throwable {
        assertEquals(9, new Base().secret(3));
        Object[] arguments = {new Derived(), 3.0};
        Method secret = Base.class.getDeclaredMethod("secret", double.class);
        Method open = Base.class.getDeclaredMethod("open", double.class);
        Object[] ofSecret =
                (Object[]) Laboratory.theCompiler().method("gradient", secret).invoke(arguments);
        Object[] ofOpen =
                (Object[]) Laboratory.theCompiler().method("gradient", open).invoke(arguments);
        assertArrayEquals(new Object[] {null, 6.0}, ofSecret);
        assertArrayEquals(new Object[] {null, 27.0}, ofOpen);
    }

    @Test
    void aFunctionWhoseMethodReturnsAnIntegerIsRejected() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> gradient(EntryPrograms::count, X, new double[3]));
        assertTrue(e.getMessage().contains("returns int: that carries no derivative"), e.getMessage());
    }

    @Test
    void anUnknownNameInWrtIsExplained() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> stub("unknownParameter"));
        assertTrue(e.getMessage().contains("has no parameter c; its parameters are a, x, b"), e.getMessage());
    }

    @Test
    void threadsDifferentiateAtOnce() throws Throwable {
        ToDoubleFunction<double[]> f = EntryPrograms::energy;
        MethodHandle handle = Laboratory.theCompiler().function("gradient", f);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<double[]>> tasks = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                tasks.add(() -> {
                    double[] gradient = new double[3];
                    try {
                        for (int repeat = 0; repeat < 200; repeat++) {
                            assertEquals(energy(X), (double) handle.invokeExact(X, gradient));
                        }
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                    return gradient;
                });
            }
            for (var future : threads.invokeAll(tasks)) {
                assertArrayEquals(energyGradient(), future.get(), 1e-15);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void parametersOfEveryPrimitiveKindArePassedOn() throws Throwable {
        MethodHandle gradient = Laboratory.theCompiler().method("gradient", method("everyKind"));
        Object[] large = {2.0, true, 'a', (byte) 1, (short) 2};
        Object[] small = {2.0, false, 'a', (byte) -3, (short) 7};
        assertEquals(2 * 2.0 * 'a', ((Object[]) gradient.invoke(large))[0]);
        assertEquals(-21.0, ((Object[]) gradient.invoke(small))[0]);
    }

    @Test
    void aFunctionThatReturnsABoxIsRefused() {
        Throwable e = assertThrows(Throwable.class, () -> gradient(EntryPrograms::boxed, X, new double[3]));
        assertTrue(e.getMessage().contains("Return the number itself."), e.getMessage());
    }
}
