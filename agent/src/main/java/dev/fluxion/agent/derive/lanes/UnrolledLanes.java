package dev.fluxion.agent.derive.lanes;

import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.StrongRatio;
import dev.fluxion.agent.ir.operator.StrongScale;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A few tangents side by side, each a value of its own: for linearized functions in which only numbers are active. The primal is
 * computed once, and {@link LocalPartials} once for all lanes.
 */
public final class UnrolledLanes {
    private final Function source;
    private final int lanes;
    private final LanePlan plan;
    private final Function target;
    private final Emitter out;
    private final Map<Value, List<Value>> tangents = new HashMap<>();
    private final Map<Block, Block> blocks = new HashMap<>();
    private final Map<Type, Value> zeros = new HashMap<>();
    private final Map<Type, Value> ones = new HashMap<>();

    private UnrolledLanes(Function source, int lanes, List<Type> resultTypes) {
        this.source = source;
        this.lanes = lanes;
        this.plan = LanePlan.of(source);
        this.target = new Function(source.name(), resultTypes);
        this.out = new Emitter(target);
    }

    /** Each tangent among parameters and results becomes as many as there are lanes. Consumes the function. */
    public static Function run(Function linearized, int lanes) {
        List<Type> results = new ArrayList<>();
        List<Boolean> linear = linearResults(linearized);
        for (int i = 0; i < linear.size(); i++) {
            results.addAll(Collections.nCopies(
                    linear.get(i) ? lanes : 1, linearized.resultTypes().get(i)));
        }
        UnrolledLanes pass = new UnrolledLanes(linearized, lanes, results);
        pass.run(false);
        return pass.target;
    }

    /**
     * The tangents among the parameters are dropped, and are those along each of them; the tangent of the result becomes one
     * for each. Consumes the function.
     */
    public static Function partials(Function linearized) {
        int along =
                (int) linearized.parameters().stream().filter(Value::isLinear).count();
        List<Type> results =
                Collections.nCopies(1 + along, linearized.resultTypes().get(0));
        UnrolledLanes pass = new UnrolledLanes(linearized, along, results);
        pass.run(true);
        return pass.target;
    }

    private static List<Boolean> linearResults(Function linearized) {
        List<Boolean> linear =
                new ArrayList<>(Collections.nCopies(linearized.resultTypes().size(), false));
        for (Block block : linearized.blocks()) {
            if (block.terminator() instanceof Terminator.Return exit) {
                for (int i = 0; i < linear.size(); i++) {
                    linear.set(i, linear.get(i) || exit.operands().get(i).isLinear());
                }
            }
        }
        return linear;
    }

    private void run(boolean alongParameters) {
        Block entry = target.addBlock();
        out.moveTo(entry);
        int lane = 0;
        for (Value parameter : source.parameters()) {
            if (!parameter.isLinear()) {
                entry.parameters().add(parameter);
            } else if (alongParameters) {
                tangents.put(parameter, unit(parameter.type(), lane++));
            } else {
                entry.parameters().addAll(fresh(parameter));
            }
        }
        List<Block> order = Flow.of(source).order();
        for (Block block : order) {
            Block copy = target.addBlock();
            blocks.put(block, copy);
            if (block != source.entry()) {
                for (Value parameter : block.parameters()) {
                    copy.parameters().addAll(parameter.isLinear() ? fresh(parameter) : List.of(parameter));
                }
            }
        }
        for (Block block : order) {
            out.moveTo(blocks.get(block));
            body(block, alongParameters);
        }
        entry.terminate(new Terminator.Jump(new Edge(blocks.get(source.entry()))));
    }

