package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Arithmetic;
import dev.fluxion.agent.ir.ArrayLength;
import dev.fluxion.agent.ir.ArrayLoad;
import dev.fluxion.agent.ir.ArrayStore;
import dev.fluxion.agent.ir.CheckCast;
import dev.fluxion.agent.ir.Constant;
import dev.fluxion.agent.ir.FieldGet;
import dev.fluxion.agent.ir.FieldPut;
import dev.fluxion.agent.ir.FieldReference;
import dev.fluxion.agent.ir.InstanceOf;
import dev.fluxion.agent.ir.Invoke;
import dev.fluxion.agent.ir.InvokeDynamic;
import dev.fluxion.agent.ir.Monitor;
import dev.fluxion.agent.ir.NewArray;
import dev.fluxion.agent.ir.NewObject;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Operator;
import dev.fluxion.agent.ir.ShadowOperation;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The instruction of an op, its operands being on the stack. */
final class OperatorWriter {
    private static final String PRIMITIVE_ARRAYS = "ZCFDBSIJ";

    private OperatorWriter() {}

    static void write(Op op, Code code) {
        if (op.operator() instanceof Constant constant) {
            code.constant(constant.value());
            return;
        }
        instruction(op, code);
        op.operands().forEach(operand -> code.grow(-operand.type().slots()));
        if (!op.results().isEmpty()) {
            code.grow(op.results().get(0).type().slots());
        }
    }

    private static void instruction(Op op, Code code) {
        MethodVisitor visitor = code.visitor();
        Operator operator = op.operator();
        if (operator instanceof Arithmetic arithmetic) {
            visitor.visitInsn(arithmetic.opcode());
        } else if (operator instanceof ArrayLoad load) {
            visitor.visitInsn(Opcodes.IALOAD + load.element().opcodeOffset());
        } else if (operator instanceof ArrayStore store) {
            visitor.visitInsn(Opcodes.IASTORE + store.element().opcodeOffset());
        } else if (operator instanceof ArrayLength) {
            visitor.visitInsn(Opcodes.ARRAYLENGTH);
        } else if (operator instanceof FieldGet get) {
            field(get.isStatic() ? Opcodes.GETSTATIC : Opcodes.GETFIELD, get.field(), visitor);
        } else if (operator instanceof FieldPut put) {
            field(put.isStatic() ? Opcodes.PUTSTATIC : Opcodes.PUTFIELD, put.field(), visitor);
        } else if (operator instanceof Invoke invoke) {
            call(invoke, visitor);
        } else if (operator instanceof ShadowOperation operation) {
            call(operation.toInvoke(), visitor);
        } else if (operator instanceof InvokeDynamic call) {
            Object[] arguments = call.bootstrapArguments().toArray();
            visitor.visitInvokeDynamicInsn(call.name(), call.descriptor(), (Handle) call.bootstrap(), arguments);
        } else if (operator instanceof NewObject creation) {
            visitor.visitTypeInsn(Opcodes.NEW, creation.className());
        } else if (operator instanceof NewArray creation) {
            newArray(creation.arrayType(), op.operands().size(), visitor);
        } else if (operator instanceof CheckCast cast) {
            visitor.visitTypeInsn(Opcodes.CHECKCAST, cast.target().internalName());
        } else if (operator instanceof InstanceOf test) {
            visitor.visitTypeInsn(Opcodes.INSTANCEOF, test.target().internalName());
        } else if (operator instanceof Monitor monitor) {
            visitor.visitInsn(monitor.enter() ? Opcodes.MONITORENTER : Opcodes.MONITOREXIT);
        } else {
            DerivedOperators.write(op, code);
        }
    }

    private static void field(int opcode, FieldReference field, MethodVisitor visitor) {
        visitor.visitFieldInsn(opcode, field.owner(), field.name(), field.descriptor());
    }

    private static void call(Invoke invoke, MethodVisitor visitor) {
        visitor.visitMethodInsn(
                invoke.kind().opcode(),
                invoke.method().owner(),
                invoke.method().name(),
                invoke.method().descriptor(),
                invoke.method().isInterface());
    }

    private static void newArray(Type type, int dimensions, MethodVisitor visitor) {
        String component = type.componentDescriptor();
        if (dimensions > 1) {
            visitor.visitMultiANewArrayInsn(type.descriptor(), dimensions);
        } else if (component.length() == 1) {
            visitor.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_BOOLEAN + PRIMITIVE_ARRAYS.indexOf(component));
        } else {
            visitor.visitTypeInsn(
                    Opcodes.ANEWARRAY, Type.ofDescriptor(component).internalName());
        }
    }

    /**
     * {@code iinc}, if the op adds a small constant to a local and its result goes to the same slot.
     *
     * @return whether it was written
     */
    static boolean writeIncrement(Op op, Schedule schedule, Slots slots, Code code) {
        if (op.operator() != Arithmetic.IADD && op.operator() != Arithmetic.ISUB) {
            return false;
        }
        boolean commutes = op.operator() == Arithmetic.IADD;
        int slot = slots.of(op.result());
        return increment(op.operand(0), op.operand(1), commutes ? 1 : -1, slot, schedule, slots, code)
                || commutes && increment(op.operand(1), op.operand(0), 1, slot, schedule, slots, code);
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
