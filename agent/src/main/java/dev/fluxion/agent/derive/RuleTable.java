package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.MethodReference;

/** The rule table as the compiler asks it. */
public interface RuleTable {
    /** How calls of a method are differentiated. */
    enum Treatment {
        /** By reading the method's own code. */
        FOLLOW,
        /** Nothing flows through it: called as it is. */
        INERT,
        /** Gives a number in another form, as bits or a box: that may feed branches and inert calls, but be no number again. */
        ENCODES,
        /** Turns such a form into a number. */
        DECODES,
        /** A function of its arguments alone with derivative zero wherever it has one. */
        ZERO_DERIVATIVE,
        /** By the rule that {@link RuleTable#rule} returns. */
        RULE
    }

    Treatment treatment(MethodReference method);

    /** The rule of a method with treatment {@link Treatment#RULE}. */
    Rule rule(MethodReference method);

    /**
     * A rule's code. Its function's parameters are the primal parameters, then the result if {@code takesResult}, then one
     * tangent per floating parameter; it returns the tangent of the result.
     */
    record Rule(Function function, boolean takesResult) {}
}
