package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The entry points in a JVM without the agent. */
class FluxionTest {
    private static final double[] X = {1, 2};

    private int runs;

    private double energy(double[] x) {
        runs++;
        return x[0] * x[1];
    }

    private double[] twice(double[] x) {
        runs++;
        return new double[] {2 * x[0], 2 * x[1]};
    }

    @JacobianOf("twice")
    static double[][] jacobianStub(double[] x) {
        return Fluxion.derived();
    }

    @HessianOf("energy")
    static double[][] hessianStub(double[] x) {
        return Fluxion.derived();
    }

    @GradientOf("energy")
    static double[] stub(double[] x) {
        return Fluxion.derived();
    }

    @DerivativeOf("sin")
    static double scalarStub(double x) {
        return Fluxion.derived();
    }

    @Test
    void everyEvaluationWithoutTheAgentSaysWhichFlagToAdd() throws ReflectiveOperationException {
        Derivative derivative = Fluxion.of(Math.class.getMethod("sin", double.class));
        MethodHandle handle =
                MethodHandles.lookup().findStatic(Math.class, "sin", MethodType.methodType(double.class, double.class));
        Method fill = Arrays.class.getMethod("fill", double[].class, double.class);
        assertAgentMissing(() -> stub(X));
        assertAgentMissing(() -> scalarStub(1));
        assertAgentMissing(() -> Fluxion.gradient(this::energy).gradient(X));
        assertAgentMissing(() -> Fluxion.gradient(this::energy).valueAndGradient(X, new double[2]));
        assertAgentMissing(() -> Fluxion.derivative(Math::sin).derivative(1));
        assertAgentMissing(() -> Fluxion.derivative(Math::sin).valueAndDerivative(1, new double[1]));
        assertAgentMissing(() -> Fluxion.hvp(this::energy).hvp(X, X));
        assertAgentMissing(() -> Fluxion.jvp(this::twice).jvp(X, X));
        assertAgentMissing(() -> Fluxion.jvp(this::twice).valueAndJvp(X, X, new double[2]));
        assertAgentMissing(() -> Fluxion.vjp(this::twice).vjp(X, X));
        assertAgentMissing(() -> Fluxion.vjp(this::twice).valueAndVjp(X, X, new double[2]));
        assertAgentMissing(() -> Fluxion.jacobian(this::twice).jacobian(X));
        assertAgentMissing(() -> Fluxion.jacobian(this::twice).valueAndJacobian(X, new double[2][2]));
        assertAgentMissing(() -> Fluxion.hessian(this::energy).hessian(X));
        assertAgentMissing(
                () -> Fluxion.hessian(this::energy).valueGradientAndHessian(X, new double[2], new double[2][2]));
        assertAgentMissing(() -> jacobianStub(X));
        assertAgentMissing(() -> hessianStub(X));
        assertAgentMissing(() -> derivative.gradient(1.0));
        assertAgentMissing(() -> derivative.jvp(new Object[] {1.0}, new Object[] {1.0}));
        assertAgentMissing(() -> derivative.vjp(new Object[] {1.0}, 1.0));
        assertAgentMissing(() -> Fluxion.of(handle).gradient(1.0));
        assertAgentMissing(() -> Fluxion.of(fill).output(0).vjp(new Object[] {X, 1.0}, X));
        assertEquals(0, runs);
    }

    @Test
    void aNullFunctionIsRejected() {
        assertRejected("function is null", () -> Fluxion.gradient(null));
        assertRejected("function is null", () -> Fluxion.derivative(null));
        assertRejected("function is null", () -> Fluxion.hvp(null));
        assertRejected("function is null", () -> Fluxion.jvp(null));
        assertRejected("function is null", () -> Fluxion.vjp(null));
        assertRejected("function is null", () -> Fluxion.jacobian(null));
        assertRejected("function is null", () -> Fluxion.hessian(null));
        assertRejected("method is null", () -> Fluxion.of((Method) null));
        assertRejected("handle is null", () -> Fluxion.of((MethodHandle) null));
    }

    @Test
    void anOutputThatIsNoArrayArgumentIsRejected() throws NoSuchMethodException {
        Derivative fill = Fluxion.of(Arrays.class.getMethod("fill", double[].class, double.class));
        assertRejected("output(2) names none of the 2 arguments, which are numbered from 0", () -> fill.output(2));
        assertRejected(
                "output(1) is of type double, but a result can be written into an array of double or float only",
                () -> fill.output(1));
    }

