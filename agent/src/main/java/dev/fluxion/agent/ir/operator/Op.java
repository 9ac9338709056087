package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.value.Mapped;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;
import java.util.function.UnaryOperator;

/** One operation: an operator applied to operands, defining results. */
public record Op(Operator operator, List<Value> operands, List<Value> results, Position position) {
    public Op {
        operands = List.copyOf(operands);
        results = List.copyOf(results);
    }

    /** Which operator it has. */
    public OpKind kind() {
        return operator.opKind();
    }

    public Value operand(int index) {
        return operands.get(index);
    }

    /** The only result. */
    public Value result() {
        if (results.size() != 1) {
            throw new IllegalStateException(operator.text() + " has " + results.size() + " results");
        }
        return results.get(0);
    }

    /** The same op with operands and results replaced. */
    public Op map(UnaryOperator<Value> operandMap, UnaryOperator<Value> resultMap) {
        return new Op(operator, Mapped.of(operands, operandMap), Mapped.of(results, resultMap), position);
    }

    /** The same op with operands replaced; this very one if none is. */
    @SuppressWarnings("ReferenceEquality") // what was not changed is the same list
    public Op mapOperands(UnaryOperator<Value> operandMap) {
        List<Value> mapped = Mapped.of(operands, operandMap);
        return mapped == operands ? this : new Op(operator, mapped, results, position);
    }

    /** Whether the op belongs to the linear part: it defines or stores a linear value, or works on shadows alone. */
    public boolean isLinear() {
        return operator.linear() || Value.isAnyLinear(results) || Value.isAnyLinear(operands);
    }

    /** Whether it calls a linearized function. In reverse mode such a call leaves a frame of its own on the tape. */
    public boolean isLinearCall() {
        return kind() == OpKind.INVOKE_VARIANT && operator.linear();
    }

    /** Records compare by value; ops must not: two equal ops at two places are two ops. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
