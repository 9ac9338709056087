package dev.fluxion.agent.ir;

import java.util.List;
import java.util.function.UnaryOperator;

/** One operation: an operator applied to operands, defining results. */
public record Op(Operator operator, List<Value> operands, List<Value> results, Position position) {
    public Op {
        operands = List.copyOf(operands);
        results = List.copyOf(results);
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
        return new Op(
                operator,
                operands.stream().map(operandMap).toList(),
                results.stream().map(resultMap).toList(),
                position);
    }

    /** The same op with operands replaced; this very one if none is. */
    public Op mapOperands(UnaryOperator<Value> operandMap) {
        Value[] mapped = null;
        for (int i = 0; i < operands.size(); i++) {
            Value operand = operandMap.apply(operands.get(i));
            if (mapped == null && operand != operands.get(i)) {
                mapped = operands.toArray(Value[]::new);
            }
            if (mapped != null) {
                mapped[i] = operand;
            }
        }
        return mapped == null ? this : new Op(operator, List.of(mapped), results, position);
    }

    /** Whether the op belongs to the linear part: it defines or stores a linear value, or works on shadows alone. */
    public boolean isLinear() {
        if (operator instanceof ShadowOperation operation && operation.linear()) {
            return true;
        }
        if (operator instanceof InvokeVariant call && call.linear()) {
            return true;
        }
        for (Value value : results) {
            if (value.isLinear()) {
                return true;
            }
        }
        for (Value value : operands) {
            if (value.isLinear()) {
                return true;
            }
        }
        return false;
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
