package dev.fluxion.agent.derive.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.operator.StrongRatio;
import dev.fluxion.agent.ir.operator.StrongScale;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;
import java.util.function.UnaryOperator;

/** Appends ops to the block that is being written. */
public final class Emitter {
    private final Function target;
    private Block block;
    private Position position = Position.UNKNOWN;

    public Emitter(Function target) {
        this.target = target;
    }

    public Function target() {
        return target;
    }

    public Block block() {
        return block;
    }

    public void moveTo(Block next) {
        block = next;
    }

    public void at(Position next) {
        position = next;
    }

    public Position position() {
        return position;
    }

    /** Ends the current block by a jump to a new one and goes on there. */
    public void split() {
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
    public void protect(List<Handler> handlers, UnaryOperator<Edge> copy) {
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

    public void append(Op op) {
        block.ops().add(op);
    }

    public void effect(Operator operator, Value... operands) {
        append(new Op(operator, List.of(operands), List.of(), position));
    }

    public Value value(Operator operator, Type type, Value... operands) {
        return result(operator, Value.of(type), operands);
    }

    public Value linear(Operator operator, Type type, Value... operands) {
        return result(operator, Value.linear(type, null), operands);
    }

    private Value result(Operator operator, Value result, Value... operands) {
        append(new Op(operator, List.of(operands), List.of(result), position));
        return result;
    }

    /** Arithmetic whose result is linear as soon as an operand is. */
    public Value arithmetic(Arithmetic operator, Value... operands) {
        boolean linear = false;
        for (Value operand : operands) {
            linear |= operand.isLinear();
        }
        return linear
                ? linear(operator, operator.resultType(), operands)
                : value(operator, operator.resultType(), operands);
    }

    public Value constant(int number) {
        return value(Constant.of(number), Type.INT);
    }

    public Value nullReference() {
        return value(new Constant(Constant.NULL), Type.NULL);
    }

    /** A linear zero. */
    public Value zero(Type type) {
        return linear(Constant.zero(type), type);
    }

    public Value add(Value first, Value second) {
        return arithmetic(isFloat(first) ? Arithmetic.FADD : Arithmetic.DADD, first, second);
    }

    public Value negate(Value value) {
        return arithmetic(isFloat(value) ? Arithmetic.FNEG : Arithmetic.DNEG, value);
    }

    public Value multiply(Value first, Value second) {
        return arithmetic(isFloat(first) ? Arithmetic.FMUL : Arithmetic.DMUL, first, second);
    }

    public Value divide(Value first, Value second) {
        return arithmetic(isFloat(first) ? Arithmetic.FDIV : Arithmetic.DDIV, first, second);
    }

    /** {@code partial * tangent} with a strong zero. */
    public Value strongScale(Value partial, Value tangent) {
        return linear(new StrongScale(tangent.type()), tangent.type(), partial, tangent);
    }

    /** {@code partial * tangent / divisor} with strong zeros. */
    public Value strongRatio(Value partial, Value tangent, Value divisor) {
        return linear(new StrongRatio(tangent.type()), tangent.type(), partial, tangent, divisor);
    }

    /** One, as a value of a floating type. */
    public Value one(Type type) {
        return value(type.equals(Type.FLOAT) ? Constant.of(1f) : Constant.of(1.0), type);
    }

    public Value invoke(Invoke call, Type type, Value... operands) {
        return value(call, type, operands);
    }

    public static boolean isFloat(Value value) {
        return value.type().kind() == Type.Kind.FLOAT;
    }
}
