package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Arithmetic;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Constant;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Invoke;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Operator;
import dev.fluxion.agent.ir.Position;
import dev.fluxion.agent.ir.StrongRatio;
import dev.fluxion.agent.ir.StrongScale;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import java.util.List;
import java.util.function.UnaryOperator;

/** Appends ops to the block that is being written. */
final class Emitter {
    private final Function target;
    private Block block;
    private Position position = Position.UNKNOWN;

    Emitter(Function target) {
        this.target = target;
    }

    Function target() {
        return target;
    }

    Block block() {
        return block;
    }

    void moveTo(Block next) {
        block = next;
    }

    void at(Position next) {
        position = next;
    }

    Position position() {
        return position;
    }

    /** Ends the current block by a jump to a new one and goes on there. */
    void split() {
        Block next = target.addBlock();
        block.terminate(new Terminator.Jump(new Edge(next)));
        block = next;
    }

    /**
     * Makes the current block, whose next op or terminator is the one that throws, a protected one. What may throw before has no
     * handlers.
     *
     * @param handlers may be none
     * @param copy of a handler's edge, computed in the protected block
     */
    void protect(List<Handler> handlers, UnaryOperator<Edge> copy) {
        if (handlers.isEmpty()) {
            return;
        }
        if (block.mayThrow()) {
            split();
        }
        for (Handler handler : handlers) {
            block.handlers().add(new Handler(handler.catchType(), copy.apply(handler.edge())));
        }
    }

    void append(Op op) {
        block.ops().add(op);
    }

    void effect(Operator operator, Value... operands) {
        append(new Op(operator, List.of(operands), List.of(), position));
    }

    Value value(Operator operator, Type type, Value... operands) {
        return result(operator, Value.of(type), operands);
    }

    Value linear(Operator operator, Type type, Value... operands) {
        return result(operator, Value.linear(type, null), operands);
    }

    private Value result(Operator operator, Value result, Value... operands) {
        append(new Op(operator, List.of(operands), List.of(result), position));
        return result;
    }

    /** Arithmetic whose result is linear as soon as an operand is. */
    Value arithmetic(Arithmetic operator, Value... operands) {
        boolean linear = false;
        for (Value operand : operands) {
            linear |= operand.isLinear();
        }
        return linear
                ? linear(operator, operator.resultType(), operands)
                : value(operator, operator.resultType(), operands);
    }

    Value constant(int number) {
        return value(Constant.of(number), Type.INT);
    }

    Value nullReference() {
        return value(new Constant(Constant.NULL), Type.NULL);
    }

    /** A linear zero. */
    Value zero(Type type) {
        return linear(Constant.zero(type), type);
    }

    Value add(Value first, Value second) {
        return arithmetic(isFloat(first) ? Arithmetic.FADD : Arithmetic.DADD, first, second);
    }

    Value negate(Value value) {
        return arithmetic(isFloat(value) ? Arithmetic.FNEG : Arithmetic.DNEG, value);
    }

    Value multiply(Value first, Value second) {
        return arithmetic(isFloat(first) ? Arithmetic.FMUL : Arithmetic.DMUL, first, second);
    }

    Value divide(Value first, Value second) {
        return arithmetic(isFloat(first) ? Arithmetic.FDIV : Arithmetic.DDIV, first, second);
    }

    /** {@code partial * tangent} with a strong zero. */
    Value strongScale(Value partial, Value tangent) {
        return linear(new StrongScale(tangent.type()), tangent.type(), partial, tangent);
    }

    /** {@code partial * tangent / divisor} with strong zeros. */
    Value strongRatio(Value partial, Value tangent, Value divisor) {
        return linear(new StrongRatio(tangent.type()), tangent.type(), partial, tangent, divisor);
    }

    /** One, as a value of a floating type. */
    Value one(Type type) {
        return value(type.equals(Type.FLOAT) ? Constant.of(1f) : Constant.of(1.0), type);
    }

    Value invoke(Invoke call, Type type, Value... operands) {
        return value(call, type, operands);
    }

    static boolean isFloat(Value value) {
        return value.type().kind() == Type.Kind.FLOAT;
    }
}
