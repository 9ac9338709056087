package dev.fluxion;

import java.util.function.Function;

/**
 * Vector-Jacobian products of a function from {@code double[]} to {@code double[]}, in reverse mode: the Jacobian itself is never
 * formed, and one product costs a small multiple of the function. Made by {@link Fluxion#vjp}; safe for use by several threads if
 * the function is.
 *
 * <p>The function sees the caller's own array {@code x}, runs exactly once per evaluation, and returns the same bits as when
 * called directly. What it throws passes through unchanged, whatever its type. Evaluation throws {@link IllegalStateException}
 * while Fluxion's agent is not running and {@link NotDifferentiableException} where the function reaches something that cannot be
 * differentiated.
 */
public final class VjpFunction {
    private final LazyHandle valueAndVjp;

    VjpFunction(Function<double[], double[]> function) {
        valueAndVjp = new LazyHandle(() -> AgentLink.function("vjp", function));
    }

    /**
     * The transposed Jacobian at {@code x} times {@code cotangent}, which is the gradient of the value's product with it.
     *
     * @param x where to evaluate
     * @param cotangent of the length of the value
     * @return a new array of the length of {@code x}
     * @throws IllegalArgumentException if an array is null, and nothing has run then; or, after the function has run, if
     *     {@code cotangent} is not of the length of the value
     */
    public double[] vjp(double[] x, double[] cotangent) {
        Arguments.requireNonNull(x, "x");
        double[] vjp = new double[x.length];
        valueAndVjp(x, cotangent, vjp);
        return vjp;
    }

    /**
     * The value at {@code x}, and the transposed Jacobian times {@code cotangent} in an array of the caller's. Allocates nothing
     * itself once it is warm.
     *
     * @param x where to evaluate
     * @param cotangent of the length of the value
     * @param vjpOut overwritten with the product; of the length of {@code x} and none of the other arrays
     * @return what the function returned
     * @throws IllegalArgumentException if an array is null, the lengths of {@code x} and {@code vjpOut} differ, or {@code vjpOut}
     *     is also another argument, and nothing has run then; or, after the function has run, if {@code cotangent} is not of the
     *     length of the value
     */
    public double[] valueAndVjp(double[] x, double[] cotangent, double[] vjpOut) {
        Arguments.requireNonNull(x, "x");
        Arguments.requireNonNull(cotangent, "cotangent");
        Arguments.requireOutput(vjpOut, "vjpOut", x, "x");
        Arguments.requireOther(vjpOut, "vjpOut", cotangent, "cotangent");
        try {
            return (double[]) valueAndVjp.get().invokeExact(x, cotangent, vjpOut);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }
}
