package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.layout.Schedule;
import dev.fluxion.agent.write.layout.Slots;
import java.util.List;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;

/** Writes statements and expression trees. */
final class Expressions {
    private final Schedule schedule;
    private final Slots slots;
    private final Frames frames;
    private final Code code;
    /** Wraps the writing of one instruction that may throw. */
    private final Consumer<Runnable> protection;

    Expressions(Schedule schedule, Slots slots, Frames frames, Code code, Consumer<Runnable> protection) {
        this.schedule = schedule;
        this.slots = slots;
        this.frames = frames;
        this.code = code;
        this.protection = protection;
    }

    void statement(Op root) {
        code.line(root.position().line());
        if (root.results().size() == 1
                && slots.has(root.result())
                && OperatorWriter.writeIncrement(root, schedule, slots, code)) {
            return;
        }
        boolean needsCopy = schedule.allocates(root) && slots.has(root.operand(0));
        evaluate(root, needsCopy);
        if (needsCopy) {
            store(root.operand(0));
        } else if (!root.results().isEmpty()) {
            store(root.results().get(0));
            if (root.results().size() > 1) {
                DerivedOperators.takeFurtherResults(root, this::push, slots, code);
            }
        }
    }

    /** Leaves the value on the operand stack. */
    void push(Value value) {
        Constant constant = schedule.constant(value);
        Op op = schedule.inlined(value);
        if (constant != null) {
            code.constant(constant.value());
        } else if (op == null) {
            load(value);
        } else if (!op.results().isEmpty()) {
            evaluate(op, false);
        } else {
            evaluate(op, schedule.allocates(op));
            if (!schedule.allocates(op)) {
                load(value);
            }
        }
    }

    private void load(Value value) {
        code.load(value.type(), slots.of(value));
    }

    private void store(Value value) {
        if (slots.has(value)) {
            code.store(value.type(), slots.of(value));
        } else {
            code.discard(value.type());
        }
    }

    /** Leaves the op's first result on the stack; a constructor call leaves the object if {@code keepsObject}. */
    private void evaluate(Op op, boolean keepsObject) {
        List<Value> operands = op.operands();
        if (Schedule.isConstructorCall(op)) {
            if (schedule.allocates(op)) {
                allocate(op, keepsObject);
            } else {
                load(op.operand(0));
            }
            operands = operands.subList(1, operands.size());
        }
        operands.forEach(this::push);
        if (op.operator().mayThrow()) {
            code.line(op.position().line());
            if (op.operator() instanceof NewObject) {
                code.mark(frames.allocation(op.result()));
            }
            protection.accept(() -> OperatorWriter.write(op, code));
        } else {
            OperatorWriter.write(op, code);
        }
    }

    private void allocate(Op constructorCall, boolean keepsObject) {
        Value object = constructorCall.operand(0);
        code.line(constructorCall.position().line());
        protection.accept(
                () -> code.visitor().visitTypeInsn(Opcodes.NEW, object.type().internalName()));
        code.grow(1);
        if (keepsObject) {
            code.visitor().visitInsn(Opcodes.DUP);
            code.grow(1);
        }
    }
}
