package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.CallFacts;
import dev.fluxion.agent.ir.Arithmetic;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.agent.link.Derived.Outcome;
import dev.fluxion.agent.link.Derived.Parameter;
import dev.fluxion.agent.link.Derived.Result;
import dev.fluxion.agent.link.Derived.Role;
import dev.fluxion.runtime.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Jacobian within a differentiated method, as IR. It takes columns or rows just where {@link JacobianCalls} does, so that its
 * numbers are those of the plain call to the bit; each row is a pass of its own, since a forward sweep that is itself
 * differentiated is not shared. The first pass gives some columns, and with them the number of rows.
 */
final class NestedJacobian {
    private static final Type ROWS = Type.ofDescriptor("[[D");

    private final NestedCode code;
    private final Operator operator;
    private final Target target;
    private final CallFacts facts;
    private final boolean oneByOne;
    private final Derived column;
    private final NestedConditions conditions;
    private final List<Value> blocks = new ArrayList<>();
    private NestedInputs inputs;
    private NestedPasses passes;
    private Value rowCount;

    NestedJacobian(NestedCode code, Operator operator) throws Refusal {
        this.code = code;
        this.operator = operator;
        this.target = operator.target();
        this.facts = operator.evaluator().facts().of(operator.wrt());
        this.oneByOne = facts.runsReverse();
        this.column = oneByOne ? Derived.jvp(target, facts.activity()) : Derived.chunk(target, facts.activity());
        this.conditions = new NestedConditions(code, operator);
    }

    Function write() throws Refusal {
        if (!RegularPlan.areTypesTelling(target, facts)) {
            throw code.unsupported();
        }
        conditions.require(Conditions.of(operator, facts));
        inputs = new NestedInputs(code, operator);
        passes = new NestedPasses(code, operator, facts);
        int most = oneByOne ? 1 : ForwardColumns.MOST_LANES;
        Operator.Mode mode = mode();
        if (mode == Operator.Mode.REVERSE) {
            passes.requireRepeatable();
        } else {
            passes.requireOnePass(conditions, inputs, most);
        }
        if (operator.inPlace()) {
            for (int block = 0; block < inputs.columns().size(); block++) {
                blocks.add(code.parameter(target.types().size() + block));
                conditions.requireColumns(blocks.get(block), inputs.columns().get(block));
            }
        }
        int probed = switch (mode) {
            case FORWARD -> most;
            case AUTOMATIC -> Math.min(most, JacobianCalls.FEW);
            case REVERSE -> 1;
        };
        Value zero = code.constant(0);
        Value lanes = lanes(zero, probed);
        Map<Result, Value> first = pass(passes.first(), zero, lanes);
        Value value = NestedBody.find(first, Outcome.VALUE, -1);
        rowCount = code.length(value);
        prepare();
        switch (mode) {
            case FORWARD -> setColumns(first, lanes, most);
            case REVERSE -> setRows();
            case AUTOMATIC -> chooseByCost(first, lanes, most);
        }
        return code.end(operator.inPlace() ? value : blocks.get(0));
    }

    /** Automatic if the number of rows decides. */
    private Operator.Mode mode() {
        boolean mayBeMany = !operator.arrays().isEmpty() || operator.scalars().size() > JacobianCalls.FEW;
        boolean isAutomatic = operator.mode() == Operator.Mode.AUTOMATIC;
        return isAutomatic && (!mayBeMany || !passes.areRepeatable()) ? Operator.Mode.FORWARD : operator.mode();
    }

    private void prepare() {
        if (operator.inPlace()) {
            blocks.forEach(block -> conditions.requireRows(block, rowCount));
        } else {
            inputs.columns().forEach(columns -> blocks.add(code.newArray(ROWS, rowCount, columns)));
        }
    }

    private void chooseByCost(Map<Result, Value> first, Value lanes, int most) {
        Runnable columns = () -> setColumns(first, lanes, most);
        code.choose(
                Comparison.GT,
                inputs.count(),
                code.constant(JacobianCalls.FEW),
                () -> code.choose(Comparison.LT, costOfRows(), code.constant(0), this::setRows, columns),
                columns);
    }

    /** Negative if rows are cheaper. */
    private Value costOfRows() {
        Value rows = code.arithmetic(Arithmetic.I2D, rowCount);
        Value cost = times(rows, oneByOne ? JacobianCalls.ROW_COST : JacobianCalls.SHARING_ROW_COST);
        Value ofRows = oneByOne ? cost : plus(cost, JacobianCalls.SWEEP_COST);
        Value columns = code.arithmetic(Arithmetic.I2D, inputs.count());
        return code.arithmetic(Arithmetic.DCMPG, ofRows, plus(times(columns, JacobianCalls.LANE_COST), 1));
    }

