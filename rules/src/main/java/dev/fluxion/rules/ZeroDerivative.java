package dev.fluxion.rules;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that a method is piecewise constant: its derivative is zero wherever it exists, and by convention where it jumps. The
 * declaration has the parameters and the type of that method, receiver first for an instance method, and is {@code static native},
 * so that it needs no body. Unlike {@link Inert} it concerns mathematics. A method of the program may
 * carry the annotation itself, without a rule class.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ZeroDerivative {}
