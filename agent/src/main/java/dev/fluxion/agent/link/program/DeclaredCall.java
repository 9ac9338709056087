package dev.fluxion.agent.link.program;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A function that only calls a method, for where a method is met whose derivative is not that of its code: it has a rule, or something
 * else is declared of it, as the analysis of the call finds.
 */
final class DeclaredCall {
    private DeclaredCall() {}

    /** The function; a receiver is its first parameter. */
    static Function of(Invoke.Kind kind, MethodReference method) {
        boolean isStatic = kind == Invoke.Kind.STATIC;
        org.objectweb.asm.Type type = org.objectweb.asm.Type.getMethodType(method.descriptor());
        List<Type> results = type.getReturnType().getSort() == org.objectweb.asm.Type.VOID
                ? List.of()
                : List.of(Type.ofDescriptor(type.getReturnType().getDescriptor()));
        Function function = new Function(method.display(), results);
        Block block = function.addBlock();
        if (!isStatic) {
            block.addParameter(Type.ofInternalName(method.owner()), "this");
        }
        for (org.objectweb.asm.Type argument : type.getArgumentTypes()) {
            block.addParameter(Type.ofDescriptor(argument.getDescriptor()), null);
        }
        List<Value> returned = new ArrayList<>();
        results.forEach(result -> returned.add(Value.of(result)));
        Invoke.Kind chosen = method.isInterface() ? Invoke.Kind.INTERFACE : Invoke.Kind.VIRTUAL;
        Invoke call = isStatic ? new Invoke(kind, method) : new Invoke(chosen, method, method);
        block.ops().add(new Op(call, List.copyOf(block.parameters()), returned, Position.UNKNOWN));
        block.terminate(new Terminator.Return(returned));
        return function;
    }
}
