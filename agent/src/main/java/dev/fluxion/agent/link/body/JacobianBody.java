package dev.fluxion.agent.link.body;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.evaluate.JacobianCalls;
import dev.fluxion.agent.link.operator.Binding;
import dev.fluxion.agent.link.operator.Conditions;
import dev.fluxion.agent.link.operator.Derived;
import dev.fluxion.agent.link.operator.Derived.Outcome;
import dev.fluxion.agent.link.operator.Derived.Result;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.RegularPlan;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.runtime.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Jacobian as IR. It takes columns or rows just where {@link JacobianCalls} does, so that its numbers are the same to the bit
 * wherever it is computed. Rows share a forward sweep, but within a differentiated method each is a pass of its own, since a forward
 * sweep that is itself differentiated is not shared; the first pass then gives some columns, and with them the number of rows.
 */
final class JacobianBody {
    private final DerivativeCode code;
    private final Operator operator;
    private final Target target;
    private final CallFacts facts;
    private final BodyConditions conditions;
    private final List<Value> blocks = new ArrayList<>();
    private BodyInputs inputs;
    private BodyPasses passes;
    private BodyColumns columns;
    private Value rowCount;

    JacobianBody(DerivativeCode code, Operator operator) throws Refusal {
        this.code = code;
        this.operator = operator;
        this.target = operator.target();
        this.facts = operator.facts().of(operator.wrt());
        this.conditions = new BodyConditions(code, operator);
    }

    Function write() throws Refusal {
        if (!RegularPlan.areTypesTelling(target, facts) || !code.isNested() && facts.runsReverse()) {
            throw code.unsupported();
        }
        conditions.require(Conditions.of(operator, facts));
        inputs = new BodyInputs(code, operator, facts);
        passes = new BodyPasses(code, operator, facts);
        columns = new BodyColumns(code, target, facts, inputs);
        int most = columns.most();
        Operator.Mode mode = mode();
        if (code.isNested() && mode == Operator.Mode.REVERSE && !passes.areRepeatable()) {
            return new JacobianBody(code, passes.several()).write();
        }
        if (code.isNested() || mode != Operator.Mode.REVERSE) {
            passes.orSeveral(
                    inputs, most, repeated -> new JacobianBody(code, repeated.in(Operator.Mode.FORWARD)).write());
        }
        if (operator.inPlace()) {
            for (int block = 0; block < inputs.columns().size(); block++) {
                blocks.add(code.parameter(target.types().size() + block));
                conditions.requireColumns(blocks.get(block), inputs.columns().get(block));
            }
        }
        code.begin();
        passes.begin();
        if (!code.isNested() && mode != Operator.Mode.FORWARD) {
            return mode == Operator.Mode.REVERSE ? rowsOfOneSweep() : chooseBeforehand();
        }
        int probed = switch (mode) {
            case FORWARD -> most;
            case AUTOMATIC -> Math.min(most, JacobianCalls.FEW);
            case REVERSE -> 1;
        };
        BodyColumns.Pass first = columns.pass(passes.first(), code.constant(0), probed);
        prepare(first.value());
        switch (mode) {
            case FORWARD -> setColumns(first);
            case REVERSE -> setRows(first.value());
            case AUTOMATIC -> chooseByCost(first);
        }
        return end(first.value());
    }

    private Function end(Value value) {
        return code.end(operator.inPlace() ? value : blocks.get(0));
    }

    // Where sweeps can be shared

    /** By the number of rows: that of the buffers, or else what it was in the last call, until a value tells. */
    private Function chooseBeforehand() {
        Value expected = operator.inPlace() ? code.length(blocks.get(0)) : code.lastCount();
        Block columnsFirst = code.returnIf(Comparison.NE, areRowsCheaper(expected), code.constant(0));
        rowsOfOneSweep();
        code.moveTo(columnsFirst);
        BodyColumns.Pass first = columns.pass(passes.first(), code.constant(0), columns.most());
        prepare(first.value());
        if (operator.inPlace()) {
            setColumns(first);
        } else {
            code.choose(
                    Comparison.NE,
                    areRowsCheaper(rowCount),
                    code.constant(0),
                    () -> {
                        SharedRows rows = new SharedRows(code, operator, facts);
                        passes.requireSame(first.value(), rows.sweep(passes.again()));
                        rows.set(blocks, rowCount);
                    },
                    () -> setColumns(first));
        }
        return end(first.value());
    }

    private Function rowsOfOneSweep() {
        SharedRows rows = new SharedRows(code, operator, facts);
        Value value = rows.sweep(passes.first());
        prepare(value);
        if (operator.inPlace() || mode() == Operator.Mode.REVERSE) {
            rows.set(blocks, rowCount);
        } else {
            code.choose(
                    Comparison.NE,
                    areRowsCheaper(rowCount),
                    code.constant(0),
                    () -> rows.set(blocks, rowCount),
                    () -> setColumns(code.constant(0), value));
        }
        Function function = end(value);
        if (!operator.inPlace()) {
            blocks.clear();
        }
        return function;
    }

    private Value areRowsCheaper(Value rows) {
        return code.invoke(
                org.objectweb.asm.Type.getInternalName(JacobianCalls.class),
                "areRowsCheaper",
                "(II)Z",
                rows,
                inputs.count());
    }

