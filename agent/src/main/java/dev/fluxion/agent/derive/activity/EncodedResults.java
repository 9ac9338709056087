package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import java.util.Set;

/** Which inert methods may hand on an encoded number that they are given: whole numbers that are bits, or a box. */
final class EncodedResults {
    /** Classes of whole numbers: what their methods make of bits is bits, and their boxes hold bits. */
    private static final Set<String> WHOLE_NUMBERS = Set.of(
            "java/lang/Long",
            "java/lang/Integer",
            "java/lang/Short",
            "java/lang/Byte",
            "java/lang/Character",
            "java/math/BigInteger",
            "java/util/BitSet",
            "java/util/UUID");

    /** Comparisons and classifications: their results feed branches. */
    private static final Set<String> QUESTIONS =
            Set.of("compare", "compareTo", "compareUnsigned", "equals", "hashCode", "signum", "bitCount");

    /** Types of references that may be a box, when an inert method returns one. */
    private static final Set<String> BOXES = Set.of(
            "Ljava/lang/Object;",
            "Ljava/lang/Number;",
            "Ljava/lang/Double;",
            "Ljava/lang/Float;",
            "Ljava/lang/Comparable;",
            "Ljava/io/Serializable;");

    private EncodedResults() {}

    /** Whether the receiver of the call may keep an encoded number from then on. */
    static boolean mayKeep(Op op, Invoke invoke, ActivityState state) {
        return invoke.kind() != Invoke.Kind.STATIC
                && WHOLE_NUMBERS.contains(invoke.method().owner())
                && state.anyHoldsEncoded(op.operands().subList(1, op.operands().size()));
    }

    /** Whether the result may be one. */
    static boolean mayHandOn(Op op, Invoke invoke, ActivityState state) {
        Type result = op.result().type();
        boolean given = state.anyHoldsEncoded(op.operands());
        if (!given) {
            return false;
        }
        if (WHOLE_NUMBERS.contains(invoke.method().owner())) {
            return !QUESTIONS.contains(invoke.method().name())
                    && !invoke.method().descriptor().endsWith("Z")
                    && !result.descriptor().equals("Ljava/lang/String;");
        }
        boolean bits =
                op.operands().stream().anyMatch(operand -> !operand.type().isReference() && state.isEncoded(operand));
        return result.isReference() ? BOXES.contains(result.descriptor()) : bits;
    }
}