    private Value times(Value number, double factor) {
        return code.arithmetic(Arithmetic.DMUL, number, code.constant(Type.DOUBLE, factor));
    }

    private Value plus(Value number, double summand) {
        return code.arithmetic(Arithmetic.DADD, number, code.constant(Type.DOUBLE, summand));
    }

    // Columns

    /** How many columns a pass gives from an input on; where there is none, they are along nothing. */
    private Value lanes(Value first, int most) {
        Value left = code.arithmetic(Arithmetic.ISUB, inputs.count(), first);
        return most == 1 ? code.constant(1) : code.greatest(code.constant(1), code.least(left, code.constant(most)));
    }

    private void setColumns(Map<Result, Value> first, Value lanes, int most) {
        set(first, code.constant(0), lanes);
        if (passes.areRepeatable()) {
            code.loop(lanes, inputs.count(), most, from -> {
                Value further = lanes(from, most);
                set(pass(passes.again(), from, further), from, further);
            });
        }
    }

    private Map<Result, Value> pass(List<Value> arguments, Value first, Value lanes) {
        List<Value> operands = new ArrayList<>();
        for (Parameter parameter : column.parameters()) {
            operands.add(
                    switch (parameter.role()) {
                        case ARGUMENT -> arguments.get(parameter.index());
                        case LANES -> lanes;
                        default ->
                            oneByOne
                                    ? inputs.direction(parameter.index(), first)
                                    : inputs.rows(parameter.index(), first, lanes);
                    });
        }
        return code.call(column, operands);
    }

    private void set(Map<Result, Value> results, Value first, Value lanes) {
        Value tangents = NestedBody.find(results, Outcome.VALUE_TANGENT, -1);
        for (int block = 0; block < blocks.size(); block++) {
            Value matrix = blocks.get(block);
            NestedInputs.Range range = inputs.range(block, first, lanes);
            code.loop(code.constant(0), rowCount, 1, i -> {
                Value row = code.load(matrix, i);
                if (tangents == null) {
                    code.clear(row);
                } else if (oneByOne) {
                    Value tangent = code.as(Type.DOUBLE, code.load(tangents, i));
                    code.loop(
                            code.constant(0),
                            range.count(),
                            1,
                            j -> code.store(row, code.arithmetic(Arithmetic.IADD, range.column(), j), tangent));
                } else {
                    code.copy(code.load(tangents, i), range.lane(), row, range.column(), range.count());
                }
            });
        }
    }

    // Rows

    private void setRows() {
        TargetFacts known = operator.evaluator().facts();
        Derived row = Derived.joint(target, facts.activity().withConstants(known.constants(facts)));
        code.loop(code.constant(0), rowCount, 1, i -> setRow(row, i));
    }

    private void setRow(Derived derived, Value index) {
        List<Value> arguments = passes.again();
        List<Value> operands = new ArrayList<>();
        Value[] shadows = new Value[arguments.size()];
        for (Parameter parameter : derived.parameters()) {
            if (parameter.role() == Role.ARGUMENT) {
                operands.add(arguments.get(parameter.index()));
            } else if (parameter.role() == Role.SHADOW) {
                Value shadow = code.zeros(arguments.get(parameter.index()));
                shadows[parameter.index()] = shadow;
                operands.add(shadow);
            } else {
                Type type = NestedCode.type(parameter.type());
                Value cotangent = code.newArray(type, rowCount);
                code.store(cotangent, index, code.constant(code.element(cotangent), 1));
                operands.add(cotangent);
            }
        }
        Map<Result, Value> results = code.call(derived, operands);
        for (int block = 0; block < operator.arrays().size(); block++) {
            Value row = code.load(blocks.get(block), index);
            Value shadow = shadows[operator.arrays().get(block)];
            code.copy(shadow, code.constant(0), row, code.constant(0), code.length(shadow));
        }
        if (!operator.scalars().isEmpty()) {
            Value row = code.load(blocks.get(blocks.size() - 1), index);
            for (int i = 0; i < operator.scalars().size(); i++) {
                int parameter = operator.scalars().get(i);
                Value derivative = NestedBody.find(results, Outcome.SCALAR_COTANGENT, parameter);
                code.store(row, code.constant(i), code.as(Type.DOUBLE, derivative));
            }
        }
    }
}
