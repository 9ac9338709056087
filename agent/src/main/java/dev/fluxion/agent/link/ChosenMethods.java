package dev.fluxion.agent.link;

import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.known.MethodPattern;
import java.util.function.Predicate;

/** Methods that a user chooses by a pattern as in an inert list: of a method, or of a class and so of all its methods. */
public final class ChosenMethods implements Predicate<MethodReference> {
    private final MethodPattern method;
    private final MethodPattern ofClass;

    private ChosenMethods(MethodPattern method, MethodPattern ofClass) {
        this.method = method;
        this.ofClass = ofClass;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if the text is none, with a sentence for the user
     */
    public static ChosenMethods parse(String text) {
        String members = text.concat(".*");
        boolean isMethod = MethodPattern.isWellFormed(text);
        boolean isClass = text.indexOf('(') < 0 && !text.endsWith(".") && MethodPattern.isWellFormed(members);
        if (!isMethod && !isClass) {
            throw new IllegalArgumentException("'" + text + "' is no pattern like com.acme.Model, com.acme.Model.loss,"
                    + " com.acme.Model.loss([D)D, com.acme.*.loss or com.acme.**.");
        }
        return new ChosenMethods(
                isMethod ? MethodPattern.parse(text) : null, isClass ? MethodPattern.parse(members) : null);
    }

    @Override
    public boolean test(MethodReference asked) {
        String call = asked.display().concat(asked.descriptor());
        return method != null && method.matches(call) || ofClass != null && ofClass.matches(call);
    }
}
