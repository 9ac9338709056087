package dev.fluxion;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A stub for a Hessian-vector product of a method whose result is one number: the derivative of its gradient along a given tangent,
 * in forward-over-reverse mode and without forming the Hessian. The agent replaces its body, which is
 * {@code return Fluxion.derived();}.
 *
 * <pre>{@code
 * static double loss(double[] w, double[] data) { ... }
 *
 * @HvpOf(value = "loss", wrt = "w")
 * static double[] curvatureAlong(double[] w, double[] data, double[] wTangent) { return Fluxion.derived(); }
 * }</pre>
 *
 * <p>The stub takes the parameters of the method, then a tangent for the one array in {@link #wrt}, of its type and shape. It returns
 * the product, an array of that type and shape again; in its in-place form it returns what the method returns and takes one more
 * such array, which it overwrites.
 *
 * <p>Calling the stub throws {@link NotDifferentiableException} where the method reaches something that cannot be differentiated,
 * {@link IllegalArgumentException} for a tangent of another shape, and {@link IllegalStateException} without the agent.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface HvpOf {
    /**
     * The name of the method to differentiate. Among overloads it is the one that takes the stub's own parameters, besides tangent and buffer.
     */
    String value();

    /**
     * The array to differentiate with respect to, by name, or as {@code "#0"}, {@code "#1"}, ... where the class file has no names.
     * Empty means the only one, in a method without a {@code double} or {@code float} parameter.
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
