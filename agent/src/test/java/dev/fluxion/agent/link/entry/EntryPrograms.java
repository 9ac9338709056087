package dev.fluxion.agent.link.entry;

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
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Functions with stubs of each operator, and how the tests of entries call what the compiler makes of them. */
final class EntryPrograms {
    static final double[] X = {0.3, 1.2, -0.4};

    private EntryPrograms() {}

    static double energy(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += Math.sin(v) * v;
        }
        return sum;
    }

    static double mixed(double a, float b, double[] x, int n, double[][] m) {
        double sum = a * b;
        for (int i = 0; i < n; i++) {
            sum += x[i] * m[i][0] * a;
        }
        return sum;
    }

    static double[] squares(double[] x, double k) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] * x[i] * k;
        }
        return y;
    }

    static double product(double[] x, double[] y) {
        x[0] = x[0] * y[1];
        return x[0] * y[0];
    }

    @GradientOf(value = "product", wrt = "x")
    static double[] productGradient(double[] x, double[] y) {
        return Fluxion.derived();
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

    @DerivativeOf(value = "weighted", wrt = "b")
    static double weightedDerivative(double a, double[] x, double b) {
        return Fluxion.derived();
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

    @VjpOf(value = "into", wrt = "x", output = "out")
    static double[] intoVjpInPlace(double[] x, double[] out, double[] cotangent, double[] gradient) {
        return Fluxion.derived();
    }

    @DerivativeOf(value = "weighted", wrt = "b")
    static double weightedDerivativeInPlace(double a, double[] x, double b, double[] derivative) {
        return Fluxion.derived();
    }

    static int count(double[] x) {
        return x.length;
    }

    @GradientOf(value = "weighted", wrt = "c")
    static double[] unknownParameter(double a, double[] x, double b) {
        return Fluxion.derived();
    }

    static double everyKind(double a, boolean z, char c, byte b, short s) {
        return z ? a * a * c : a * b * s;
    }

    static Double boxed(double[] x) {
        return x[0] * x[0];
    }

    static double[] energyGradient() {
        return Arrays.stream(X).map(v -> Math.cos(v) * v + Math.sin(v)).toArray();
    }

    static Object[] arguments() {
        return new Object[] {2.0, 3f, X.clone(), 2, new double[][] {{5}, {7}}};
    }

    static Method method(String name) {
        return Arrays.stream(EntryPrograms.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static MethodHandle stub(String name) throws Throwable {
        Method stub = method(name);
        MethodType type = MethodType.methodType(stub.getReturnType(), stub.getParameterTypes());
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        return Laboratory.theCompiler().stub(lookup, name, type);
    }

    static double gradient(ToDoubleFunction<double[]> f, double[] x, double[] out) throws Throwable {
        return (double) Laboratory.theCompiler().function("gradient", f).invokeExact(x, out);
    }
}
