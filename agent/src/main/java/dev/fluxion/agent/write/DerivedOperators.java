package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Refuse;
import dev.fluxion.agent.ir.operator.StrongRatio;
import dev.fluxion.agent.ir.operator.StrongScale;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.ResultChannel;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.layout.Slots;
import dev.fluxion.runtime.Tape;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * What only derived code contains, in terms of the runtime: calls of variants, several results, strong-zero products,
 * refusals.
 *
 * <p>Results beyond the first travel on the tape ({@link ResultChannel}), which is the first parameter of every function and the first
 * operand of every call with several results.
 */
final class DerivedOperators {
    private static final String RUNTIME = "dev/fluxion/runtime/";
    private static final String TAPE = RUNTIME + "Tape";
    private static final Handle VARIANT = new Handle(
            Opcodes.H_INVOKESTATIC,
            RUNTIME + "Bridge",
            "variant",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;ILjava/lang/String;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    private DerivedOperators() {}

    static AbstractInsnNode strongScale(StrongScale scale) {
        String type = scale.type().descriptor();
        return runtime("StrongZero", "scale", "(" + type + type + ")" + type);
    }

    static AbstractInsnNode strongRatio(StrongRatio ratio) {
        String type = ratio.type().descriptor();
        return runtime("StrongZero", "ratio", "(" + type + type + type + ")" + type);
    }

    /** Whether an array can be made of rows of numbers by {@link #newRows}. */
    static boolean areRows(Type array) {
        return array.descriptor().equals("[[D") || array.descriptor().equals("[[F");
    }

    /** Makes rows one by one: the JVM's own instruction calls the runtime, which takes several times as long for short ones. */
    static AbstractInsnNode newRows(Type array) {
        String name = array.descriptor().equals("[[F") ? "ofFloats" : "ofDoubles";
        return runtime("Rows", name, "(II)" + array.descriptor());
    }

    /** Pushes what the call that it returns takes. */
    static AbstractInsnNode refuse(Refuse refuse, Position position, Code code) {
        code.constant(refuse.cause());
        code.constant(refuse.remedy());
        // An op that was written nowhere is of the method that reaches it.
        boolean isKnown = !position.equals(Position.UNKNOWN);
        code.constant(isKnown ? position.toString() : Constant.NULL);
        code.grow(-3);
        return runtime("Refusal", "raise", "(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)V");
    }

    private static MethodInsnNode runtime(String owner, String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, RUNTIME + owner, name, descriptor, false);
    }

    static AbstractInsnNode variant(Variant variant, Op op, Code code) {
        SelfCall self = code.self();
        if (self != null && self.fits(variant, op)) {
            return new MethodInsnNode(Opcodes.INVOKESTATIC, self.owner(), self.name(), self.descriptor(), false);
        }
        String parameters =
                op.operands().stream().map(value -> descriptor(value.type())).collect(Collectors.joining());
        String result =
                op.results().isEmpty() ? "V" : descriptor(op.results().get(0).type());
        MethodReference method = variant.method();
        String transforms =
                variant.transforms().stream().map(Variant.Transform::toString).collect(Collectors.joining(";"));
        return new InvokeDynamicInsnNode(
                "variant",
                "(" + parameters + ")" + result,
                VARIANT,
                variant.kind().name(),
                method.owner(),
                method.name(),
                method.descriptor(),
                method.isInterface() ? 1 : 0,
                transforms);
    }

    private static String descriptor(Type type) {
        return type.equals(Type.NULL) ? Type.OBJECT.descriptor() : type.descriptor();
    }

    /** Leaves the results after the first on the tape. {@code push} puts a value on the stack. */
    static void giveFurtherResults(Value tape, List<Value> results, Consumer<Value> push, Code code) {
        List<Value> further = results.subList(1, results.size());
        List<Integer> slots = slots(further);
        int objects = 0;
        for (int i = 0; i < further.size(); i++) {
            Value value = further.get(i);
            ResultChannel channel = ResultChannel.of(value.type());
            cell(tape, channel, slots.get(i), push, code);
            push.accept(value);
            widen(value.type(), code);
            code.visitor().visitInsn(store(channel));
            code.grow(channel == ResultChannel.OBJECTS ? -3 : -4);
            objects += channel == ResultChannel.OBJECTS ? 1 : 0;
        }
        if (objects > Tape.FEW_OBJECT_RESULTS) {
            push.accept(tape);
            code.constant(objects);
            code.add(runtime("Tape", "objectResults", "(L" + TAPE + ";I)V"));
            code.grow(-2);
        }
    }

    /** Fetches the results beyond the first and stores those that are read. */
    static void takeFurtherResults(Op op, Consumer<Value> push, Slots locals, Code code) {
        List<Value> further = op.results().subList(1, op.results().size());
        List<Integer> slots = slots(further);
        for (int i = 0; i < further.size(); i++) {
            Value value = further.get(i);
            if (locals.has(value)) {
                ResultChannel channel = ResultChannel.of(value.type());
                cell(op.operand(0), channel, slots.get(i), push, code);
                code.visitor().visitInsn(load(channel));
                code.grow(channel == ResultChannel.OBJECTS ? -1 : 0);
                narrow(value.type(), code);
                code.store(value.type(), locals.of(value));
            }
        }
    }

    private static List<Integer> slots(List<Value> further) {
        return ResultChannel.slots(further.stream().map(Value::type).toList());
    }

    private static int load(ResultChannel channel) {
        return Opcodes.IALOAD
                + Element.of(Type.ofDescriptor(channel.descriptor())).opcodeOffset();
    }

    private static int store(ResultChannel channel) {
        return Opcodes.IASTORE
                + Element.of(Type.ofDescriptor(channel.descriptor())).opcodeOffset();
    }

    private static void cell(Value tape, ResultChannel channel, int index, Consumer<Value> push, Code code) {
        push.accept(tape);
        code.visitor().visitFieldInsn(Opcodes.GETFIELD, TAPE, channel.field(), channel.descriptor());
        code.constant(index);
    }

    private static void widen(Type type, Code code) {
        if (type.kind() == Type.Kind.FLOAT || type.kind() == Type.Kind.INT) {
            code.visitor().visitInsn(type.kind() == Type.Kind.FLOAT ? Opcodes.F2D : Opcodes.I2L);
            code.grow(1);
        }
    }

    private static void narrow(Type type, Code code) {
        if (type.kind() == Type.Kind.FLOAT || type.kind() == Type.Kind.INT) {
            code.visitor().visitInsn(type.kind() == Type.Kind.FLOAT ? Opcodes.D2F : Opcodes.L2I);
            code.grow(-1);
        } else if (type.isReference() && !type.equals(Type.OBJECT) && !type.equals(Type.NULL)) {
            code.visitor().visitTypeInsn(Opcodes.CHECKCAST, type.internalName());
        }
    }
}
