package dev.fluxion;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method, or every method of a class that numbers go through, as meant to be differentiated. When the class is loaded, the
 * agent looks in the background for what cannot be, in the method and in all that it calls, and warns of what is certain to be
 * refused. Differentiation itself does not need the annotation, neither here nor on the methods that are called.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Differentiable {}
