package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.InstanceOf;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.Monitor;
import dev.fluxion.agent.ir.operator.NewArray;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.operator.Refuse;
import dev.fluxion.agent.ir.operator.ShadowOperation;
import dev.fluxion.agent.ir.operator.StrongRatio;
import dev.fluxion.agent.ir.operator.StrongScale;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.layout.Schedule;
import dev.fluxion.agent.write.layout.Slots;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** The instruction of an op, its operands being on the stack. */
final class OperatorWriter {
    private static final String PRIMITIVE_ARRAYS = "ZCFDBSIJ";

    private OperatorWriter() {}

    static void write(Op op, Code code) {
        if (op.operator() instanceof Constant constant) {
            code.constant(constant.value());
            return;
        }
        code.add(instruction(op, code));
        op.operands().forEach(operand -> code.grow(-operand.type().slots()));
        if (!op.results().isEmpty()) {
            code.grow(op.results().get(0).type().slots());
        }
    }

    private static AbstractInsnNode instruction(Op op, Code code) {
        Operator operator = op.operator();
        return switch (op.kind()) {
            case ARITHMETIC -> new InsnNode(((Arithmetic) operator).opcode());
            case ARRAY_LOAD ->
                new InsnNode(Opcodes.IALOAD + ((ArrayLoad) operator).element().opcodeOffset());
            case ARRAY_STORE ->
                new InsnNode(Opcodes.IASTORE + ((ArrayStore) operator).element().opcodeOffset());
            case ARRAY_LENGTH -> new InsnNode(Opcodes.ARRAYLENGTH);
            case FIELD_GET -> fieldGet((FieldGet) operator);
            case FIELD_PUT -> fieldPut((FieldPut) operator);
            case INVOKE -> call((Invoke) operator);
            case SHADOW_OPERATION -> call(((ShadowOperation) operator).toInvoke());
            case INVOKE_DYNAMIC -> dynamicCall((InvokeDynamic) operator);
            case NEW_OBJECT -> new TypeInsnNode(Opcodes.NEW, ((NewObject) operator).className());
            case NEW_ARRAY ->
                newArray(((NewArray) operator).arrayType(), op.operands().size(), code);
            case CHECK_CAST ->
                new TypeInsnNode(
                        Opcodes.CHECKCAST, ((CheckCast) operator).target().internalName());
            case INSTANCE_OF ->
                new TypeInsnNode(
                        Opcodes.INSTANCEOF, ((InstanceOf) operator).target().internalName());
            case MONITOR -> new InsnNode(((Monitor) operator).enter() ? Opcodes.MONITORENTER : Opcodes.MONITOREXIT);
            case INVOKE_VARIANT -> DerivedOperators.variant(((InvokeVariant) operator).variant(), op, code);
            case STRONG_SCALE -> DerivedOperators.strongScale((StrongScale) operator);
            case STRONG_RATIO -> DerivedOperators.strongRatio((StrongRatio) operator);
            case REFUSE -> DerivedOperators.refuse((Refuse) operator, op.position(), code);
            case CONSTANT -> throw new IllegalArgumentException(operator.text());
        };
    }

    private static AbstractInsnNode fieldGet(FieldGet get) {
        return field(get.isStatic() ? Opcodes.GETSTATIC : Opcodes.GETFIELD, get.field());
    }

    private static AbstractInsnNode fieldPut(FieldPut put) {
        return field(put.isStatic() ? Opcodes.PUTSTATIC : Opcodes.PUTFIELD, put.field());
    }

    private static AbstractInsnNode field(int opcode, FieldReference field) {
        return new FieldInsnNode(opcode, field.owner(), field.name(), field.descriptor());
    }

    private static AbstractInsnNode call(Invoke invoke) {
        return new MethodInsnNode(
                invoke.kind().opcode(),
                invoke.method().owner(),
                invoke.method().name(),
                invoke.method().descriptor(),
                invoke.method().isInterface());
    }

    private static AbstractInsnNode dynamicCall(InvokeDynamic call) {
        Object[] arguments = call.bootstrapArguments().toArray();
        return new InvokeDynamicInsnNode(call.name(), call.descriptor(), (Handle) call.bootstrap(), arguments);
    }

    private static AbstractInsnNode newArray(Type type, int dimensions, Code code) {
        String component = type.componentDescriptor();
        if (dimensions == 2 && code.isDerived() && DerivedOperators.areRows(type)) {
            return DerivedOperators.newRows(type);
        }
        if (dimensions > 1) {
            return new MultiANewArrayInsnNode(type.descriptor(), dimensions);
        }
        return component.length() == 1
                ? new IntInsnNode(Opcodes.NEWARRAY, Opcodes.T_BOOLEAN + PRIMITIVE_ARRAYS.indexOf(component))
                : new TypeInsnNode(
                        Opcodes.ANEWARRAY, Type.ofDescriptor(component).internalName());
    }

    /**
     * {@code iinc}, if the op adds a small constant to a local and its result goes to the same slot.
     *
     * @return whether it was written
     */
    static boolean writeIncrement(Op op, Schedule schedule, Slots slots, Code code) {
        boolean adds = op.operator() == Arithmetic.IADD;
        boolean subtracts = op.operator() == Arithmetic.ISUB;
        if (!adds && !subtracts) {
            return false;
        }
        int slot = slots.of(op.result());
        return increment(op.operand(0), op.operand(1), adds ? 1 : -1, slot, schedule, slots, code)
                || adds && increment(op.operand(1), op.operand(0), 1, slot, schedule, slots, code);
    }

    private static boolean increment(
            Value variable, Value amount, int sign, int slot, Schedule schedule, Slots slots, Code code) {
        Constant constant = schedule.constant(amount);
        if (constant == null || !slots.has(variable) || slots.of(variable) != slot) {
            return false;
        }
        int by = sign * (Integer) constant.value();
        if (by != (short) by) {
            return false;
        }
        code.visitor().visitIincInsn(slot, by);
        return true;
    }
}
