package dev.fluxion;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A stub for the Jacobian of a method that returns an array of numbers, by columns in forward mode or by rows in reverse mode,
 * whichever takes less time. The agent replaces its body, which is {@code return Fluxion.derived();}.
 *
 * <pre>{@code
 * static double[] residuals(double[] w, double[] data) { ... }
 *
 * @JacobianOf(value = "residuals", wrt = "w")
 * static double[][] jacobian(double[] w, double[] data) { return Fluxion.derived(); }
 *
 * @JacobianOf(value = "residuals", wrt = "w") // in place: returns the residuals, overwrites jacobian
 * static double[] residualsAndJacobian(double[] w, double[] data, double[][] jacobian) { return Fluxion.derived(); }
 * }</pre>
 *
 * <p>The stub takes the parameters of the method and returns a {@code double[][]} with one row per element of the result. With
 * one array in {@link #wrt} a row has one column per element of it; with several scalars, one per scalar in the order of
 * {@code wrt}. In its in-place form the stub returns what the method returns and takes one more {@code double[][]} for each array
 * in {@code wrt}, in that order, then one for scalars, which it overwrites; several arrays need this form. Arrays in {@code wrt} and
 * the result are {@code double[]} or {@code float[]}.
 *
 * <p>All rows together take one run of the method, columns one for every 128 inputs; a run may be needed before, to find out which
 * are cheaper. The first run is on the caller's arguments, further ones on copies of them as they were at entry, so that what the
 * method writes to its arguments is seen once. A method that would do something else again, like storing to a field, printing or
 * drawing random numbers, is run once. Where that is not enough, which is with {@link Mode#FORWARD} and more than 128 inputs, or if the
 * method itself takes a derivative by reverse mode, it is refused where the first run reaches that, just before it.
 *
 * <p>Calling the stub throws {@link NotDifferentiableException} where the method reaches something that cannot be differentiated,
 * {@link IllegalArgumentException} for a buffer that is null, of another shape, or one of the inputs, and
 * {@link IllegalStateException} without the agent.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface JacobianOf {
    /**
     * The name of the method to differentiate. Among overloads it is the one that takes the stub's own parameters, besides Jacobian buffers.
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

    /** Forward or reverse mode: by columns or by rows. */
    Mode mode() default Mode.AUTOMATIC;
}
