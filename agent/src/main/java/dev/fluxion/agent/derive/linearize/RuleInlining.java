package dev.fluxion.agent.derive.linearize;

import dev.fluxion.agent.derive.activity.RuleForm;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a rule's code into the function being linearized. What depends on the rule's tangents becomes linear; each product or
 * quotient of a tangent by something that may not be finite becomes a strong-zero product.
 */
final class RuleInlining {
    private final Emitter out;
    private final Function rule;
    private final RuleForm form;
    private final Map<Value, Value> values = new HashMap<>();
    private final Map<Value, Constant> constants = new HashMap<>();
    private final Map<Value, Scaled> scaled = new HashMap<>();
    private final Map<Block, Block> blocks = new HashMap<>();
    /** Arrays of tangents that are all zero, for which the arrays themselves stand. */
    private final Set<Value> zeros = new HashSet<>();

    /** A product in the rule, of a partial and a tangent. */
    private record Scaled(Value partial, Value tangent) {}

    private RuleInlining(Emitter out, RuleTable.Rule rule) {
        this.out = out;
        this.rule = rule.function();
        this.form = rule.form();
    }

    /**
     * Writes the code behind what is there.
     *
     * @param rule one without a fault
     * @param arguments what the rule takes, before the tangents
     * @param tangents the last arguments, with null for the shadow of an array that has none
     * @return the tangent of the result
     */
    static Value inline(Emitter out, RuleTable.Rule rule, List<Value> arguments, List<Value> tangents) {
        RuleInlining inlining = new RuleInlining(out, rule);
        inlining.bind(arguments, tangents);
        return inlining.run();
    }

    private void bind(List<Value> arguments, List<Value> tangents) {
        List<Value> parameters = rule.parameters();
        for (int i = 0; i < arguments.size(); i++) {
            values.put(parameters.get(i), arguments.get(i));
        }
        int next = 0;
        for (int i = 0; next < tangents.size(); i++) {
            if (RuleTable.hasTangent(parameters.get(i).type())) {
                Value parameter = parameters.get(arguments.size() + next);
                Value tangent = tangents.get(next++);
                if (tangent == null) {
                    zeros.add(parameter);
                }
                values.put(parameter, tangent == null ? arguments.get(i) : tangent);
            }
        }
    }

    private Value run() {
        List<Block> order = Flow.of(rule).order();
        if (order.size() == 1) {
            rule.entry().ops().forEach(this::op);
            return linearValue(
                    ((Terminator.Return) rule.entry().terminator()).operands().get(0));
        }
        Block continuation = out.target().addBlock();
        Value result = Value.linear(rule.resultTypes().get(0), null);
        continuation.parameters().add(result);
        for (Block block : order) {
            Block copy = block == rule.entry() ? out.block() : out.target().addBlock();
            blocks.put(block, copy);
            if (block != rule.entry()) {
                for (Value parameter : block.parameters()) {
                    Value fresh = form.isTangent(parameter)
                            ? Value.linear(parameter.type(), parameter.name())
                            : parameter.fresh();
                    values.put(parameter, fresh);
                    copy.parameters().add(fresh);
                }
            }
        }
        for (Block block : order) {
            out.moveTo(blocks.get(block));
            block.ops().forEach(this::op);
            leave(block, continuation);
        }
        out.moveTo(continuation);
        return result;
    }

    private void op(Op op) {
        out.at(out.position());
        if (op.operator() instanceof Constant constant && !op.results().isEmpty()) {
            constants.put(op.result(), constant);
        }
        if (op.operator() instanceof ArrayLoad load && form.isArray(op.operand(0))) {
            values.put(op.result(), tangentElement(op, load));
            return;
        }
        if (!form.readsTangent(op)) {
            Op copy = op.map(values::get, Value::fresh);
            out.append(new Op(copy.operator(), copy.operands(), copy.results(), out.position()));
            for (int i = 0; i < op.results().size(); i++) {
                values.put(op.results().get(i), copy.results().get(i));
            }
            return;
        }
        values.put(op.result(), linearOp(op, (Arithmetic) op.operator()));
    }

    private Value tangentElement(Op op, ArrayLoad load) {
        Type type = op.result().type();
        boolean isZero = zeros.contains(op.operand(0));
        if (type.isReference()) {
            if (isZero) {
                zeros.add(op.result());
            }
            return out.value(load, type, values.get(op.operand(0)), values.get(op.operand(1)));
        }
        return isZero ? out.zero(type) : out.linear(load, type, values.get(op.operand(0)), values.get(op.operand(1)));
    }

    private Value linearOp(Op op, Arithmetic arithmetic) {
        Value a = values.get(op.operand(0));
        Value b = op.operands().size() < 2 ? null : values.get(op.operand(1));
        switch (arithmetic) {
            case DMUL, FMUL -> {
                Value partial = a.isLinear() ? b : a;
                Value tangent = a.isLinear() ? a : b;
                scaled.put(op.result(), new Scaled(partial, tangent));
                Constant factor = constants.get(op.operand(a.isLinear() ? 1 : 0));
                return factor == null ? out.strongScale(partial, tangent) : out.multiply(partial, tangent);
            }
            case DDIV, FDIV -> {
                Scaled product = scaled.get(op.operand(0));
                return product == null
                        ? out.strongRatio(out.one(a.type()), a, b)
                        : out.strongRatio(product.partial(), product.tangent(), b);
            }
            case DADD, FADD, DSUB, FSUB -> {
                return out.arithmetic(arithmetic, linearValue(op.operand(0)), linearValue(op.operand(1)));
            }
            case DNEG, FNEG, D2F, F2D -> {
                return out.arithmetic(arithmetic, a);
            }
            default -> throw new IllegalStateException("not linear in a rule's tangents: " + arithmetic.text());
        }
    }

    private void leave(Block block, Block continuation) {
        Terminator terminator = block.terminator();
        out.block()
                .terminate(
                        switch (terminator.kind()) {
                            case RETURN -> {
                                Value result = linearValue(terminator.operands().get(0));
                                yield new Terminator.Jump(new Edge(continuation, List.of(result)));
                            }
                            case JUMP, BRANCH, SWITCH, THROW -> terminator.with(values::get, edges(terminator));
                        });
    }

    private List<Edge> edges(Terminator terminator) {
        List<Edge> edges = new ArrayList<>();
        for (Edge edge : terminator.edges()) {
            List<Value> arguments = new ArrayList<>();
            for (int i = 0; i < edge.arguments().size(); i++) {
                Value argument = edge.arguments().get(i);
                boolean wantsLinear = form.isTangent(edge.target().parameters().get(i));
                arguments.add(wantsLinear ? linearValue(argument) : values.get(argument));
            }
            edges.add(new Edge(blocks.get(edge.target()), arguments));
        }
        return edges;
    }

    private Value linearValue(Value source) {
        Value value = values.get(source);
        return value.isLinear() ? value : out.zero(value.type());
    }
}
