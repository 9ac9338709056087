package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.fluxion.DerivativeOf;
import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.HessianOf;
import dev.fluxion.HvpOf;
import dev.fluxion.JacobianOf;
import dev.fluxion.Mode;
import dev.fluxion.VjpOf;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * What in-place derivatives allocate per call, if arrays are of the same shape as in the call before: for these methods nothing, or
 * the method's own arrays with their shadows and tangents. Columns of a method that carries an active number round a loop, which none
 * here does, allocate a row of tangents for it.
 */
class EntriesAllocationIT {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 20_000;
    private static final int CALLS = 1_000;

    private final double[] w = {0.5, -0.25, 2};
    private final double[][] x = {{1, 2, 3}, {4, 5, 6}, {-1, 0.5, 0.25}};
    private final double[] y = {1, -1, 1};
    private final double[] gradient = new double[3];
    private final double[] product = new double[3];
    private final double[][] square = new double[3][3];

    /** Keeps what was allocated from being optimised away. */
    private Object unusedAllocation;

    /** One call. */
    private interface Call {
        void run() throws Throwable;
    }

    private static long bytesPerCall(Call call) throws Throwable {
        for (int i = 0; i < WARM_UP; i++) {
            call.run();
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
    }

    private static void assertAllocatesNothing(Call call) throws Throwable {
        assertEquals(0, bytesPerCall(call));
    }

    private static void assertAllocatesAtMost(long bytes, Call call) throws Throwable {
        long actual = bytesPerCall(call);
        assertTrue(actual <= bytes, () -> actual + " bytes instead of " + bytes);
    }

    private static MethodHandle stub(String name) throws Throwable {
        Method stub = Arrays.stream(EntriesAllocationIT.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
        MethodType type = MethodType.methodType(stub.getReturnType(), stub.getParameterTypes());
        return Laboratory.theCompiler().stub(MethodHandles.lookup(), name, type);
    }

    static double loss(double[] w, double[][] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double score = 0;
            for (int j = 0; j < w.length; j++) {
                score += w[j] * x[i][j];
            }
            sum += Math.log1p(Math.exp(-y[i] * score));
        }
        return sum;
    }

    @GradientOf(value = "loss", wrt = "w")
    static double lossAndGradient(double[] w, double[][] x, double[] y, double[] gradient) {
        return Fluxion.derived();
    }

    @Test
    void aGradientBesideInertDataAllocatesNothing() throws Throwable {
        MethodHandle stub = stub("lossAndGradient");
        assertAllocatesNothing(() -> {
            double unused = (double) stub.invokeExact(w, x, y, gradient);
        });
    }

    @GradientOf("loss")
    static double lossAndGradients(
            double[] w, double[][] x, double[] y, double[] wGradient, double[][] xGradient, double[] yGradient) {
        return Fluxion.derived();
    }

    @Test
    void aGradientWithRespectToRowsAllocatesNothing() throws Throwable {
        MethodHandle stub = stub("lossAndGradients");
        double[][] rows = new double[3][3];
        double[] labels = new double[3];
        assertAllocatesNothing(() -> {
            double unused = (double) stub.invokeExact(w, x, y, gradient, rows, labels);
        });
    }

    static double layered(double[] w, double[][] x, double[] work) {
        double sum = 0;
        for (double[] row : x) {
            for (int j = 0; j < w.length; j++) {
                work[j] = Math.tanh(w[j] * row[j]);
            }
            for (int j = 0; j < w.length; j++) {
                sum += work[j] * work[j];
            }
        }
        return sum;
    }

    @GradientOf(value = "layered", wrt = "w")
    static double layeredAndGradient(double[] w, double[][] x, double[] work, double[] gradient) {
        return Fluxion.derived();
    }

    @Test
    void aWorkspaceAllocatesNothing() throws Throwable {
        MethodHandle stub = stub("layeredAndGradient");
        double[] work = new double[3];
        assertAllocatesNothing(() -> {
            double unused = (double) stub.invokeExact(w, x, work, gradient);
        });
    }

    @HvpOf(value = "loss", wrt = "w")
    static double lossHvp(double[] w, double[][] x, double[] y, double[] direction, double[] product) {
        return Fluxion.derived();
    }

    @Test
    void anHvpAllocatesNothing() throws Throwable {
        MethodHandle stub = stub("lossHvp");
        double[] direction = {1, 0, 2};
        assertAllocatesNothing(() -> {
            double unused = (double) stub.invokeExact(w, x, y, direction, product);
        });
    }

    static double quadratic(double a, double t, double[] c) {
        return a * t * t + c[0] * t + c[1];
    }

    @GradientOf(
            value = "quadratic",
            wrt = {"a", "t"})
    static double quadraticAndGradient(double a, double t, double[] c, double[] gradient) {
        return Fluxion.derived();
    }

    @DerivativeOf(value = "quadratic", wrt = "t")
    static double quadraticDerivative(double a, double t, double[] c) {
        return Fluxion.derived();
    }

    @Test
    void derivativesWithRespectToScalarsAllocateNothing() throws Throwable {
        MethodHandle gradientStub = stub("quadraticAndGradient");
        MethodHandle derivativeStub = stub("quadraticDerivative");
        double[] two = new double[2];
        assertAllocatesNothing(() -> {
            double unused = (double) gradientStub.invokeExact(2.0, 3.0, y, two);
            double unusedToo = (double) derivativeStub.invokeExact(2.0, 3.0, y);
        });
    }

    static void scale(double[] in, double factor, double[] out) {
        for (int i = 0; i < in.length; i++) {
            out[i] = in[i] * in[i] * factor;
        }
    }

    @VjpOf(value = "scale", wrt = "in", output = "out")
    static double[] scaleVjp(double[] in, double factor, double[] out, double[] cotangent, double[] gradient) {
        return Fluxion.derived();
    }

    @Test
    void aVjpOfAMethodThatWritesItsResultAllocatesNothing() throws Throwable {
        MethodHandle stub = stub("scaleVjp");
        double[] out = new double[3];
        assertAllocatesNothing(() -> {
            double[] unused = (double[]) stub.invokeExact(w, 2.0, out, y, gradient);
        });
    }

    @Test
    void aFunctionThatCapturesDataAllocatesNothing() throws Throwable {
        ToDoubleFunction<double[]> captures = v -> loss(v, x, y);
        MethodHandle function = Laboratory.theCompiler().function("gradient", captures);
        assertAllocatesNothing(() -> {
            double unused = (double) function.invokeExact(w, gradient);
        });
    }

    @JacobianOf(value = "scale", wrt = "in", output = "out", mode = Mode.FORWARD)
    static double[] scaleByColumns(double[] in, double factor, double[] out, double[][] jacobian) {
        return Fluxion.derived();
    }

    @Test
    void aJacobianByColumnsAllocatesNothing() throws Throwable {
        MethodHandle stub = stub("scaleByColumns");
        double[] out = new double[3];
        assertAllocatesNothing(() -> {
            double[] unused = (double[]) stub.invokeExact(w, 2.0, out, square);
        });
    }

    @JacobianOf(value = "scale", wrt = "in", output = "out", mode = Mode.REVERSE)
    static double[] scaleByRows(double[] in, double factor, double[] out, double[][] jacobian) {
        return Fluxion.derived();
    }

    @Test
    void aJacobianByRowsAllocatesNothing() throws Throwable {
        MethodHandle stub = stub("scaleByRows");
        double[] out = new double[3];
        assertAllocatesNothing(() -> {
            double[] unused = (double[]) stub.invokeExact(w, 2.0, out, square);
        });
    }

    /** As many results as there is room for. */
    static void neighbours(double[] in, double[] work, double[] out) {
        for (int i = 0; i < in.length; i++) {
            work[i] = Math.sin(in[i]);
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = work[i] * work[i + 1];
        }
    }

    @JacobianOf(value = "neighbours", wrt = "in", output = "out")
    static double[] neighboursJacobian(double[] in, double[] work, double[] out, double[][] jacobian) {
        return Fluxion.derived();
    }

    @Test
    void aJacobianWhoseModeIsChosenByItsShapeAllocatesNothing() throws Throwable {
        MethodHandle stub = stub("neighboursJacobian");
        double[] in = new double[12];
        double[] work = new double[12];
        double[] one = new double[1];
        double[][] wide = new double[1][12]; // by rows
        double[] many = new double[11];
        double[][] tall = new double[11][12]; // by columns
        assertAllocatesNothing(() -> {
            double[] unused = (double[]) stub.invokeExact(in, work, one, wide);
        });
        assertAllocatesNothing(() -> {
            double[] unused = (double[]) stub.invokeExact(in, work, many, tall);
        });
    }

    @JacobianOf(value = "neighbours", wrt = "in", output = "out", mode = Mode.FORWARD)
    static double[] neighboursByColumns(double[] in, double[] work, double[] out, double[][] jacobian) {
        return Fluxion.derived();
    }

    @Test
    void columnsOfSeveralPassesAllocateNothing() throws Throwable {
        MethodHandle stub = stub("neighboursByColumns");
        double[] in = new double[200];
        double[] work = new double[200];
        double[] out = new double[2];
        double[][] jacobian = new double[2][200];
        assertAllocatesNothing(() -> {
            double[] unused = (double[]) stub.invokeExact(in, work, out, jacobian);
        });
    }

    static void line(double slope, double start, double[] at, double[] out) {
        for (int i = 0; i < at.length; i++) {
            out[i] = Math.sin(slope * at[i] + start);
        }
    }

    @JacobianOf(
            value = "line",
            wrt = {"slope", "start"},
            output = "out")
    static double[] lineJacobian(double slope, double start, double[] at, double[] out, double[][] jacobian) {
        return Fluxion.derived();
    }

    @Test
    void aJacobianWithRespectToScalarsAllocatesNothing() throws Throwable {
        MethodHandle stub = stub("lineJacobian");
        double[] out = new double[3];
        double[][] jacobian = new double[3][2];
        assertAllocatesNothing(() -> {
            double[] unused = (double[]) stub.invokeExact(2.0, 3.0, y, out, jacobian);
        });
    }

    static double[] squares(double[] in) {
        double[] result = new double[in.length];
        for (int i = 0; i < in.length; i++) {
            result[i] = in[i] * in[i];
        }
        return result;
    }

    @JacobianOf(value = "squares", mode = Mode.FORWARD)
    static double[] squaresByColumns(double[] in, double[][] jacobian) {
        return Fluxion.derived();
    }

    @Test
    void columnsAllocateTheResultWithATangentAlongEachInput() throws Throwable {
        MethodHandle stub = stub("squaresByColumns");
        long own = bytesPerCall(() -> unusedAllocation = squares(w));
        long tangents = bytesPerCall(() -> unusedAllocation = new double[3][3]);
        assertAllocatesAtMost(own + tangents, () -> {
            double[] unused = (double[]) stub.invokeExact(w, square);
        });
    }

    @JacobianOf(value = "squares", mode = Mode.REVERSE)
    static double[] squaresByRows(double[] in, double[][] jacobian) {
        return Fluxion.derived();
    }

    @Test
    void rowsAllocateTheResultWithOneShadowForAllOfThem() throws Throwable {
        MethodHandle stub = stub("squaresByRows");
        long own = bytesPerCall(() -> unusedAllocation = squares(w));
        long shadow = bytesPerCall(() -> unusedAllocation = new double[3]);
        assertAllocatesAtMost(own + shadow, () -> {
            double[] unused = (double[]) stub.invokeExact(w, square);
        });
    }

    @HessianOf(value = "loss", wrt = "w")
    static double lossHessian(double[] w, double[][] x, double[] y, double[][] hessian) {
        return Fluxion.derived();
    }

    @Test
    void aHessianAllocatesNothing() throws Throwable {
        MethodHandle stub = stub("lossHessian");
        assertAllocatesNothing(() -> {
            double unused = (double) stub.invokeExact(w, x, y, square);
        });
    }

    @HessianOf(value = "layered", wrt = "w")
    static double layeredHessian(double[] w, double[][] x, double[] work, double[][] hessian) {
        return Fluxion.derived();
    }

    @Test
    void aHessianWithAWorkspaceAllocatesNothing() throws Throwable {
        MethodHandle stub = stub("layeredHessian");
        double[] work = new double[3];
        assertAllocatesNothing(() -> {
            double unused = (double) stub.invokeExact(w, x, work, square);
        });
    }

    @HessianOf(
            value = "quadratic",
            wrt = {"a", "t"})
    static double quadraticHessian(double a, double t, double[] c, double[][] hessian) {
        return Fluxion.derived();
    }

    @Test
    void aHessianWithRespectToScalarsAllocatesNothing() throws Throwable {
        MethodHandle stub = stub("quadraticHessian");
        double[][] hessian = new double[2][2];
        assertAllocatesNothing(() -> {
            double unused = (double) stub.invokeExact(2.0, 3.0, y, hessian);
        });
    }

    static double norm(double[] in) {
        double[] squares = new double[in.length];
        double sum = 0;
        for (int i = 0; i < in.length; i++) {
            squares[i] = in[i] * in[i] * in[0];
        }
        for (double square : squares) {
            sum += square * square;
        }
        return sum;
    }

    @HessianOf("norm")
    static double normHessian(double[] in, double[][] hessian) {
        return Fluxion.derived();
    }

    @Test
    void aHessianAllocatesForEachInputTheMethodsArrayItsShadowAndTheirTangents() throws Throwable {
        MethodHandle stub = stub("normHessian");
        long own = bytesPerCall(() -> unusedAllocation = new double[3]);
        assertAllocatesAtMost(3 * 4 * own, () -> {
            double unused = (double) stub.invokeExact(w, square);
        });
    }
}
