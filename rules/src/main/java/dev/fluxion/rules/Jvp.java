package dev.fluxion.rules;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A derivative rule: a static method that returns the tangent of the result of the method it is named after.
 *
 * <p>Its parameters are, in this order: the parameters of that method, with the receiver first for an instance method; optionally
 * the result, marked {@link Result}; and one tangent, marked {@link Tangent}, for each parameter that is a {@code double}, a
 * {@code float} or an array of those. Tangents and the returned tangent have the types of what they belong to.
 *
 * <p>The body computes with arithmetic, comparisons, branches, loops, elements of arrays and the static methods of
 * {@link java.lang.Math} and {@link java.lang.StrictMath}. It must be linear in the tangents: a tangent may be added, subtracted, negated, converted between
 * {@code double} and {@code float}, multiplied by and divided by what is no tangent, assigned and returned, but neither compared nor
 * passed to a call. The compiler checks this, derives reverse mode by transposing the body, and guards its products, so that
 * a tangent of zero stays zero against an infinite partial derivative.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Jvp {}
