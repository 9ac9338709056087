package dev.fluxion.agent.link.body;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.evaluate.ForwardColumns;
import dev.fluxion.agent.link.operator.Binding;
import dev.fluxion.agent.link.operator.Derived;
import dev.fluxion.agent.link.operator.Derived.Outcome;
import dev.fluxion.agent.link.operator.Derived.Parameter;
import dev.fluxion.agent.link.operator.Derived.Result;
import dev.fluxion.agent.link.operator.Target;
import java.util.List;
import java.util.Map;

/** Forward passes within a differentiated method, along as many inputs at once as {@link ForwardColumns} takes outside. */
final class BodyColumns {
    /**
     * What a pass gives.
     *
     * @param tangents the tangent of the value; of many directions a row for each number of the value; null if it is zero
     */
    record Pass(Value first, Value lanes, Value value, Value tangents) {}

    private final DerivativeCode code;
    private final BodyInputs inputs;
    private final boolean oneByOne;
    private final Derived derived;

    BodyColumns(DerivativeCode code, Target target, CallFacts facts, BodyInputs inputs) {
        this.code = code;
        this.inputs = inputs;
        this.oneByOne = facts.runsReverse();
        this.derived = oneByOne ? Derived.jvp(target, facts.activity()) : Derived.chunk(target, facts.activity());
    }

    /** Whether the method lets one direction pass at a time only: then it is a tangent that a pass gives, not a row. */
    boolean areOneByOne() {
        return oneByOne;
    }

    /** How many inputs one pass takes. */
    int most() {
        return oneByOne ? 1 : ForwardColumns.MOST_LANES;
    }

    /** A pass along the inputs from one on, up to so many; where there is none, along nothing. */
    Pass pass(List<Value> arguments, Value first, int most) {
        Value left = code.arithmetic(Arithmetic.ISUB, inputs.count(), first);
        Value lanes =
                most == 1 ? code.constant(1) : code.greatest(code.constant(1), code.least(left, code.constant(most)));
        List<Value> operands = Binding.bind(derived, new Binding<>() {
            @Override
            public Value argument(int index) {
                return arguments.get(index);
            }

            @Override
            public Value tangent(Parameter parameter) {
                return oneByOne
                        ? inputs.direction(parameter.index(), first)
                        : inputs.rows(parameter.index(), first, lanes);
            }

            @Override
            public Value lanes() {
                return lanes;
            }
        });
        Map<Result, Value> results = code.call(derived, operands);
        return new Pass(
                first,
                lanes,
                DerivativeCode.find(results, Outcome.VALUE, -1),
                DerivativeCode.find(results, Outcome.VALUE_TANGENT, -1));
    }

    /** Sets what belongs to a block of the inputs, in a row of it, to the tangents of one number of the value. */
    void set(Pass pass, int block, Value tangents, Value row) {
        LaneRange range = inputs.range(block, pass.first(), pass.lanes());
        if (!oneByOne) {
            code.copy(tangents, range.lane(), row, range.column(), range.count());
            return;
        }
        Value tangent = code.as(code.element(row), tangents);
        code.loop(
                code.constant(0),
                range.count(),
                1,
                j -> code.store(row, code.arithmetic(Arithmetic.IADD, range.column(), j), tangent));
    }
}
