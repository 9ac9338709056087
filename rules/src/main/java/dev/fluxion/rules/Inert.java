package dev.fluxion.rules;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that nothing that is differentiated flows through a method: it is called as it is, its result carries no derivative, and
 * it leaves its arguments alone. Meant for logging, printing, hashing and the like. The declaration has the parameters and the type
 * of that method, receiver first for an instance method, and is {@code static native}, so that it needs no body.
 * A method of the program may carry the annotation itself, without a rule class.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Inert {}
