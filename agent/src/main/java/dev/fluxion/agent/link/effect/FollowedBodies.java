package dev.fluxion.agent.link.effect;

import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.classfile.MethodLookup;

/** The methods that are looked into for their effects. */
public interface FollowedBodies {
    /**
     * The IR of a method.
     *
     * @throws Unsupported if the method cannot be followed
     */
    Function function(Variant method);

    /**
     * The IR of a constructor.
     *
     * @throws Unsupported if the constructor cannot be looked into
     */
    Function constructor(Variant constructor);

    /** Whether a method is a derivative by name or by a stub. */
    boolean isDerivative(MethodReference method);

    /** Whether an op calls one that has no other form. */
    boolean isDerivative(Op op);

    /** Whether the method that runs is found when the call is made, by the class of the receiver. */
    boolean isOpen(Variant callee);

    /** The class files. */
    MethodLookup methods();
}