    /** Automatic if the number of rows decides. */
    private Operator.Mode mode() {
        boolean mayBeMany = !operator.arrays().isEmpty() || operator.scalars().size() > JacobianCalls.FEW;
        boolean isAutomatic = operator.mode() == Operator.Mode.AUTOMATIC;
        if (!code.isNested() && !facts.activity().result(0)) {
            return Operator.Mode.FORWARD; // one pass tells that all is zero
        }
        return isAutomatic && (!mayBeMany || !passes.areRepeatable()) ? Operator.Mode.FORWARD : operator.mode();
    }

    /** Checks the buffers, or makes them. */
    private void prepare(Value value) {
        rowCount = code.rowCount(value);
        if (operator.inPlace()) {
            for (int block = 0; block < blocks.size(); block++) {
                code.requireRowCount(blocks.get(block), rowCount, JacobianCalls.name(operator, block));
            }
        } else {
            inputs.columns().forEach(count -> blocks.add(code.newRows(rowCount, count)));
        }
    }

    private void chooseByCost(BodyColumns.Pass first) {
        Value few = code.arithmetic(Arithmetic.ISUB, code.constant(JacobianCalls.FEW), inputs.count());
        // Negative if both are: the inputs are more than few, and rows cheaper.
        Value either = code.greatest(few, costOfRows());
        code.choose(Comparison.LT, either, code.constant(0), () -> setRows(first.value()), () -> setColumns(first));
    }

    /** Negative if rows are cheaper. */
    private Value costOfRows() {
        Value rows = code.arithmetic(Arithmetic.I2D, rowCount);
        Value cost = times(rows, columns.areOneByOne() ? JacobianCalls.ROW_COST : JacobianCalls.SHARING_ROW_COST);
        Value ofRows = columns.areOneByOne() ? cost : plus(cost, JacobianCalls.SWEEP_COST);
        Value count = code.arithmetic(Arithmetic.I2D, inputs.count());
        return code.arithmetic(Arithmetic.DCMPG, ofRows, plus(times(count, JacobianCalls.LANE_COST), 1));
    }

    private Value times(Value number, double factor) {
        return code.arithmetic(Arithmetic.DMUL, number, code.constant(Type.DOUBLE, factor));
    }

    private Value plus(Value number, double summand) {
        return code.arithmetic(Arithmetic.DADD, number, code.constant(Type.DOUBLE, summand));
    }

    // Columns

    private void setColumns(BodyColumns.Pass first) {
        set(first);
        if (passes.areRepeatable()) {
            setColumns(first.lanes(), first.value());
        }
    }

    /** From one input on, after a pass that returned a value. */
    private void setColumns(Value from, Value value) {
        int most = columns.most();
        code.loop(from, inputs.count(), most, start -> {
            BodyColumns.Pass further = columns.pass(passes.again(), start, most);
            passes.requireSame(value, further.value());
            set(further);
        });
    }

    private void set(BodyColumns.Pass pass) {
        for (int block = 0; block < blocks.size(); block++) {
            Value matrix = blocks.get(block);
            int own = block;
            code.loop(code.constant(0), rowCount, 1, i -> {
                Value row = code.load(matrix, i);
                if (pass.tangents() == null) {
                    code.clear(row);
                } else {
                    columns.set(pass, own, code.load(pass.tangents(), i), row);
                }
            });
        }
    }

    // Rows

    private void setRows(Value value) {
        TargetFacts known = operator.facts();
        Derived row = Derived.joint(target, facts.activity().withConstants(known.constants(facts)));
        code.loop(code.constant(0), rowCount, 1, i -> setRow(row, value, i));
    }

    private void setRow(Derived derived, Value value, Value index) {
        List<Value> arguments = passes.again();
        Value[] shadows = new Value[arguments.size()];
        List<Value> operands = Binding.bind(derived, new Binding<>() {
            @Override
            public Value argument(int at) {
                return arguments.get(at);
            }

            @Override
            public Value shadow(int at) {
                shadows[at] = code.zeros(arguments.get(at));
                return shadows[at];
            }

            @Override
            public Value cotangent(Class<?> type) {
                Value cotangent = code.newArray(DerivativeCode.type(type), rowCount);
                code.store(cotangent, index, code.constant(code.element(cotangent), 1));
                return cotangent;
            }
        });
        Map<Result, Value> results = code.call(derived, operands);
        passes.requireSame(value, DerivativeCode.find(results, Outcome.VALUE, -1));
        for (int block = 0; block < operator.arrays().size(); block++) {
            Value row = code.load(blocks.get(block), index);
            Value shadow = shadows[operator.arrays().get(block)];
            code.copy(shadow, code.constant(0), row, code.constant(0), code.length(shadow));
        }
        if (!operator.scalars().isEmpty()) {
            Value row = code.load(blocks.get(blocks.size() - 1), index);
            for (int i = 0; i < operator.scalars().size(); i++) {
                int parameter = operator.scalars().get(i);
                Value derivative = DerivativeCode.find(results, Outcome.SCALAR_COTANGENT, parameter);
                code.store(row, code.constant(i), code.as(Type.DOUBLE, derivative));
            }
        }
    }
}
