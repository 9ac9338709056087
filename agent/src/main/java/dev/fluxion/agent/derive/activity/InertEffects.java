package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.known.ClassFact;
import dev.fluxion.agent.known.KnownCode;
import java.util.List;

/**
 * What a call that carries no derivative may still change: arrays it is handed, and, where it may come to run code of the
 * program (a {@code toString}, a {@code compareTo}), whatever that code can reach.
 */
public final class InertEffects {
    private InertEffects() {}

    /** Whether a method is one of the JDK, of which is known what it may change. */
    public static boolean isOfJdk(MethodReference method) {
        String owner = method.owner();
        return owner.startsWith("java/")
                || owner.startsWith("javax/")
                || owner.startsWith("jdk/")
                || owner.startsWith("[");
    }

    /** Records the effects of a call, or of the building of a string. */
    static void run(Op op, ActivityState state) {
        if (op.operator() instanceof Invoke invoke && invoke.method().owner().equals("java/util/Arrays")) {
            return;
        }
        MemoryClasses memory = state.memory();
        for (Value operand : op.operands()) {
            if (operand.type().isReference()) {
                memory.markWritten(memory.of(operand));
            }
        }
        if (mayRunProgramCode(op.operands())) {
            memory.markWritten(memory.external());
        }
    }

    /** Whether a call on the inert list's authority that is handed these may run code of the program. */
    public static boolean mayRunProgramCode(List<Value> operands) {
        return operands.stream().map(Value::type).anyMatch(type -> type.isReference() && !isClosed(type));
    }

    private static boolean isClosed(Type type) {
        if (type.equals(Type.NULL)) {
            return true;
        }
        String leaf = type.descriptor().replace("[", "");
        return leaf.length() == 1 || KnownCode.isKnown(ClassFact.CLOSED, Type.ofDescriptor(leaf));
    }
}