    @Test
    void aNullArgumentIsRejectedByName() {
        GradientFunction gradient = Fluxion.gradient(this::energy);
        assertRejected("x is null", () -> gradient.gradient(null));
        assertRejected("x is null", () -> gradient.valueAndGradient(null, X));
        assertRejected("gradientOut is null", () -> gradient.valueAndGradient(X, null));
        assertRejected(
                "derivativeOut is null", () -> Fluxion.derivative(Math::sin).valueAndDerivative(1, null));
        assertRejected("x is null", () -> Fluxion.hvp(this::energy).hvp(null, X));
        assertRejected("v is null", () -> Fluxion.hvp(this::energy).hvp(X, null));
        assertRejected("v is null", () -> Fluxion.jvp(this::twice).jvp(X, null));
        assertRejected("jvpOut is null", () -> Fluxion.jvp(this::twice).valueAndJvp(X, X, null));
        assertRejected("cotangent is null", () -> Fluxion.vjp(this::twice).vjp(X, null));
        assertRejected("vjpOut is null", () -> Fluxion.vjp(this::twice).valueAndVjp(X, X, null));
        assertRejected("x is null", () -> Fluxion.jacobian(this::twice).jacobian(null));
        assertRejected(
                "jacobianOut is null", () -> Fluxion.jacobian(this::twice).valueAndJacobian(X, null));
        assertRejected(
                "jacobianOut[1] is null",
                () -> Fluxion.jacobian(this::twice).valueAndJacobian(X, new double[][] {{0, 0}, null}));
        assertRejected("x is null", () -> Fluxion.hessian(this::energy).hessian(null));
    }

    @Test
    void anArrayOfTheWrongLengthIsRejectedByName() {
        assertRejected(
                "gradientOut has length 3, but x has length 2",
                () -> Fluxion.gradient(this::energy).valueAndGradient(X, new double[3]));
        assertRejected(
                "derivativeOut has length 2, but the derivative needs length 1",
                () -> Fluxion.derivative(Math::sin).valueAndDerivative(1, X));
        assertRejected(
                "v has length 1, but x has length 2",
                () -> Fluxion.hvp(this::energy).hvp(X, new double[1]));
        assertRejected(
                "hvpOut has length 0, but x has length 2",
                () -> Fluxion.hvp(this::energy).valueGradientAndHvp(X, new double[2], new double[2], new double[0]));
        assertRejected(
                "v has length 1, but x has length 2",
                () -> Fluxion.jvp(this::twice).jvp(X, new double[1]));
        assertRejected(
                "vjpOut has length 3, but x has length 2",
                () -> Fluxion.vjp(this::twice).valueAndVjp(X, new double[2], new double[3]));
        assertRejected(
                "jacobianOut[0] has length 3, but x has length 2",
                () -> Fluxion.jacobian(this::twice).valueAndJacobian(X, new double[2][3]));
        assertRejected(
                "hessianOut has 1 rows, but x has length 2",
                () -> Fluxion.hessian(this::energy).valueGradientAndHessian(X, new double[2], new double[1][2]));
    }

    @Test
    void aBufferThatIsAnotherArgumentIsRejectedByName() {
        String remedy = ", but it is overwritten: pass an array of its own";
        double[] v = new double[2];
        double[] out = new double[2];
        HvpFunction hvp = Fluxion.hvp(this::energy);
        assertRejected(
                "gradientOut is the same array as x" + remedy,
                () -> Fluxion.gradient(this::energy).valueAndGradient(X, X));
        assertRejected("gradientOut is the same array as x" + remedy, () -> hvp.valueGradientAndHvp(X, v, X, out));
        assertRejected("gradientOut is the same array as v" + remedy, () -> hvp.valueGradientAndHvp(X, v, v, out));
        assertRejected("hvpOut is the same array as x" + remedy, () -> hvp.valueGradientAndHvp(X, v, out, X));
        assertRejected("hvpOut is the same array as v" + remedy, () -> hvp.valueGradientAndHvp(X, v, out, v));
        assertRejected(
                "hvpOut is the same array as gradientOut" + remedy, () -> hvp.valueGradientAndHvp(X, v, out, out));
        assertRejected(
                "jvpOut is the same array as v" + remedy,
                () -> Fluxion.jvp(this::twice).valueAndJvp(X, v, v));
        assertRejected(
                "vjpOut is the same array as cotangent" + remedy,
                () -> Fluxion.vjp(this::twice).valueAndVjp(X, v, v));
        assertRejected(
                "jacobianOut[1] is the same array as x" + remedy,
                () -> Fluxion.jacobian(this::twice).valueAndJacobian(X, new double[][] {out, X}));
        assertRejected(
                "hessianOut[0] is the same array as gradientOut" + remedy,
                () -> Fluxion.hessian(this::energy).valueGradientAndHessian(X, out, new double[][] {out, v}));
    }

    private static void assertAgentMissing(Executable evaluation) {
        assertEquals(
                "Fluxion's agent is not running: start the JVM with -javaagent:fluxion-agent.jar, or attach it with"
                        + " java -jar fluxion-agent.jar attach <pid>.",
                assertThrows(IllegalStateException.class, evaluation).getMessage());
    }

    private static void assertRejected(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
