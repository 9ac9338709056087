package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.operator.ArrayLength;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.known.KnownCode;
import dev.fluxion.agent.known.MethodFact;

/** Which ops depend on nothing but their operands, and which may be left out where nobody uses their results. */
public final class Purity {
    private Purity() {}

    /** Whether the op's results are a function of its operands alone: no memory, no effect. */
    public static boolean isFunctionOfOperands(Op op) {
        return op.operator().isPure() || isMathematics(op);
    }

    /** Whether leaving the op out, where its results are unused, changes nothing the program could see. */
    public static boolean isRemovable(Op op) {
        return op.operator().isPure() && !op.operator().mayThrow()
                || isMathematics(op)
                || op.isLinear()
                        && op.operator() instanceof ArrayLoad
                        && op.result().isLinear();
    }

    /** Whether repeating the op on the same operands after it once succeeded cannot throw. */
    static boolean isRepeatable(Op op) {
        return isFunctionOfOperands(op) || op.operator() instanceof ArrayLength;
    }

    /** A call of a floating-point function of the JDK: no effect, no exception. */
    public static boolean isMathematics(Op op) {
        return op.operator() instanceof Invoke invoke
                && invoke.kind() == Invoke.Kind.STATIC
                && KnownCode.isKnown(MethodFact.MATHEMATICS, invoke.method());
    }
}
