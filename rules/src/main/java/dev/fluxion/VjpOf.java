package dev.fluxion;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A stub for a vector-Jacobian product: the given cotangent of the result, pulled back to the parameters in reverse mode. The
 * agent replaces its body, which is {@code return Fluxion.derived();}.
 *
 * <pre>{@code
 * static double[] residuals(double[] w, double[] data) { ... }
 *
 * @VjpOf(value = "residuals", wrt = "w")
 * static double[] pullBack(double[] w, double[] data, double[] cotangent) { return Fluxion.derived(); }
 * }</pre>
 *
 * <p>The stub takes the parameters of the method, then the cotangent, of the result's type and shape. It returns what a stub for
 * the gradient returns, in the same two forms: see {@link GradientOf}.
 *
 * <p>Calling the stub throws {@link NotDifferentiableException} where the method reaches something that cannot be differentiated,
 * {@link IllegalArgumentException} for a cotangent of another shape, and {@link IllegalStateException} without the agent.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface VjpOf {
    /**
     * The name of the method to differentiate. Among overloads it is the one that takes the stub's own parameters, besides cotangent and buffers.
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
