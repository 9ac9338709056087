package dev.fluxion.agent.derive.lanes;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One loop over the lanes. Where every coefficient is finite, a zero tangent stays zero by itself, and {@link LocalPartials} may
 * stand for the ops. Where one is not, a second loop does the ops themselves, with their strong-zero products.
 */
final class LaneLoop {
    /** One coefficient has to save something in as many. */
    private static final int FEWEST_LANES = 8;

    private final Emitter out;
    private final LanePlan.Together together;
    private final LanePlan plan;
    private final Map<Value, Value> rows;
    private final Value lanes;
    private final Value lane;
    private final LocalPartials partials;
    private final CoefficientCode coefficients;

    LaneLoop(Emitter out, LanePlan.Together together, LanePlan plan, Map<Value, Value> rows, Value lanes, Value lane) {
        this.out = out;
        this.together = together;
        this.plan = plan;
        this.rows = rows;
        this.lanes = lanes;
        this.lane = lane;
        this.partials = LocalPartials.of(together, plan.valuesWithRows(), FEWEST_LANES);
        this.coefficients = new CoefficientCode(out, plan);
    }

    /** Writes it to the end of the current block and goes on in a new one. */
    void write() {
        out.at(
                together.ops().isEmpty()
                        ? Position.UNKNOWN
                        : together.ops().get(0).position());
        boolean combined = partials.areWorthwhile();
        Set<Value> factors = combined ? coefficients.factors(partials, true) : coefficients.factors(together.ops());
        Block next = out.target().addBlock();
        if (factors.isEmpty()) {
            Edge only = loop(next, combined ? this::writeCombinations : k -> writeOps(k, op -> op));
            out.block().terminate(new Terminator.Jump(only));
            out.moveTo(next);
            return;
        }
        Edge finite = loop(next, combined ? this::writeCombinations : k -> writeOps(k, coefficients::plain));
        Edge other = loop(next, k -> writeOps(k, op -> op));
        coefficients.branch(factors, List.of(), finite, other);
        out.moveTo(next);
    }

    private Value zero(Type type) {
        return out.value(Constant.zero(type), type);
    }

    /** A loop that goes on at a block; the edge into it. */
    private Edge loop(Block next, Consumer<Value> writeLane) {
        Block header = out.target().addBlock();
        Value k = header.addParameter(Type.INT, null);
        Block body = out.target().addBlock();
        header.terminate(new Terminator.Branch(Comparison.LT, k, lanes, new Edge(body), new Edge(next)));
        Block from = out.block();
        Value start = out.constant(0);
        out.moveTo(body);
        writeLane.accept(k);
        Value following = out.arithmetic(Arithmetic.IADD, k, out.constant(1));
        out.block().terminate(new Terminator.Jump(new Edge(header, List.of(following))));
        out.moveTo(from);
        return new Edge(header, List.of(start));
    }

    private void writeOps(Value k, UnaryOperator<Op> form) {
        Map<Value, Value> values = new HashMap<>();
        for (Op source : together.ops()) {
            Op op = form.apply(source);
            List<Value> operands = new ArrayList<>();
            for (Value operand : op.operands()) {
                operands.add(operand == lane ? k : operand.isLinear() ? current(operand, values, k) : operand);
            }
            write(op, op.operator(), operands, values);
        }
        store(k, value -> current(value, values, k));
    }

    private void writeCombinations(Value k) {
        Map<Value, Value> values = new HashMap<>();
        for (Op op : together.ops()) {
            writeCombination(op, values, k);
        }
        store(k, value -> combined(partials.of(value), values, k));
    }

    private Done writeCombination(Op op, Map<Value, Value> values, Value k) {
        return switch (op.kind()) {
            case ARRAY_LOAD -> write(op, op.operator(), List.of(op.operand(0), k), values);
            case ARRAY_STORE -> {
                Value stored = combined(partials.of(op.operand(2)), values, k);
                yield write(op, op.operator(), List.of(op.operand(0), k, stored), values);
            }
            case ARITHMETIC, STRONG_SCALE, STRONG_RATIO -> writeScalar(op, values, k);
            case CONSTANT, ARRAY_LENGTH, NEW_ARRAY, NEW_OBJECT, FIELD_GET, FIELD_PUT -> throw LanePlan.notOfOneLane(op);
            case INVOKE, INVOKE_DYNAMIC, INVOKE_VARIANT, SHADOW_OPERATION -> throw LanePlan.notOfOneLane(op);
            case CHECK_CAST, INSTANCE_OF, MONITOR, REFUSE -> throw LanePlan.notOfOneLane(op);
        };
    }

    private Done writeScalar(Op op, Map<Value, Value> values, Value k) {
        if (LocalPartials.isConversion(op)) {
            write(op, op.operator(), List.of(combined(partials.of(op.operand(0)), values, k)), values);
        } else if (partials.held(op.result()) != null) {
            values.put(op.result(), combined(partials.held(op.result()), values, k));
        }
        return DONE;
    }

    private Done write(Op op, Operator operator, List<Value> operands, Map<Value, Value> values) {
        List<Value> results = new ArrayList<>();
        for (Value result : op.results()) {
            results.add(Value.of(result.type(), result.name()));
            values.put(result, results.get(0));
        }
        out.append(new Op(operator, operands, results, op.position()));
        return DONE;
    }

    private Value combined(Map<Value, Coefficient> combination, Map<Value, Value> values, Value k) {
        Value sum = null;
        for (Map.Entry<Value, Coefficient> term : combination.entrySet()) {
            Value product = coefficients.times(term.getValue(), current(term.getKey(), values, k));
            sum = sum == null ? product : out.add(sum, product);
        }
        return sum;
    }

    /** All tangents are taken before the first is stored: a join's row may be read for another's. */
    private void store(Value k, UnaryOperator<Value> currentValue) {
        Map<Value, Value> stores = new LinkedHashMap<>();
        for (Op op : together.ops()) {
            for (Value result : op.results()) {
                if (plan.valuesWithRows().contains(result)) {
                    stores.put(rows.get(result), currentValue.apply(result));
                }
            }
        }
        for (LanePlan.Copy copy : together.copies()) {
            stores.put(rows.get(copy.to()), currentValue.apply(copy.from()));
        }
        stores.forEach((row, value) -> out.effect(new ArrayStore(Element.of(row.type())), row, k, value));
    }

    /** A linear value in the current lane. */
    private Value current(Value value, Map<Value, Value> values, Value k) {
        Value known = values.get(value);
        if (known == null) {
            Value row = rows.get(value);
            known = plan.isZero(value)
                    ? zero(value.type())
                    : out.value(new ArrayLoad(Element.of(row.type())), value.type(), row, k);
            values.put(value, known);
        }
        return known;
    }
}
