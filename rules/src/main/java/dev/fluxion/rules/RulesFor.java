package dev.fluxion.rules;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class of rules and says for which classes. Each rule holds for the method of the same name and parameters in every one of
 * them; where a class has no such method, in this version or another, the rule is not used. The class must be named in the
 * resource {@code META-INF/fluxion/rules} of its jar.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RulesFor {
    /** The classes whose methods the rules are for. */
    Class<?>[] value() default {};

    /** The same by binary name, for classes that are not on the class path when the rules are compiled. */
    String[] className() default {};
}
