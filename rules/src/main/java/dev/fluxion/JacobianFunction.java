package dev.fluxion;

import java.util.function.Function;

/**
 * The Jacobian of a function from {@code double[]} to {@code double[]}, by columns in forward mode or by rows in reverse mode,
 * whichever takes less time. Made by {@link Fluxion#jacobian}; safe for use by several threads if the function is.
 *
 * <p>All rows together take one run of the function, columns one for every 128 elements of {@code x}; a run may be needed before, to
 * find out which are cheaper. In the first run the function sees the caller's own array {@code x}, and what it returns has the same
 * bits as when called directly. In further ones it runs on copies of {@code x} as it was at entry, so that what it writes to {@code x}
 * is seen once. A function that would do something else again, like storing to a field, printing or drawing random numbers, is
 * run once. Where that is not enough, which is with {@link Mode#FORWARD} and more than 128 elements, or if the function itself takes a
 * derivative by reverse mode, it is refused by {@link NotDifferentiableException} where the first run reaches that, just before it.
 *
 * <p>What the function throws passes through unchanged, whatever its type. Evaluation throws {@link IllegalStateException} while
 * Fluxion's agent is not running and {@link NotDifferentiableException} where the function reaches something that cannot be
 * differentiated.
 */
public final class JacobianFunction {
    private final LazyHandle jacobian;
    private final LazyHandle valueAndJacobian;

    JacobianFunction(Function<double[], double[]> function, Mode mode) {
        jacobian = new LazyHandle(() -> AgentLink.function("jacobian", mode, function));
        valueAndJacobian = new LazyHandle(() -> AgentLink.function("valueAndJacobian", mode, function));
    }

    /**
     * The Jacobian at {@code x}.
     *
     * @param x where to evaluate
     * @return a new array of one row per element of the value, whose element {@code [i][j]} is the derivative of element i with
     *     respect to {@code x[j]}
     * @throws IllegalArgumentException if {@code x} is null
     */
    public double[][] jacobian(double[] x) {
        Arguments.requireNonNull(x, "x");
        try {
            return (double[][]) jacobian.get().invokeExact(x);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    /**
     * The value at {@code x}, and the Jacobian in an array of the caller's.
     *
     * @param x where to evaluate
     * @param jacobianOut overwritten with the Jacobian; it has a row for each element of the value, each of the length of
     *     {@code x}, and none of them twice or {@code x} itself
     * @return what the function returned
     * @throws IllegalArgumentException if an array is null, a row is of another length, is {@code x} or occurs twice, and nothing
     *     has run then; or, after the function has run, if the number of rows is not the length of the value
     */
    public double[] valueAndJacobian(double[] x, double[][] jacobianOut) {
        Arguments.requireNonNull(x, "x");
        Arguments.requireRows(jacobianOut, "jacobianOut", x, "x");
        try {
            return (double[]) valueAndJacobian.get().invokeExact(x, jacobianOut);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }
}
