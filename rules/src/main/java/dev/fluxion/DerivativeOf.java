package dev.fluxion;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A stub for the derivative of a method with respect to one {@code double} or {@code float} parameter. The agent replaces its
 * body, which is {@code return Fluxion.derived();}.
 *
 * <pre>{@code
 * static double height(double t) { ... }
 *
 * @DerivativeOf("height")
 * static double speed(double t) { return Fluxion.derived(); }
 * }</pre>
 *
 * <p>The method returns a {@code double} or {@code float}; {@link JvpOf} and {@link JacobianOf} are for those that return an array.
 * The stub takes the parameters of the method and returns the derivative, which has the type of the parameter. In its in-place form
 * the stub returns what the method returns and takes one more {@code double[]}, of length 1, which it overwrites. {@link #wrt} may
 * be omitted where the method has one parameter that can be differentiated with respect to.
 *
 * <p>Calling the stub throws {@link NotDifferentiableException} where the method reaches something that cannot be differentiated,
 * {@link IllegalArgumentException} for a buffer that is null, of another length, or one of the inputs, and
 * {@link IllegalStateException} without the agent.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface DerivativeOf {
    /**
     * The name of the method to differentiate. Among overloads it is the one that takes the stub's own parameters, besides a buffer.
     */
    String value();

    /**
     * The parameter to differentiate with respect to, by name, or as {@code "#0"}, {@code "#1"}, ... where the class file has no
     * names. Empty means the only {@code double} or {@code float} parameter of a method without arrays of those.
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
