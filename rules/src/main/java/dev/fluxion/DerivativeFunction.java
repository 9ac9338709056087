package dev.fluxion;

import java.util.function.DoubleUnaryOperator;

/**
 * The derivative of a function from {@code double} to {@code double}, in forward mode. Made by {@link Fluxion#derivative}; safe for
 * use by several threads if the function is.
 *
 * <p>The function runs exactly once per evaluation and returns the same bits as when called directly. What it throws passes
 * through unchanged, whatever its type. Evaluation throws {@link IllegalStateException} while Fluxion's agent is not running and
 * {@link NotDifferentiableException} where the function reaches something that cannot be differentiated.
 */
public final class DerivativeFunction {
    private final LazyHandle valueAndDerivative;

    DerivativeFunction(DoubleUnaryOperator function) {
        valueAndDerivative = new LazyHandle(() -> AgentLink.function("derivative", function));
    }

    /**
     * The derivative at {@code x}.
     *
     * @param x where to evaluate
     * @return the derivative; at a kink or a pole as {@code docs/conventions.md} says
     */
    public double derivative(double x) {
        double[] derivative = new double[1];
        valueAndDerivative(x, derivative);
        return derivative[0];
    }

    /**
     * The value at {@code x}, and the derivative in an array of the caller's. Allocates nothing itself once it is warm.
     *
     * @param x where to evaluate
     * @param derivativeOut of length 1, overwritten with the derivative
     * @return the value of the function
     * @throws IllegalArgumentException if {@code derivativeOut} is null or not of length 1; nothing has run then
     */
    public double valueAndDerivative(double x, double[] derivativeOut) {
        Arguments.requireNonNull(derivativeOut, "derivativeOut");
        if (derivativeOut.length != 1) {
            throw new IllegalArgumentException(
                    "derivativeOut has length " + derivativeOut.length + ", but the derivative needs length 1");
        }
        try {
            return (double) valueAndDerivative.get().invokeExact(x, derivativeOut);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }
}
