package dev.fluxion.agent.link.body;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.TargetFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers that a Jacobian or a Hessian within a differentiated method is with respect to, one after the other, in blocks: the
 * elements of each array, then the scalars. Directions along some of them that follow each other.
 */
final class BodyInputs {
    private final DerivativeCode code;
    private final Operator operator;
    private final CallFacts facts;
    private final List<Value> starts = new ArrayList<>();
    private final List<Value> columns = new ArrayList<>();
    private final Value count;

    BodyInputs(DerivativeCode code, Operator operator, CallFacts facts) {
        this.code = code;
        this.operator = operator;
        this.facts = facts;
        Value next = code.constant(0);
        for (int index : operator.arrays()) {
            starts.add(next);
            columns.add(code.length(code.parameter(index)));
            next = plus(next, columns.get(columns.size() - 1));
        }
        if (!operator.scalars().isEmpty()) {
            starts.add(next);
            columns.add(code.constant(operator.scalars().size()));
            next = plus(next, columns.get(columns.size() - 1));
        }
        this.count = next;
    }

    Value count() {
        return count;
    }

    /** The number of inputs in each block. */
    List<Value> columns() {
        return columns;
    }

    /** Which of the inputs {@code first}, {@code first + 1} and so on, as many as there are lanes, belong to a block. */
    LaneRange range(int block, Value first, Value lanes) {
        Value zero = code.constant(0);
        Value from = minus(first, starts.get(block));
        Value column = code.least(columns.get(block), code.greatest(zero, from));
        Value end = code.least(columns.get(block), plus(from, lanes));
        Value lane = code.least(lanes, code.greatest(zero, minus(column, from)));
        return new LaneRange(column, lane, code.greatest(zero, minus(end, column)));
    }

    /** Rows of tangents of a parameter, lane k along input {@code first + k}. */
    Value rows(int parameter, Value first, Value lanes) {
        if (!operator.target().isReference(parameter)) {
            return row(parameter, first, lanes);
        }
        int block = operator.arrays().indexOf(parameter);
        boolean again = TargetFacts.isWritten(facts, parameter) || facts.writesElsewhere();
        LaneRange ones = block < 0 ? null : range(block, first, lanes);
        return code.rows(code.parameter(parameter), lanes, ones, again);
    }

    /** The tangents of a number. */
    private Value row(int parameter, Value first, Value lanes) {
        Type type = code.parameter(parameter).type();
        Value row = code.vector(type, lanes);
        int number = operator.scalars().indexOf(parameter);
        if (number >= 0) {
            Value lane = minus(plus(starts.get(starts.size() - 1), code.constant(number)), first);
            Value end = code.least(lanes, plus(lane, code.constant(1)));
            code.loop(
                    code.greatest(code.constant(0), lane), end, 1, own -> code.store(row, own, code.constant(type, 1)));
        }
        return row;
    }

    /** The tangent of a parameter along one input. */
    Value direction(int parameter, Value input) {
        Value one = code.constant(1);
        if (!operator.target().isReference(parameter)) {
            return code.load(row(parameter, input, one), code.constant(0));
        }
        Value argument = code.parameter(parameter);
        Value direction = code.zeros(argument);
        int block = operator.arrays().indexOf(parameter);
        if (block >= 0) {
            Type element = code.element(argument);
            LaneRange range = range(block, input, one);
            code.loop(
                    code.constant(0),
                    range.count(),
                    1,
                    i -> code.store(direction, plus(range.column(), i), code.constant(element, 1)));
        }
        return direction;
    }

    private Value plus(Value first, Value second) {
        return code.arithmetic(Arithmetic.IADD, first, second);
    }

    private Value minus(Value first, Value second) {
        return code.arithmetic(Arithmetic.ISUB, first, second);
    }
}
