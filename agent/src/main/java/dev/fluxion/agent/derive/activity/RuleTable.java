package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.value.Type;

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

    /** Whether a method has a rule that comes with Fluxion, of methods known to be functions of their arguments without effects. */
    boolean isFunction(MethodReference method);

    /** What is wrong with the rule of a method with treatment {@link Treatment#RULE}, in words that name it and follow the call; null if nothing is. */
    String fault(MethodReference method);

    /** The rule of a method with treatment {@link Treatment#RULE}, if nothing is wrong with it. */
    Rule rule(MethodReference method);

    /**
     * The method whose code a treatment is declared for, where the receiver of a call may be of a class that overrides it; null
     * where the call can run no other, and where all that it may run is meant.
     */
    MethodReference onlyFor(Invoke call);

    /**
     * A rule's code. Its function's parameters are the primal parameters, then the result if {@code takesResult}, then a
     * tangent for each parameter that {@link #hasTangent}; it returns the tangent of the result.
     */
    record Rule(Function function, boolean takesResult, RuleForm form) {}

    /** Whether a rule takes a tangent for a parameter of the type. */
    static boolean hasTangent(Type type) {
        String descriptor = type.descriptor();
        String leaf = descriptor.substring(descriptor.lastIndexOf('[') + 1);
        return leaf.equals("D") || leaf.equals("F");
    }
}