    private List<Value> fresh(Value tangent) {
        List<Value> fresh = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            fresh.add(Value.of(tangent.type(), tangent.name()));
        }
        tangents.put(tangent, fresh);
        return fresh;
    }

    private List<Value> unit(Type type, int along) {
        List<Value> unit = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            unit.add(lane == along ? one(type) : zero(type));
        }
        return unit;
    }

    /** The tangents that products multiply: those that enter, but for those along a parameter, and the coefficients of the others. */
    private List<Value> multiplied(LanePlan.Together together, LocalPartials partials, CoefficientCode coefficients) {
        Set<Value> multiplied = new LinkedHashSet<>();
        for (LocalPartials.Term term : partials.terms()) {
            if (term.coefficient().depth() > 0 && tangents.containsKey(term.of())) {
                multiplied.addAll(tangents.get(term.of()));
            }
        }
        multiplied.removeAll(zeros.values());
        multiplied.removeAll(ones.values());
        for (Op op : together.ops()) {
            Map<Value, Coefficient> combination =
                    LocalPartials.isConversion(op) ? partials.of(op.operand(0)) : partials.held(op.result());
            if (combination != null) {
                combination.forEach((leaf, coefficient) -> {
                    if (!coefficient.isUnit()) {
                        multiplied.add(coefficients.value(coefficient, leaf.type()));
                    }
                });
            }
        }
        return new ArrayList<>(multiplied);
    }

    private Value zero(Type type) {
        return zeros.computeIfAbsent(type, t -> constant(Constant.zero(t), t));
    }

    private Value one(Type type) {
        return ones.computeIfAbsent(type, t -> constant(t.equals(Type.FLOAT) ? Constant.of(1f) : Constant.of(1.0), t));
    }

    /** In the entry, so that it is known everywhere. */
    private Value constant(Constant constant, Type type) {
        return target.entry().append(constant, type, Position.UNKNOWN);
    }

    private void body(Block block, boolean alongParameters) {
        for (LanePlan.Step step : plan.steps(block)) {
            if (step instanceof LanePlan.Together together) {
                together(together);
            } else if (step instanceof LanePlan.Alone alone) {
                boolean isProtected = alone.op().equals(plan.protectedOp(block));
                if (isProtected) {
                    out.protect(block.handlers(), this::handlerEdge);
                }
                out.at(alone.op().position());
                out.append(alone.op().isLinear() ? call(alone.op()) : alone.op());
                if (isProtected) {
                    out.split();
                }
            }
        }
        if (block.terminator() instanceof Terminator.Throw) {
            out.protect(block.handlers(), this::handlerEdge);
        }
        if (block.terminator() instanceof Terminator.Return exit) {
            List<Value> results = expanded(exit.operands());
            while (alongParameters && results.size() < target.resultTypes().size()) {
                results.add(zero(target.resultTypes().get(results.size()))); // the result is inert
            }
            out.block().terminate(new Terminator.Return(results));
            return;
        }
        List<Edge> edges = block.terminator().edges().stream().map(this::edge).toList();
        out.block().terminate(block.terminator().with(value -> value, edges));
    }

    private Edge handlerEdge(Edge edge) {
        List<Value> parameters = edge.target().parameters();
        return new Edge(blocks.get(edge.target()), arguments(edge, parameters.subList(1, parameters.size())));
    }

    private Edge edge(Edge edge) {
        return new Edge(blocks.get(edge.target()), arguments(edge, edge.target().parameters()));
    }

    private List<Value> arguments(Edge edge, List<Value> parameters) {
        List<Value> arguments = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Value argument = edge.arguments().get(i);
            arguments.addAll(parameters.get(i).isLinear() ? tangents(argument) : List.of(argument));
        }
        return arguments;
    }

    private List<Value> expanded(List<Value> values) {
        List<Value> expanded = new ArrayList<>();
        values.forEach(value -> expanded.addAll(value.isLinear() ? tangents(value) : List.of(value)));
        return expanded;
    }

    /** What a linear value is in each lane. */
    private List<Value> tangents(Value linear) {
        return plan.isZero(linear) ? Collections.nCopies(lanes, zero(linear.type())) : tangents.get(linear);
    }

    private Op call(Op op) {
        Variant callee = ((InvokeVariant) op.operator()).variant().instead(Variant.Kind.LANES, lanes);
        List<Value> results = new ArrayList<>();
        op.results().forEach(result -> results.addAll(result.isLinear() ? fresh(result) : List.of(result)));
        return new Op(new InvokeVariant(callee, false), expanded(op.operands()), results, op.position());
    }

    private void together(LanePlan.Together together) {
        if (together.ops().isEmpty()) {
            return;
        }
        for (Op op : together.ops()) {
            if (!(op.operator() instanceof Arithmetic)
                    && !(op.operator() instanceof StrongScale)
                    && !(op.operator() instanceof StrongRatio)) {
                throw new IllegalStateException(
                        "not of numbers alone: " + op.operator().text());
            }
        }
        out.at(together.ops().get(0).position());
        LocalPartials partials = LocalPartials.of(together, plan.valuesWithRows(), lanes);
        boolean combined = partials.areWorthwhile();
        CoefficientCode coefficients = new CoefficientCode(out, plan);
        Set<Value> factors = combined ? coefficients.factors(partials, false) : coefficients.factors(together.ops());
        List<Value> wanted = wanted(together);
        if (factors.isEmpty()) {
            Map<Value, List<Value>> results =
                    combined ? combinations(together, partials, coefficients) : ops(together, op -> op);
            wanted.forEach(value -> tangents.put(value, results.get(value)));
            return;
        }
        Block test = out.block();
        Block next = target.addBlock();
        Block finite = target.addBlock();
        out.moveTo(finite);
        leave(
                next,
                wanted,
                combined ? combinations(together, partials, coefficients) : ops(together, coefficients::plain));
        Block other = target.addBlock();
        out.moveTo(other);
        leave(next, wanted, ops(together, op -> op));
        out.moveTo(test);
        List<Value> moderate = combined ? multiplied(together, partials, coefficients) : List.of();
        coefficients.branch(factors, moderate, new Edge(finite), new Edge(other));
        wanted.forEach(value -> next.parameters().addAll(fresh(value)));
        out.moveTo(next);
    }

    /** What the ops give that is used after them. */
    private List<Value> wanted(LanePlan.Together together) {
        Set<Value> wanted = new LinkedHashSet<>();
        Set<Value> copied = new LinkedHashSet<>();
        together.copies().forEach(copy -> copied.add(copy.from()));
        for (Op op : together.ops()) {
            for (Value result : op.results()) {
                if (plan.valuesWithRows().contains(result) || copied.contains(result)) {
                    wanted.add(result);
                }
            }
        }
        return new ArrayList<>(wanted);
    }

    private void leave(Block next, List<Value> wanted, Map<Value, List<Value>> results) {
        List<Value> arguments = new ArrayList<>();
        wanted.forEach(value -> arguments.addAll(results.get(value)));
        out.block().terminate(new Terminator.Jump(new Edge(next, arguments)));
    }

    private Map<Value, List<Value>> ops(LanePlan.Together together, UnaryOperator<Op> form) {
        Map<Value, List<Value>> results = new HashMap<>();
        for (Op source : together.ops()) {
            Op op = form.apply(source);
            List<Value> perLane = new ArrayList<>();
            for (int lane = 0; lane < lanes; lane++) {
                List<Value> operands = new ArrayList<>();
                for (Value operand : op.operands()) {
                    operands.add(operand.isLinear() ? current(operand, results).get(lane) : operand);
                }
                Value result = Value.of(op.result().type(), op.result().name());
                out.append(new Op(op.operator(), operands, List.of(result), op.position()));
                perLane.add(result);
            }
            results.put(op.result(), perLane);
        }
        return results;
    }

    private Map<Value, List<Value>> combinations(
            LanePlan.Together together, LocalPartials partials, CoefficientCode coefficients) {
        Map<Value, List<Value>> results = new HashMap<>();
        for (Op op : together.ops()) {
            if (LocalPartials.isConversion(op)) {
                List<Value> perLane = new ArrayList<>();
                for (Value wide :
                        combined(partials.of(op.operand(0)), op.operand(0).type(), results, coefficients)) {
                    perLane.add(out.arithmetic((Arithmetic) op.operator(), wide));
                }
                results.put(op.result(), perLane);
            } else if (partials.held(op.result()) != null) {
                results.put(
                        op.result(),
                        combined(partials.held(op.result()), op.result().type(), results, coefficients));
            }
        }
        for (Value value : wanted(together)) {
            results.computeIfAbsent(value, v -> combined(partials.of(v), v.type(), results, coefficients));
        }
        return results;
    }

    private List<Value> current(Value linear, Map<Value, List<Value>> results) {
        List<Value> known = results.get(linear);
        return known != null ? known : tangents(linear);
    }

    /** A combination in each lane. What is known to be zero or one, as along a parameter, is left out. */
    private List<Value> combined(
            Map<Value, Coefficient> combination,
            Type type,
            Map<Value, List<Value>> results,
            CoefficientCode coefficients) {
        List<Value> perLane = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            Value sum = null;
            for (Map.Entry<Value, Coefficient> term : combination.entrySet()) {
                Value leaf = current(term.getKey(), results).get(lane);
                if (leaf != zeros.get(type)) {
                    Value product = product(term.getValue(), leaf, coefficients);
                    sum = sum == null ? product : out.add(sum, product);
                }
            }
            perLane.add(sum == null ? zero(type) : sum);
        }
        return perLane;
    }

    private Value product(Coefficient coefficient, Value leaf, CoefficientCode coefficients) {
        return !coefficient.isOne() && leaf == ones.get(leaf.type())
                ? coefficients.value(coefficient, leaf.type())
                : coefficients.times(coefficient, leaf);
    }
}
