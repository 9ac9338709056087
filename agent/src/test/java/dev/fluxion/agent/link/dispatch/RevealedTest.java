package dev.fluxion.agent.link.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Which method a functional object runs: the gradient tells, because each method here has another. */
class RevealedTest {
    private static final double[] X = {3, 5};

    private static double[] gradient(ToDoubleFunction<double[]> f) throws Throwable {
        double[] gradient = new double[2];
        double value = (double) Laboratory.theCompiler().function("gradient", f).invokeExact(X, gradient);
        assertEquals(f.applyAsDouble(X), value);
        return gradient;
    }

    static double square(double[] x) {
        return x[0] * x[0];
    }

    static double ofObject(Object x) {
        return square((double[]) x);
    }

    static <T> double ofVariable(T x) {
        return square((double[]) x);
    }

    @Test
    void aParameterMayBeOfTypeObjectOrATypeVariable() throws Throwable {
        assertArrayEquals(new double[] {6, 0}, gradient(RevealedTest::ofObject));
        assertArrayEquals(new double[] {6, 0}, gradient(RevealedTest::ofVariable));
    }

    static float narrow(double[] x) {
        return (float) (x[0] * x[1]);
    }

    @Test
    void aMethodThatReturnsAFloatIsOneThatReturnsANumber() throws Throwable {
        assertArrayEquals(new double[] {5, 3}, gradient(RevealedTest::narrow));
    }

    @Test
    @SuppressWarnings("UnnecessaryMethodReference")
    void aReferenceToTheMethodOfAnotherLambdaIsThatLambda() throws Throwable {
        double[] weights = {7, 11};
        ToDoubleFunction<double[]> f = x -> weights[0] * x[0] + weights[1] * x[1];
        ToDoubleFunction<double[]> reference = f::applyAsDouble;
        assertArrayEquals(weights, gradient(reference));
        assertArrayEquals(weights, gradient(reference::applyAsDouble));
    }

    private static class Model implements ToDoubleFunction<double[]> {
        @Override
        public double applyAsDouble(double[] x) {
            return 13 * x[1];
        }
    }

    private static final class InheritingModel extends Model {}

    @Test
    @SuppressWarnings("UnnecessaryMethodReference")
    void aReferenceToTheMethodOfAnObjectIsThatMethod() throws Throwable {
        ToDoubleFunction<double[]> model = new InheritingModel();
        assertArrayEquals(new double[] {0, 13}, gradient(model));
        assertArrayEquals(new double[] {0, 13}, gradient(model::applyAsDouble));
    }

    private static final class OfAnything implements ToDoubleFunction<Object> {
        @Override
        public double applyAsDouble(Object x) {
            return square((double[]) x);
        }

        @SuppressWarnings({"unused", "EffectivelyPrivate"}) // what the interface does not call
        public double applyAsDouble(double[] x) {
            return 100 * x[0];
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void aClassMayImplementTheInterfaceForAWiderType() throws Throwable {
        ToDoubleFunction<?> f = new OfAnything();
        assertArrayEquals(new double[] {6, 0}, gradient((ToDoubleFunction<double[]>) f));
    }

    private interface Linear extends ToDoubleFunction<double[]> {
        @Override
        default double applyAsDouble(double[] x) {
            return 17 * x[0];
        }
    }

    private static final class OfInterface implements Linear {}

    @Test
    void theMethodMayBeADefaultMethodOfAnInterface() throws Throwable {
        assertArrayEquals(new double[] {17, 0}, gradient(new OfInterface()));
    }

    private static class Base {
        private double secret(double[] x) {
            return square(x);
        }

        ToDoubleFunction<double[]> ofSecret() {
            return this::secret;
        }

        double open(double[] x) {
            return x[1];
        }

        ToDoubleFunction<double[]> ofOpen() {
            return this::open;
        }
    }

    private static final class Sub extends Base {
        @SuppressWarnings("unused") // private methods are not overridden
        double secret(double[] x) {
            return 100 * x[0];
        }

        @Override
        double open(double[] x) {
            return 19 * x[1];
        }
    }

    @Test
    void aBoundReferenceRunsTheOverrideOfTheReceiverButNoPrivateNamesake() throws Throwable {
        assertArrayEquals(new double[] {6, 0}, gradient(new Sub().ofSecret()));
        assertArrayEquals(new double[] {0, 19}, gradient(new Sub().ofOpen()));
        assertArrayEquals(new double[] {0, 1}, gradient(new Base().ofOpen()));
    }

    @Test
    void aHiddenClassOfAnotherMakeIsNotMistakenForALambda() throws Throwable {
        byte[] bytes;
        try (var in = Model.class.getResourceAsStream("RevealedTest$Model.class")) {
            bytes = in.readAllBytes();
        }
        Class<?> hidden = MethodHandles.privateLookupIn(Model.class, MethodHandles.lookup())
                .defineHiddenClass(bytes, true)
                .lookupClass();
        var constructor = hidden.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object model = constructor.newInstance();
        Throwable e =
                assertThrows(Throwable.class, () -> Laboratory.theCompiler().function("gradient", model));
        assertTrue(e.getMessage().startsWith("Cannot see which method the function"), e.getMessage());
    }

    static double[] doubled(double[] x) {
        return new double[] {2 * x[0], 2 * x[1]};
    }

    @Test
    @SuppressWarnings("UnnecessaryMethodReference")
    void aReferenceToAFunctionOfArraysIsThatFunction() throws Throwable {
        Function<double[], double[]> f = RevealedTest::doubled;
        Function<double[], double[]> reference = f::apply;
        MethodHandle jacobian = Laboratory.theCompiler().function("jacobian", reference);
        double[][] rows = (double[][]) jacobian.invokeExact(X);
        assertArrayEquals(new double[][] {{2, 0}, {0, 2}}, rows);
    }
}
