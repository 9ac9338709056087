package dev.fluxion.agent.link.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DerivativeOf;
import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.HvpOf;
import dev.fluxion.JvpOf;
import dev.fluxion.VjpOf;
import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The entry points, against derivatives worked out by hand. */
class EntriesTest {
    private static final double[] X = {0.3, 1.2, -0.4};

    static double energy(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += Math.sin(v) * v;
        }
        return sum;
    }

    private static double[] energyGradient() {
        return Arrays.stream(X).map(v -> Math.cos(v) * v + Math.sin(v)).toArray();
    }

    private static double gradient(ToDoubleFunction<double[]> f, double[] x, double[] out) throws Throwable {
        return (double) Laboratory.theCompiler().function("gradient", f).invokeExact(x, out);
    }

    @Test
    void aMethodReferenceHasAGradient() throws Throwable {
        double[] gradient = new double[3];
        assertEquals(energy(X), gradient(EntriesTest::energy, X, gradient));
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
        gradient(new EntriesTest()::scaled, X, gradient);
        assertArrayEquals(new double[] {1, 4 * 1.2, 0}, gradient, 1e-15);
    }

    @Test
    void aBufferThatIsTheInputIsRejectedBeforeAnythingRuns() {
        double[] x = X.clone();
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> gradient(EntriesTest::energy, x, x));
        assertTrue(e.getMessage().contains("same array"), e.getMessage());
        assertArrayEquals(X, x);
    }

    @Test
    void aBufferOfAnotherLengthIsRejected() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> gradient(EntriesTest::energy, X, new double[2]));
        assertTrue(e.getMessage().contains("length 2"), e.getMessage());
    }

    @Test
    void aDerivativeOfAScalarFunction() throws Throwable {
        DoubleUnaryOperator f = t -> t * t * Math.exp(t);
        double[] derivative = new double[1];
        double value =
                (double) Laboratory.theCompiler().function("derivative", f).invokeExact(1.0, derivative);
        assertEquals(Math.E, value);
        assertEquals(3 * Math.E, derivative[0], 1e-14);
    }

    @Test
    void anHvpGivesValueGradientAndProduct() throws Throwable {
        ToDoubleFunction<double[]> f = EntriesTest::energy;
        double[] gradient = new double[3];
        double[] product = new double[3];
        MethodHandle hvp = Laboratory.theCompiler().function("hvp", f);
        assertEquals(energy(X), (double) hvp.invokeExact(X, new double[] {1, 0, 2}, gradient, product));
        assertArrayEquals(energyGradient(), gradient, 1e-15);
        double[] expected = {2 * Math.cos(0.3) - 0.3 * Math.sin(0.3), 0, 2 * (2 * Math.cos(-0.4) + 0.4 * Math.sin(-0.4))
        };
        assertArrayEquals(expected, product, 1e-14);
    }

    static double mixed(double a, float b, double[] x, int n, double[][] m) {
        double sum = a * b;
        for (int i = 0; i < n; i++) {
            sum += x[i] * m[i][0] * a;
        }
        return sum;
    }

    private static Object[] arguments() {
        return new Object[] {2.0, 3f, X.clone(), 2, new double[][] {{5}, {7}}};
    }

    private static Method method(String name) {
        return Arrays.stream(EntriesTest.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
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
    void aReflectiveJvpGivesValueAndTangent() throws Throwable {
        Object[] tangents = {1.0, null, null, null, null};
        MethodHandle jvp = Laboratory.theCompiler().method("jvp", method("mixed"));
        Object[] both = (Object[]) jvp.invoke(arguments(), tangents);
        assertEquals(mixed(2, 3, X, 2, new double[][] {{5}, {7}}), both[0]);
        assertEquals(3 + 0.3 * 5 + 1.2 * 7, (double) both[1], 1e-14);
    }

    @Test
    void aTangentOfAnotherShapeIsRejectedByName() throws Throwable {
        Object[] tangents = {null, null, new double[1], null, null};
        MethodHandle jvp = Laboratory.theCompiler().method("jvp", method("mixed"));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> jvp.invoke(arguments(), tangents));
        assertTrue(e.getMessage().startsWith("The tangent of x has length 1"), e.getMessage());
    }

    static double[] squares(double[] x, double k) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] * x[i] * k;
        }
        return y;
    }

    @Test
    void aReflectiveVjpTakesAnArrayCotangent() throws Throwable {
        Object[] cotangents = (Object[])
                Laboratory.theCompiler().method("vjp", method("squares")).invoke(new Object[] {X, 2.0}, (Object)
                        new double[] {1, 10, 100});
        assertArrayEquals(new double[] {1.2, 48, -160}, (double[]) cotangents[0], 1e-13);
        assertEquals(0.09 + 14.4 + 16, (double) cotangents[1], 1e-13);
    }

    static double product(double[] x, double[] y) {
        x[0] = x[0] * y[1];
        return x[0] * y[0];
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

    @GradientOf(value = "product", wrt = "x")
    static double[] productGradient(double[] x, double[] y) {
        return Fluxion.derived();
    }

    @Test
    void anInertArgumentThatIsTheActiveArrayIsActive() throws Throwable {
        double[] both = {0.5, 3};
        double[] gradient = (double[]) stub("productGradient").invoke(both, both);
        assertArrayEquals(new double[] {2 * 0.5 * 9, 2 * 0.25 * 3}, gradient, 1e-14);
    }

    private static MethodHandle stub(String name) throws Throwable {
        Method stub = method(name);
        MethodType type = MethodType.methodType(stub.getReturnType(), stub.getParameterTypes());
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        return Laboratory.theCompiler().stub(lookup, name, type);
    }

    static double weighted(double a, double[] x, double b) {
        return a * x[0] + b * b * x[1];
    }

    @GradientOf(
            value = "weighted",
            wrt = {"b", "a"})
    static double[] weightedGradient(double a, double[] x, double b) {
        return Fluxion.derived();
    }

    @Test
    void aStubOfSeveralScalarsGivesThemInTheOrderOfWrt() throws Throwable {
        double[] gradient = (double[]) stub("weightedGradient").invoke(2.0, new double[] {5, 7}, 3.0);
        assertArrayEquals(new double[] {42, 5}, gradient);
    }

    @DerivativeOf(value = "weighted", wrt = "b")
    static double weightedDerivative(double a, double[] x, double b) {
        return Fluxion.derived();
    }

    @Test
    void aDerivativeStubGivesANumber() throws Throwable {
        assertEquals(42.0, (double) stub("weightedDerivative").invoke(2.0, new double[] {5, 7}, 3.0));
    }

    @JvpOf(value = "squares", wrt = "x")
    static double[] squaresJvp(double[] x, double k, double[] tangent) {
        return Fluxion.derived();
    }

    @VjpOf(value = "squares", wrt = "x")
    static double[] squaresVjp(double[] x, double k, double[] cotangent) {
        return Fluxion.derived();
    }

    @HvpOf("energy")
    static double[] energyHvp(double[] x, double[] direction) {
        return Fluxion.derived();
    }

    @Test
    void jvpVjpAndHvpStubsAgreeWithTheClosedForm() throws Throwable {
        double[] direction = {1, 2, 3};
        assertArrayEquals(
                new double[] {1.2, 9.6, -4.8}, (double[]) stub("squaresJvp").invoke(X, 2.0, direction), 1e-14);
        assertArrayEquals(
                new double[] {1.2, 9.6, -4.8}, (double[]) stub("squaresVjp").invoke(X, 2.0, direction), 1e-14);
        double[] product = (double[]) stub("energyHvp").invoke(X, new double[] {1, 0, 0});
        assertEquals(2 * Math.cos(0.3) - 0.3 * Math.sin(0.3), product[0], 1e-14);
    }

    static void into(double[] x, double[] out) {
        out[0] = x[0] * x[1];
        out[1] = x[1] * x[1];
    }

    @VjpOf(value = "into", wrt = "x", output = "out")
    static double[] intoVjp(double[] x, double[] out, double[] cotangent) {
        return Fluxion.derived();
    }

    @JvpOf(value = "into", wrt = "x", output = "out")
    static double[] intoJvp(double[] x, double[] out, double[] tangent) {
        return Fluxion.derived();
    }

    @Test
    void aMethodThatWritesItsResultIntoAnArgumentIsDifferentiatedThere() throws Throwable {
        double[] out = new double[2];
        double[] vjp = (double[]) stub("intoVjp").invoke(new double[] {2, 3}, out, new double[] {1, 10});
        assertArrayEquals(new double[] {3, 2 + 60}, vjp);
        assertArrayEquals(new double[] {6, 9}, out);
        double[] jvp = (double[]) stub("intoJvp").invoke(new double[] {2, 3}, out, new double[] {1, 10});
        assertArrayEquals(new double[] {3 + 20, 60}, jvp);
    }

    @Test
    void aReflectiveOutputIsDifferentiatedInPlaceOfTheResult() throws Throwable {
        double[] out = new double[2];
        Object[] arguments = {new double[] {2, 3}, out};
        MethodHandle jvp = Laboratory.theCompiler().output("jvp", method("into"), 1);
        Object[] both = (Object[]) jvp.invoke(arguments, new Object[] {new double[] {1, 10}, null});
        assertSame(out, both[0]);
        assertArrayEquals(new double[] {6, 9}, out);
        assertArrayEquals(new double[] {3 + 20, 60}, (double[]) both[1]);
        MethodHandle vjp = Laboratory.theCompiler().output("vjp", method("into"), 1);
        Object[] cotangents = (Object[]) vjp.invoke(arguments, (Object) new double[] {1, 10});
        assertArrayEquals(new double[] {3, 2 + 60}, (double[]) cotangents[0]);
        assertArrayEquals(new double[2], (double[]) cotangents[1]); // what out held before is overwritten
    }

    @Test
    void aDirectMethodHandleRevealsItsMethod() throws Throwable {
        MethodHandle handle = MethodHandles.lookup()
                .findStatic(EntriesTest.class, "energy", MethodType.methodType(double.class, double[].class));
        assertEquals(method("energy"), Laboratory.theCompiler().reveal(handle));
        MethodHandle scaled = MethodHandles.lookup()
                .findVirtual(EntriesTest.class, "scaled", MethodType.methodType(double.class, double[].class));
        assertEquals(method("scaled"), Laboratory.theCompiler().reveal(scaled));
    }

    @Test
    void aMethodHandleThatIsNoDirectOneIsExplained() throws Throwable {
        MethodHandle bound = MethodHandles.insertArguments(
                MethodHandles.lookup()
                        .findStatic(EntriesTest.class, "energy", MethodType.methodType(double.class, double[].class)),
                0,
                (Object) X);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Laboratory.theCompiler().reveal(bound));
        assertTrue(e.getMessage().contains("is bound or combined from others"), e.getMessage());
    }

    @Test
    void aMethodHandleOfAConstructorIsRejected() throws Throwable {
        MethodHandle constructor =
                MethodHandles.lookup().findConstructor(EntriesTest.class, MethodType.methodType(void.class));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Laboratory.theCompiler().reveal(constructor));
        assertTrue(e.getMessage().contains("is not one of a static method"), e.getMessage());
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

    @VjpOf(value = "into", wrt = "x", output = "out")
    static double[] intoVjpInPlace(double[] x, double[] out, double[] cotangent, double[] gradient) {
        return Fluxion.derived();
    }

    @Test
    void aGradientBufferThatIsTheCotangentIsRejected() throws Throwable {
        double[] cotangent = {1, 10};
        MethodHandle vjp = stub("intoVjpInPlace");
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> vjp.invoke(new double[] {2, 3}, new double[2], cotangent, cotangent));
        assertTrue(e.getMessage().contains("is the same array as the cotangent"), e.getMessage());
        assertArrayEquals(new double[] {1, 10}, cotangent);
    }

    @Test
    void aCotangentThatTheMethodOverwritesCountsAsItWas() throws Throwable {
        double[] out = {1, 10};
        assertArrayEquals(new double[] {3, 2 + 60}, (double[]) stub("intoVjp").invoke(new double[] {2, 3}, out, out));
    }

    @DerivativeOf(value = "weighted", wrt = "b")
    static double weightedDerivativeInPlace(double a, double[] x, double b, double[] derivative) {
        return Fluxion.derived();
    }

    @Test
    void aDerivativeBufferThatIsAnInputIsRejected() throws Throwable {
        MethodHandle derivative = stub("weightedDerivativeInPlace");
        double[] x = {5};
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> derivative.invoke(2.0, x, 3.0, x));
        assertTrue(e.getMessage().contains("is the same array as the input x"), e.getMessage());
    }

    static int count(double[] x) {
        return x.length;
    }

    @Test
    void aFunctionWhoseMethodReturnsAnIntegerIsRejected() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> gradient(EntriesTest::count, X, new double[3]));
        assertTrue(e.getMessage().contains("returns int: that carries no derivative"), e.getMessage());
    }

    @GradientOf(value = "weighted", wrt = "c")
    static double[] unknownParameter(double a, double[] x, double b) {
        return Fluxion.derived();
    }

    @Test
    void anUnknownNameInWrtIsExplained() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> stub("unknownParameter"));
        assertTrue(e.getMessage().contains("has no parameter c; its parameters are a, x, b"), e.getMessage());
    }

    @Test
    void threadsDifferentiateAtOnce() throws Throwable {
        ToDoubleFunction<double[]> f = EntriesTest::energy;
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

    static double everyKind(double a, boolean z, char c, byte b, short s) {
        return z ? a * a * c : a * b * s;
    }

    @Test
    void parametersOfEveryPrimitiveKindArePassedOn() throws Throwable {
        MethodHandle gradient = Laboratory.theCompiler().method("gradient", method("everyKind"));
        Object[] large = {2.0, true, 'a', (byte) 1, (short) 2};
        Object[] small = {2.0, false, 'a', (byte) -3, (short) 7};
        assertEquals(2 * 2.0 * 'a', ((Object[]) gradient.invoke(large))[0]);
        assertEquals(-21.0, ((Object[]) gradient.invoke(small))[0]);
    }

    static Double boxed(double[] x) {
        return x[0] * x[0];
    }

    @Test
    void aFunctionThatReturnsABoxIsRefused() {
        Throwable e = assertThrows(Throwable.class, () -> gradient(EntriesTest::boxed, X, new double[3]));
        assertTrue(e.getMessage().contains("Return the number itself."), e.getMessage());
    }
}
