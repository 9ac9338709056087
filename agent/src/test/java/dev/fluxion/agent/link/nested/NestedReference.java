package dev.fluxion.agent.link.nested;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.StubHandles;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.entry.OperatorEntry;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.agent.link.operator.Targets;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** Closed forms of what the tests of derivatives within derivatives compute, differences, and evaluation. */
public final class NestedReference {
    public static final double X = 0.7;
    static final double[] POINT = {0.7, -1.3, 0.4};

    static double differencesAt(ToDoubleFunction<double[]> function, double[] x, int component) {
        double h = 1e-3;
        double[] above = x.clone();
        double[] below = x.clone();
        above[component] += h;
        below[component] -= h;
        double[] further = x.clone();
        double[] lower = x.clone();
        further[component] += 2 * h;
        lower[component] -= 2 * h;
        return (8 * (function.applyAsDouble(above) - function.applyAsDouble(below))
                        - (function.applyAsDouble(further) - function.applyAsDouble(lower)))
                / (12 * h);
    }

    public static double[] forceByHand(double[] x) {
        int n = x.length;
        double[] force = new double[n];
        for (int i = 0; i < n; i++) {
            double next = x[(i + 1) % n];
            double before = x[(i + n - 1) % n];
            force[i] = Math.cos(x[i]) * next * x[i] + Math.sin(x[i]) * next + Math.sin(before) * before;
        }
        return force;
    }

    static double[] stiffnessByHand(double[] x, double[] v) {
        int n = x.length;
        double[] product = new double[n];
        for (int i = 0; i < n; i++) {
            int j = (i + 1) % n;
            double diagonal = x[j] * (2 * Math.cos(x[i]) - Math.sin(x[i]) * x[i]);
            double beside = Math.cos(x[i]) * x[i] + Math.sin(x[i]);
            product[i] += diagonal * v[i] + beside * v[j];
            product[j] += beside * v[i];
        }
        return product;
    }

    public static double[] squaredForceGradientByHand(double[] x) {
        double[] product = stiffnessByHand(x, forceByHand(x));
        return Arrays.stream(product).map(h -> 2 * h).toArray();
    }

    static double[][] rotateJacobian(double[] x) {
        double e = Math.exp(x[1] * x[2]);
        return new double[][] {{x[1], x[0], 0}, {0, x[2] * e, x[1] * e}, {2 * x[2] * x[0], 0, x[0] * x[0]}};
    }

    static double norm(double[] x) {
        return Arrays.stream(x).map(a -> a * a).sum();
    }

    public static double derivative(DoubleUnaryOperator function, double x) throws Throwable {
        double[] derivative = new double[1];
        double value = (double)
                Laboratory.theCompiler().function("derivative", function).invokeExact(x, derivative);
        assertTrue(Double.isFinite(value));
        return derivative[0];
    }

    public static double[] gradient(ToDoubleFunction<double[]> function, String mode) throws Throwable {
        double[] gradient = new double[POINT.length];
        double value = (double)
                Laboratory.theCompiler().function("gradient" + mode, function).invokeExact(POINT.clone(), gradient);
        assertTrue(Double.isFinite(value));
        return gradient;
    }

    /** By central differences with steps h, 2h, 3h. */
    public static double[] differences(ToDoubleFunction<double[]> function) {
        double[] gradient = new double[POINT.length];
        for (int i = 0; i < POINT.length; i++) {
            double[] weights = {1.5, -0.6, 0.1};
            for (int k = 1; k <= 3; k++) {
                double h = 1e-3 * k;
                double[] above = POINT.clone();
                double[] below = POINT.clone();
                above[i] += h;
                below[i] -= h;
                gradient[i] +=
                        weights[k - 1] * (function.applyAsDouble(above) - function.applyAsDouble(below)) / (2 * h);
            }
        }
        return gradient;
    }

    static double[] times(double[][] matrix, double[] x) {
        return Arrays.stream(matrix)
                .mapToDouble(row -> {
                    double sum = 0;
                    for (int j = 0; j < row.length; j++) {
                        sum += row[j] * x[j];
                    }
                    return sum;
                })
                .toArray();
    }

