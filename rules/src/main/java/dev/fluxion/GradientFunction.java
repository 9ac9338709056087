package dev.fluxion;

import java.util.function.ToDoubleFunction;

/**
 * The gradient of a function from {@code double[]} to {@code double}, in reverse mode unless forward mode is asked for: one evaluation
 * costs a small multiple of the function itself, however long the argument is. Made by {@link Fluxion#gradient}; safe for use by several threads if the
 * function is.
 *
 * <p>The function sees the caller's own array, runs exactly once per evaluation, and returns the same bits as when called
 * directly. What it throws passes through unchanged, whatever its type. Evaluation throws {@link IllegalStateException} while
 * Fluxion's agent is not running and {@link NotDifferentiableException} where the function reaches something that cannot be
 * differentiated.
 */
public final class GradientFunction {
    private final LazyHandle valueAndGradient;

    GradientFunction(ToDoubleFunction<double[]> function, Mode mode) {
        valueAndGradient = new LazyHandle(() -> AgentLink.function("gradient", mode, function));
    }

    /**
     * The gradient at {@code x}.
     *
     * @param x where to evaluate
     * @return a new array of the length of {@code x}, whose element i is the partial derivative with respect to {@code x[i]}
     * @throws IllegalArgumentException if {@code x} is null
     */
    public double[] gradient(double[] x) {
        Arguments.requireNonNull(x, "x");
        double[] gradient = new double[x.length];
        valueAndGradient(x, gradient);
        return gradient;
    }

    /**
     * The value at {@code x}, and the gradient in an array of the caller's. Allocates nothing itself once it is warm.
     *
     * @param x where to evaluate
     * @param gradientOut overwritten with the gradient; of the length of {@code x} and not {@code x} itself
     * @return the value of the function
     * @throws IllegalArgumentException if an array is null, the lengths differ, or both are the same array; nothing has run then
     */
    public double valueAndGradient(double[] x, double[] gradientOut) {
        Arguments.requireNonNull(x, "x");
        Arguments.requireOutput(gradientOut, "gradientOut", x, "x");
        try {
            return (double) valueAndGradient.get().invokeExact(x, gradientOut);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }
}
