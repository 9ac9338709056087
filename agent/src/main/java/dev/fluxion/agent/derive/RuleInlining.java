package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Arithmetic;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Constant;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Flow;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Linearity;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a rule's code into the function being linearized. What depends on the rule's tangent parameters becomes linear; each
 * product or quotient of a tangent by something that may not be finite becomes a strong-zero product.
 */
final class RuleInlining {
    private final Emitter out;
    private final Function rule;
    private final Set<Value> linear;
    private final Map<Value, Value> values = new HashMap<>();
    private final Map<Value, Constant> constants = new HashMap<>();
    private final Map<Block, Block> blocks = new HashMap<>();

    private RuleInlining(Emitter out, Function rule) {
        this.out = out;
        this.rule = rule;
        this.linear = new HashSet<>();
    }

    /**
     * @param arguments one per parameter of the rule; the linear ones are its tangents
     * @return the tangent of the result
     * @throws IllegalStateException if the rule is not linear in its tangents, naming the line
     */
    static Value inline(Emitter out, Function rule, List<Value> arguments) {
        return new RuleInlining(out, rule).run(arguments);
    }

    private Value run(List<Value> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            Value parameter = rule.parameters().get(i);
            values.put(parameter, arguments.get(i));
            if (arguments.get(i).isLinear()) {
                linear.add(parameter);
            }
        }
        List<Block> order = Flow.of(rule).order();
        spreadLinearity(order);
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
                    Value fresh = linear.contains(parameter)
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

    private void spreadLinearity(List<Block> order) {
        for (int before = -1; before != linear.size(); ) {
            before = linear.size();
            for (Block block : order) {
                for (Op op : block.ops()) {
                    if (readsLinear(op)) {
                        linear.addAll(op.results());
                    }
                }
                for (Edge edge : block.successors()) {
                    for (int i = 0; i < edge.arguments().size(); i++) {
                        if (linear.contains(edge.arguments().get(i))) {
                            linear.add(edge.target().parameters().get(i));
                        }
                    }
                }
            }
        }
    }

    private boolean readsLinear(Op op) {
        for (int i = 0; i < op.operands().size(); i++) {
            if (linear.contains(op.operand(i))) {
                return true;
            }
        }
        return false;
    }

    private void op(Op op) {
        out.at(out.position());
        if (op.operator() instanceof Constant constant && !op.results().isEmpty()) {
            constants.put(op.result(), constant);
        }
        if (!readsLinear(op)) {
            Op copy = op.map(values::get, Value::fresh);
            out.append(new Op(copy.operator(), copy.operands(), copy.results(), out.position()));
            for (int i = 0; i < op.results().size(); i++) {
                values.put(op.results().get(i), copy.results().get(i));
            }
            return;
        }
        if (!(op.operator() instanceof Arithmetic arithmetic)) {
            throw notLinear(op);
        }
        values.put(op.result(), linearOp(op, arithmetic));
    }

    private Value linearOp(Op op, Arithmetic arithmetic) {
        Value a = values.get(op.operand(0));
        Value b = op.operands().size() < 2 ? null : values.get(op.operand(1));
        switch (arithmetic) {
            case DMUL, FMUL -> {
                if (a.isLinear() == b.isLinear()) {
                    throw notLinear(op);
                }
                Value partial = a.isLinear() ? b : a;
                Value tangent = a.isLinear() ? a : b;
                Constant factor = constants.get(op.operand(a.isLinear() ? 1 : 0));
                return factor == null ? out.strongScale(partial, tangent) : out.multiply(partial, tangent);
            }
            case DDIV, FDIV -> {
                if (!a.isLinear() || b.isLinear()) {
                    throw notLinear(op);
                }
                Constant one = arithmetic == Arithmetic.FDIV ? Constant.of(1f) : Constant.of(1.0);
                return out.strongScale(out.divide(out.value(one, b.type()), b), a);
            }
            case DADD, FADD, DSUB, FSUB -> {
                return out.arithmetic(arithmetic, linearValue(op.operand(0)), linearValue(op.operand(1)));
            }
            default -> {
                Op probe = new Op(arithmetic, List.of(a), List.of(Value.linear(Type.DOUBLE, null)), op.position());
                if (!Linearity.isLinearOp(probe)) {
                    throw notLinear(op);
                }
                return out.arithmetic(arithmetic, a);
            }
        }
    }

    private void leave(Block block, Block continuation) {
        Terminator terminator = block.terminator();
        if (terminator instanceof Terminator.Return exit) {
            out.block()
                    .terminate(new Terminator.Jump(new Edge(
                            continuation, List.of(linearValue(exit.operands().get(0))))));
            return;
        }
        for (Value operand : terminator.operands()) {
            if (linear.contains(operand)) {
                throw new IllegalStateException("The rule " + rule.name() + " branches on a tangent.");
            }
        }
        List<Edge> edges = new ArrayList<>();
        for (Edge edge : terminator.edges()) {
            List<Value> arguments = new ArrayList<>();
            for (int i = 0; i < edge.arguments().size(); i++) {
                Value argument = edge.arguments().get(i);
                boolean wantsLinear = linear.contains(edge.target().parameters().get(i));
                arguments.add(wantsLinear ? linearValue(argument) : values.get(argument));
            }
            edges.add(new Edge(blocks.get(edge.target()), arguments));
        }
        out.block().terminate(terminator.with(values::get, edges));
    }

    private Value linearValue(Value source) {
        Value value = values.get(source);
        if (value.isLinear()) {
            return value;
        }
        Constant constant = constants.get(source);
        if (constant != null && ((Number) constant.value()).doubleValue() == 0) {
            return out.zero(value.type());
        }
        throw new IllegalStateException(
                "The rule " + rule.name() + " is not linear in its tangents: it returns or adds a value without one.");
    }

    private IllegalStateException notLinear(Op op) {
        return new IllegalStateException("The rule " + rule.name() + " is not linear in its tangents at line "
                + op.position().line() + ".");
    }
}
