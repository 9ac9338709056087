package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.known.ClassFact;
import dev.fluxion.agent.known.KnownCode;
import dev.fluxion.agent.known.MethodFact;

/** Which inert methods may hand on an encoded number that they are given: whole numbers that are bits, or a box. */
final class EncodedResults {
    private EncodedResults() {}

    /** Whether the receiver of the call may keep an encoded number from then on. */
    static boolean mayKeep(Op op, Invoke invoke, ActivityState state) {
        return invoke.kind() != Invoke.Kind.STATIC
                && KnownCode.isKnown(ClassFact.WHOLE_NUMBERS, invoke.method().owner())
                && state.anyHoldsEncoded(op.operands().subList(1, op.operands().size()));
    }

    /** Whether the result may be one. */
    static boolean mayHandOn(Op op, Invoke invoke, ActivityState state) {
        Type result = op.result().type();
        boolean given = state.anyHoldsEncoded(op.operands());
        if (!given) {
            return false;
        }
        if (KnownCode.isKnown(ClassFact.WHOLE_NUMBERS, invoke.method().owner())) {
            return KnownCode.isKnown(MethodFact.HANDS_ON_BITS, invoke.method());
        }
        boolean bits =
                op.operands().stream().anyMatch(operand -> !operand.type().isReference() && state.isEncoded(operand));
        return result.isReference() ? KnownCode.isKnown(ClassFact.MAY_BE_BOX, result) : bits;
    }
}
