package dev.fluxion;

import java.util.function.ToDoubleFunction;

/**
 * Hessian-vector products of a function from {@code double[]} to {@code double}, in forward-over-reverse mode: the Hessian itself
 * is never formed, and one product costs a small multiple of the function. Made by {@link Fluxion#hvp}; safe for use by several
 * threads if the function is.
 *
 * <p>The function sees the caller's own array {@code x}, runs exactly once per evaluation, and returns the same bits as when
 * called directly. What it throws passes through unchanged, whatever its type. Evaluation throws {@link IllegalStateException}
 * while Fluxion's agent is not running and {@link NotDifferentiableException} where the function reaches something that cannot be
 * differentiated.
 */
public final class HvpFunction {
    private final LazyHandle valueGradientAndHvp;

    HvpFunction(ToDoubleFunction<double[]> function) {
        valueGradientAndHvp = new LazyHandle(() -> AgentLink.function("hvp", function));
    }

    /**
     * The Hessian at {@code x} times {@code v}, which is the derivative of the gradient along {@code v}.
     *
     * @param x where to evaluate
     * @param v the direction, of the length of {@code x}; may be {@code x} itself
     * @return a new array of the length of {@code x}
     * @throws IllegalArgumentException if an array is null or the lengths differ; nothing has run then
     */
    public double[] hvp(double[] x, double[] v) {
        Arguments.requireNonNull(x, "x");
        double[] hvp = new double[x.length];
        valueGradientAndHvp(x, v, new double[x.length], hvp);
        return hvp;
    }

    /**
     * The value and the gradient at {@code x} and the Hessian at {@code x} times {@code v}. Allocates nothing itself once it is
     * warm, unless {@code v} is {@code x}.
     *
     * @param x where to evaluate
     * @param v the direction, of the length of {@code x}; may be {@code x} itself
     * @param gradientOut overwritten with the gradient; of the length of {@code x} and none of the other arrays
     * @param hvpOut overwritten with the product; of the length of {@code x} and none of the other arrays
     * @return the value of the function
     * @throws IllegalArgumentException if an array is null, the lengths differ, or an array to overwrite is also another argument;
     *     nothing has run then
     */
    public double valueGradientAndHvp(double[] x, double[] v, double[] gradientOut, double[] hvpOut) {
        Arguments.requireNonNull(x, "x");
        Arguments.requireSameLength(v, "v", x, "x");
        Arguments.requireOutput(gradientOut, "gradientOut", x, "x");
        Arguments.requireOutput(gradientOut, "gradientOut", v, "v");
        Arguments.requireOutput(hvpOut, "hvpOut", x, "x");
        Arguments.requireOutput(hvpOut, "hvpOut", v, "v");
        Arguments.requireOutput(hvpOut, "hvpOut", gradientOut, "gradientOut");
        // The function may write to x, and must not change the direction by doing so.
        double[] direction = v == x ? v.clone() : v;
        try {
            return (double) valueGradientAndHvp.get().invokeExact(x, direction, gradientOut, hvpOut);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }
}
