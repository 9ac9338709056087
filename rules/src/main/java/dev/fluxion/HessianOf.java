package dev.fluxion;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A stub for the Hessian of a method whose result is one number, in forward-over-reverse mode. The agent replaces its body, which is
 * {@code return Fluxion.derived();}.
 *
 * <pre>{@code
 * static double loss(double[] w, double[] data) { ... }
 *
 * @HessianOf(value = "loss", wrt = "w")
 * static double[][] curvature(double[] w, double[] data) { return Fluxion.derived(); }
 *
 * @HessianOf(value = "loss", wrt = "w") // in place: returns the loss, overwrites hessian
 * static double lossAndCurvature(double[] w, double[] data, double[][] hessian) { return Fluxion.derived(); }
 * }</pre>
 *
 * <p>The stub takes the parameters of the method and returns a square {@code double[][]}. {@link #wrt} names one {@code double[]}
 * or {@code float[]}, or scalars, whose order is that of rows and columns. In its in-place form the stub returns what the method
 * returns and takes one more {@code double[][]}, which it overwrites. Where products with a direction suffice, {@link HvpOf}
 * costs less.
 *
 * <p>A call takes several passes, unless there is one input. The first runs on the caller's arguments, the others on copies of them
 * as they were at entry, so that what the method writes to its arguments is seen once. Where the first pass reaches anything else that
 * a second would do again, like storing to a field, printing or drawing random numbers, it is refused just before that; so is a
 * method that returns another value in a further pass.
 *
 * <p>Calling the stub throws {@link NotDifferentiableException} where the method reaches something that cannot be differentiated,
 * {@link IllegalArgumentException} for a buffer that is null, of another shape, or one of the inputs, and
 * {@link IllegalStateException} without the agent.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface HessianOf {
    /**
     * The name of the method to differentiate. Among overloads it is the one that takes the stub's own parameters, besides the Hessian buffer.
     */
    String value();

    /**
     * The parameters to differentiate with respect to, by name, or as {@code "#0"}, {@code "#1"}, ... where the class file has no
     * names. Empty means every {@code double}, {@code float} and array-of-those parameter.
     */
    String[] wrt() default {};

    /** The class that declares the method; {@code void.class} means the class of the stub. */
    Class<?> in() default void.class;

    /**
     * The name of an array parameter into which the method writes its result, for a method that does not return it; empty means
     * the returned value.
     */
    String output() default "";
}
