package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.Unsupported;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Invoke;
import dev.fluxion.agent.ir.Op;
import org.objectweb.asm.Opcodes;

/** Adapts a function that was read as a method of its class to standing in another class of the nest. */
final class Rehost {
    private Rehost() {}

    /**
     * Works in place. Private methods are called virtually, which a nestmate may and an unrelated class must.
     *
     * @throws Unsupported if the function calls a method of a superclass by {@code super}
     */
    static void run(Function function, MethodLookup methods) {
        for (Block block : function.blocks()) {
            block.ops().replaceAll(op -> rehosted(op, methods));
        }
    }

    private static Op rehosted(Op op, MethodLookup methods) {
        boolean special = op.operator() instanceof Invoke invoke
                && invoke.kind() == Invoke.Kind.SPECIAL
                && !invoke.method().name().equals("<init>");
        if (!special) {
            return op;
        }
        Invoke invoke = (Invoke) op.operator();
        MethodLookup.Found found = methods.find(invoke.method());
        if (found == null || !found.is(Opcodes.ACC_PRIVATE)) {
            throw new Unsupported(
                    "a method that calls super." + invoke.method().name() + " (at " + op.position() + ")",
                    "Move the call out of the differentiated code.");
        }
        Invoke.Kind kind = invoke.method().isInterface() ? Invoke.Kind.INTERFACE : Invoke.Kind.VIRTUAL;
        return new Op(new Invoke(kind, invoke.method()), op.operands(), op.results(), op.position());
    }
}