    static double[][] transposed(double[][] matrix) {
        double[][] result = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[0].length; j++) {
                result[j][i] = matrix[i][j];
            }
        }
        return result;
    }

    /** The gradient, one direction after the other in forward mode. */
    public static double[] tangents(Class<?> type, String method) throws Throwable {
        double[] tangents = new double[POINT.length];
        for (int i = 0; i < POINT.length; i++) {
            double[] unit = new double[POINT.length];
            unit[i] = 1;
            Object[] result = (Object[]) Laboratory.theCompiler()
                    .method("jvp", StubHandles.method(type, method))
                    .invokeExact(new Object[] {POINT.clone()}, new Object[] {unit});
            tangents[i] = (Double) result[1];
        }
        return tangents;
    }

    /** Requires that the derivatives of a method are those of its closed form at {@link #POINT}, in every mode and to second order. */
    public static void requireDerivatives(Class<?> type, String method, ToDoubleFunction<double[]> byHand)
            throws Throwable {
        requireDerivatives(type, method, byHand, 1e-13);
    }

    /** The same where the method computes with floats. */
    static void requireDerivatives(Class<?> type, String method, ToDoubleFunction<double[]> byHand, double precision)
            throws Throwable {
        double[] expected = differences(byHand);
        double scale = 1 + Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        double value = byHand.applyAsDouble(POINT);
        for (Operator.Mode mode : new Operator.Mode[] {Operator.Mode.REVERSE, Operator.Mode.FORWARD}) {
            double[] gradient = new double[POINT.length];
            MethodHandle entry = entry(type, method, Operator.Kind.GRADIENT, mode);
            assertEquals(value, (double) entry.invokeExact(POINT.clone(), gradient), precision * scale, mode::toString);
            assertArrayEquals(expected, gradient, Math.max(1e-9, precision) * scale, mode::toString);
        }
        assertArrayEquals(expected, tangents(type, method), Math.max(1e-9, precision) * scale, "tangents");
        requireProducts(type, method, byHand, precision);
    }

    private static void requireProducts(
            Class<?> type, String method, ToDoubleFunction<double[]> byHand, double precision) throws Throwable {
        double[] direction = {0.4, -0.2, 1};
        double[] expected = differences(x -> {
            double h = 1e-3;
            double sum = 0;
            double[] weights = {1.5, -0.6, 0.1};
            for (int k = 1; k <= 3; k++) {
                double[] above = x.clone();
                double[] below = x.clone();
                for (int i = 0; i < x.length; i++) {
                    above[i] += k * h * direction[i];
                    below[i] -= k * h * direction[i];
                }
                sum += weights[k - 1] * (byHand.applyAsDouble(above) - byHand.applyAsDouble(below)) / (2 * h * k);
            }
            return sum;
        });
        double scale = 1 + Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        double[] gradient = new double[POINT.length];
        double[] product = new double[POINT.length];
        double value = (double) entry(type, method, Operator.Kind.GRADIENT_AND_HVP, Operator.Mode.AUTOMATIC)
                .invokeExact(POINT.clone(), direction, gradient, product);
        assertTrue(Double.isFinite(value));
        assertArrayEquals(expected, product, Math.max(1e-7, precision) * scale, "product");
    }

    private static MethodHandle entry(Class<?> type, String method, Operator.Kind kind, Operator.Mode mode)
            throws Throwable {
        Linker linker = Laboratory.theCompiler().linker();
        TargetFacts facts = new TargetFacts(linker, Targets.of(linker, StubHandles.method(type, method)));
        return OperatorEntry.of(Operator.of(kind, facts, List.of(true), true).in(mode), null);
    }

    static double valueOf(ToDoubleFunction<double[]> function) throws Throwable {
        double[] gradient = new double[POINT.length];
        return (double)
                Laboratory.theCompiler().function("gradient:REVERSE", function).invokeExact(POINT.clone(), gradient);
    }

    public static String refusal(ToDoubleFunction<double[]> f) {
        return assertThrows(Throwable.class, () -> gradient(f, "")).getMessage();
    }

    private NestedReference() {}

    /** A copy of {@link #POINT}. */
    public static double[] point() {
        return POINT.clone();
    }
}
