package dev.fluxion.agent.ir.operator;

/**
 * What an {@link Op} computes, apart from its operands and results. Operators compare by value, so that two ops with equal
 * operators and the same operands compute the same thing.
 */
public sealed interface Operator
        permits Arithmetic,
                Constant,
                ArrayLoad,
                ArrayStore,
                ArrayLength,
                NewArray,
                NewObject,
                FieldGet,
                FieldPut,
                Invoke,
                InvokeDynamic,
                InvokeVariant,
                CheckCast,
                InstanceOf,
                Monitor,
                StrongScale,
                StrongRatio,
                ShadowOperation,
                Refuse {

    /** Which of them it is. */
    OpKind opKind();

    /** Whether an op that has it belongs to the linear part even if it touches no linear value. */
    default boolean linear() {
        return false;
    }

    /** The same operator outside the linear part. */
    default Operator erased() {
        if (linear()) {
            throw new IllegalStateException("it is part of the linear part alone: " + text());
        }
        return this;
    }

    /** Whether executing the op may raise an exception that the program could see. */
    boolean mayThrow();

    /** Whether the op neither reads nor writes memory and has no other effect than its results (or an exception). */
    boolean isPure();

    /** The operator's word in the textual form. */
    String text();
}
