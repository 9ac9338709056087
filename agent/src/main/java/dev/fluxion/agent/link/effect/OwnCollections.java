package dev.fluxion.agent.link.effect;

import dev.fluxion.agent.derive.activity.InertEffects;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.known.ClassFact;
import dev.fluxion.agent.known.KnownCode;
import dev.fluxion.agent.known.MethodFact;
import dev.fluxion.agent.link.classfile.LambdaSites;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Collections of the JDK that a function makes for itself, with what they give out of themselves: their iterators, views and
 * entries. A call of one changes the collection alone as long as it is handed nothing that may run code of the program: boxes, strings,
 * arrays of those or of numbers, further such collections, and lambdas without effects between such types.
 */
final class OwnCollections {
    private final EffectsOfCallees all;
    private final Map<Value, Op> definitions;

    /** @param definitions the op of each value that an op of the function defines */
    OwnCollections(EffectsOfCallees all, Map<Value, Op> definitions) {
        this.all = all;
        this.definitions = definitions;
    }

    /** Whether an op makes such a collection, or is a call of one. */
    boolean isCall(Op op, Invoke invoke) {
        return invoke.kind() == Invoke.Kind.STATIC
                ? isMaker(invoke) || isOfFirst(invoke) && isOwn(op.operand(0))
                : isOwn(op.operand(0));
    }

    /** Whether an operand of such a call, or of one that orders an array, may run code of the program. */
    boolean mayRunProgramCode(Op op) {
        for (Value operand : op.operands()) {
            if (InertEffects.mayRunProgramCode(List.of(operand)) && !isOwn(operand) && !isQuietLambda(operand)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfFirst(Invoke invoke) {
        return KnownCode.isKnown(MethodFact.CHANGES_FIRST_ARGUMENT, invoke.method());
    }

    private static boolean isMaker(Invoke invoke) {
        return KnownCode.isKnown(MethodFact.MAKES_COLLECTION, invoke.method());
    }

    private boolean isOwn(Value value) {
        Op definition = definitions.get(value);
        if (definition == null) {
            return false;
        }
        if (definition.operator() instanceof NewObject made) {
            return KnownCode.isKnown(ClassFact.COLLECTION, made.className());
        }
        if (definition.operator() instanceof CheckCast) {
            return value.type().descriptor().equals("Ljava/util/Map$Entry;") && isNextEntry(definition.operand(0));
        }
        if (!(definition.operator() instanceof Invoke invoke)) {
            return false;
        }
        return invoke.kind() == Invoke.Kind.STATIC
                ? isMaker(invoke)
                : KnownCode.isKnown(ClassFact.PART_OF_COLLECTION, value.type()) && isOwn(definition.operand(0));
    }

    /** What the iterator over a map's entries returns is declared as any object. */
    private boolean isNextEntry(Value value) {
        Op next = call(value, "next");
        Op iterator = next == null ? null : call(next.operand(0), "iterator");
        Op entries = iterator == null ? null : call(iterator.operand(0), "entrySet");
        return entries != null && isOwn(entries.operand(0));
    }

    private Op call(Value value, String name) {
        Op definition = definitions.get(value);
        boolean isIt = definition != null
                && definition.operator() instanceof Invoke invoke
                && invoke.kind() != Invoke.Kind.STATIC
                && invoke.method().name().equals(name);
        return isIt ? definition : null;
    }

    private boolean isQuietLambda(Value value) {
        Op definition = definitions.get(value);
        if (definition == null
                || !(definition.operator() instanceof InvokeDynamic made)
                || !LambdaSites.makeLambda(made)
                || !(made.bootstrapArguments().get(1) instanceof Handle code)
                || code.getTag() != Opcodes.H_INVOKESTATIC
                || !isClosed(code.getDesc())) {
            return false;
        }
        MethodReference method =
                new MethodReference(code.getOwner(), code.getName(), code.getDesc(), code.isInterface());
        EffectSummary known = all.summary(new Variant(Invoke.Kind.STATIC, method, List.of()));
        return known.effect() == null && known.written().isEmpty();
    }

    private static boolean isClosed(String descriptor) {
        Type result = Type.getReturnType(descriptor);
        if (result.getSort() >= Type.ARRAY && !isClosed(result)) {
            return false;
        }
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            if (parameter.getSort() >= Type.ARRAY && !isClosed(parameter)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isClosed(Type type) {
        Value any = Value.of(dev.fluxion.agent.ir.value.Type.ofDescriptor(type.getDescriptor()));
        return !InertEffects.mayRunProgramCode(List.of(any));
    }
}
