package dev.fluxion.agent.link.classfile;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * Adapts a function that was read as a method of its class to standing in another class of the nest: private methods are
 * called virtually, which a nestmate may and an unrelated class must, and {@code super.m()} names the class whose method it
 * means, so that it is a call of exactly that method.
 */
public final class Rehost {
    private Rehost() {}

    /** Works in place. */
    public static void run(Function function, ClassNode host, MethodLookup methods) {
        for (Block block : function.blocks()) {
            block.ops().replaceAll(op -> rehosted(op, host, methods));
        }
    }

    private static Op rehosted(Op op, ClassNode host, MethodLookup methods) {
        boolean special = op.operator() instanceof Invoke invoke
                && invoke.kind() == Invoke.Kind.SPECIAL
                && !invoke.method().name().equals("<init>");
        if (!special) {
            return op;
        }
        MethodReference method = ((Invoke) op.operator()).method();
        MethodLookup.Found found = methods.find(method);
        if (found != null && found.is(Opcodes.ACC_PRIVATE)) {
            Invoke.Kind kind = method.isInterface() ? Invoke.Kind.INTERFACE : Invoke.Kind.VIRTUAL;
            return new Op(new Invoke(kind, method), op.operands(), op.results(), op.position());
        }
        MethodLookup.Found target = methods.findSpecial(host, method);
        // Where nothing is selected the JVM is left to say so.
        MethodReference meant = target == null ? method : target.reference();
        return new Op(new Invoke(Invoke.Kind.SPECIAL, meant), op.operands(), op.results(), op.position());
    }
}
