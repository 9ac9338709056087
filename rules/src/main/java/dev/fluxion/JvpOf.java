package dev.fluxion;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A stub for a Jacobian-vector product: the derivative of a method along given tangents, in forward mode. The agent replaces its
 * body, which is {@code return Fluxion.derived();}.
 *
 * <pre>{@code
 * static double[] residuals(double[] w, double[] data) { ... }
 *
 * @JvpOf(value = "residuals", wrt = "w")
 * static double[] residualsAlong(double[] w, double[] data, double[] wTangent) { return Fluxion.derived(); }
 * }</pre>
 *
 * <p>The stub takes the parameters of the method, then one tangent for each parameter in {@link #wrt}, in that order, of that
 * parameter's type and shape. It returns the tangent of the result, of the result's type and shape.
 *
 * <p>Calling the stub throws {@link NotDifferentiableException} where the method reaches something that cannot be differentiated,
 * {@link IllegalArgumentException} for a tangent of another shape, and {@link IllegalStateException} without the agent.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface JvpOf {
    /**
     * The name of the method to differentiate. Among overloads it is the one that takes the stub's own parameters, besides tangents.
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
