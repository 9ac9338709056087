package dev.fluxion;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method, or every method of a class, as meant to be differentiated: the agent then checks when the class is loaded that
 * it can be, and reports what cannot. Differentiation itself does not need the annotation, neither here nor on the methods that
 * are called.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Differentiable {}
