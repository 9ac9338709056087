package dev.fluxion;

import java.util.function.Function;

/**
 * Jacobian-vector products of a function from {@code double[]} to {@code double[]}, in forward mode: the Jacobian itself is never
 * formed, and one product costs a small multiple of the function. Made by {@link Fluxion#jvp}; safe for use by several threads if
 * the function is.
 *
 * <p>The function sees the caller's own array {@code x}, runs exactly once per evaluation, and returns the same bits as when
 * called directly. What it throws passes through unchanged, whatever its type. Evaluation throws {@link IllegalStateException}
 * while Fluxion's agent is not running and {@link NotDifferentiableException} where the function reaches something that cannot be
 * differentiated.
 */
public final class JvpFunction {
    private final LazyHandle valueAndJvp;

    JvpFunction(Function<double[], double[]> function) {
        valueAndJvp = new LazyHandle(() -> AgentLink.function("jvp", function));
    }

    /**
     * The Jacobian at {@code x} times {@code v}, which is the derivative of the value along {@code v}.
     *
     * @param x where to evaluate
     * @param v the direction, of the length of {@code x}; may be {@code x} itself
     * @return a new array of the length of the value
     * @throws IllegalArgumentException if an array is null or the lengths differ; nothing has run then
     */
    public double[] jvp(double[] x, double[] v) {
        double[][] tangent = new double[1][];
        evaluate(x, v, tangent);
        return tangent[0];
    }

    /**
     * The value at {@code x}, and the Jacobian times {@code v} in an array of the caller's.
     *
     * @param x where to evaluate
     * @param v the direction, of the length of {@code x}; may be {@code x} itself
     * @param jvpOut overwritten with the product; of the length of the value and none of the other arrays
     * @return what the function returned
     * @throws IllegalArgumentException if an array is null, the lengths of {@code x} and {@code v} differ, or {@code jvpOut} is
     *     one of them, and nothing has run then; or, after the function has run, if {@code jvpOut} is not of the length of the
     *     value
     */
    public double[] valueAndJvp(double[] x, double[] v, double[] jvpOut) {
        Arguments.requireNonNull(x, "x");
        Arguments.requireOther(jvpOut, "jvpOut", x, "x");
        Arguments.requireOther(jvpOut, "jvpOut", v, "v");
        double[][] tangent = new double[1][];
        double[] value = evaluate(x, v, tangent);
        Arguments.requireSameLength(jvpOut, "jvpOut", tangent[0], "the value");
        System.arraycopy(tangent[0], 0, jvpOut, 0, jvpOut.length);
        return value;
    }

    private double[] evaluate(double[] x, double[] v, double[][] tangent) {
        Arguments.requireNonNull(x, "x");
        Arguments.requireSameLength(v, "v", x, "x");
        try {
            return (double[]) valueAndJvp.get().invokeExact(x, v, tangent);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }
}
