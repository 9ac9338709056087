package dev.fluxion;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A stub for the gradient of a method whose result is one number. The agent replaces its body, which is
 * {@code return Fluxion.derived();}.
 *
 * <pre>{@code
 * static double loss(double[] w, double[][] x, double[] y) { ... }
 *
 * @GradientOf(value = "loss", wrt = "w")
 * static double[] lossGradient(double[] w, double[][] x, double[] y) { return Fluxion.derived(); }
 *
 * @GradientOf(value = "loss", wrt = "w") // in place: returns the loss, overwrites gradient
 * static double lossAndGradient(double[] w, double[][] x, double[] y, double[] gradient) { return Fluxion.derived(); }
 * }</pre>
 *
 * <p>The stub takes the parameters of the method. With one array in {@link #wrt} it returns an array of that type and shape; with
 * scalars, a {@code double[]} in the order of {@code wrt}. In its in-place form the stub returns what the method returns and takes
 * one more array for each array in {@code wrt}, in that order, then one {@code double[]} for scalars, which it overwrites; several
 * arrays need this form. The side effects of the method happen exactly once.
 *
 * <p>Calling the stub throws {@link NotDifferentiableException} where the method reaches something that cannot be differentiated,
 * {@link IllegalArgumentException} for a buffer that is null, of another length, or one of the inputs, and
 * {@link IllegalStateException} without the agent.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface GradientOf {
    /**
     * The name of the method to differentiate. Among overloads it is the one that takes the stub's own parameters, besides gradient buffers.
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

    /**
     * Forward or reverse mode. {@link Mode#AUTOMATIC} means reverse mode, except with respect to a few numbers. With
     * {@link Mode#FORWARD} the arrays in {@link #wrt} are {@code double[]} or {@code float[]}, and a method runs once for every 128
     * inputs, in the way that {@link JacobianOf} tells.
     */
    Mode mode() default Mode.AUTOMATIC;
}
