package dev.fluxion;

import java.util.function.ToDoubleFunction;

/**
 * The Hessian of a function from {@code double[]} to {@code double}, in forward-over-reverse mode, one Hessian-vector product for
 * each element. Made by {@link Fluxion#hessian}; safe for use by several threads if the function is. Where products suffice,
 * {@link Fluxion#hvp} costs less.
 *
 * <p>One evaluation takes several passes. In the first the function sees the caller's own array {@code x}, and what it returns
 * has the same bits as when called directly; in the others it runs on copies of {@code x} as it was at entry, so that what it
 * writes to {@code x} is seen once. Where the first pass reaches anything else that a second would do again, like storing to a field,
 * printing or drawing random numbers, it is refused just before that by {@link NotDifferentiableException}, unless {@code x} has
 * one element; so is a function that returns another value in a further pass.
 *
 * <p>What the function throws passes through unchanged, whatever its type. Evaluation throws {@link IllegalStateException} while
 * Fluxion's agent is not running and {@link NotDifferentiableException} where the function reaches something that cannot be
 * differentiated.
 */
public final class HessianFunction {
    private final LazyHandle hessian;
    private final LazyHandle valueGradientAndHessian;

    HessianFunction(ToDoubleFunction<double[]> function) {
        hessian = new LazyHandle(() -> AgentLink.function("hessian", function));
        valueGradientAndHessian = new LazyHandle(() -> AgentLink.function("valueGradientAndHessian", function));
    }

    /**
     * The Hessian at {@code x}.
     *
     * @param x where to evaluate
     * @return a new square array of the length of {@code x}, whose row i is the derivative of the gradient with respect to
     *     {@code x[i]}
     * @throws IllegalArgumentException if {@code x} is null
     */
    public double[][] hessian(double[] x) {
        Arguments.requireNonNull(x, "x");
        try {
            return (double[][]) hessian.get().invokeExact(x);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    /**
     * The value at {@code x}, and the gradient and the Hessian in arrays of the caller's.
     *
     * @param x where to evaluate
     * @param gradientOut overwritten with the gradient; of the length of {@code x} and none of the other arrays
     * @param hessianOut overwritten with the Hessian; as many rows as {@code x} has elements, each of the length of {@code x},
     *     and none of them twice or another argument
     * @return the value of the function
     * @throws IllegalArgumentException if an array is null, a length is wrong, or an array to overwrite is also another argument
     *     or occurs twice; nothing has run then
     */
    public double valueGradientAndHessian(double[] x, double[] gradientOut, double[][] hessianOut) {
        Arguments.requireNonNull(x, "x");
        Arguments.requireOutput(gradientOut, "gradientOut", x, "x");
        Arguments.requireRows(hessianOut, "hessianOut", x, "x");
        if (hessianOut.length != x.length) {
            throw new IllegalArgumentException(
                    "hessianOut has " + hessianOut.length + " rows, but x has length " + x.length);
        }
        for (int i = 0; i < hessianOut.length; i++) {
            Arguments.requireOther(hessianOut[i], "hessianOut[" + i + "]", gradientOut, "gradientOut");
        }
        try {
            return (double) valueGradientAndHessian.get().invokeExact(x, gradientOut, hessianOut);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }
}
