package dev.fluxion.agent.link.program;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.link.classfile.MethodLookup;

/** What the derivatives compute that a differentiated method calls. */
public interface NestedDerivatives extends NestedObjects.Derivatives {
    /** What a derivative by name computes, see {@link #of}; null if the method is none. */
    Function body(MethodReference derivative);

    /**
     * What a stub computes.
     *
     * @throws dev.fluxion.agent.derive.activity.Unsupported if that has no derivative
     */
    Function body(MethodLookup.Found stub);

    /** The modifiers of the method that a derivative by name is of; null if it is none. */
    Integer access(MethodReference derivative);

    /** The function with each such call that carries no derivative made one that can be linked. */
    Function linked(Function function);
}
