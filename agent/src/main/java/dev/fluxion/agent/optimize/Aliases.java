package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a field may be written while the same object is known by a second value that is still to be used. If not, each value's
 * fields can be kept apart: a join copies them.
 */
final class Aliases {
    private final Flow flow;
    private final ObjectWebs.Web web;
    private final Liveness liveness;

    private Aliases(Flow flow, ObjectWebs.Web web) {
        this.flow = flow;
        this.web = web;
        this.liveness = Liveness.of(flow, web.values());
    }

    static boolean mayBeWritten(Flow flow, ObjectWebs.Web web) {
        return web.values().size() > 1 && new Aliases(flow, web).mayBeWritten();
    }

    private boolean mayBeWritten() {
        for (Block block : flow.order()) {
            for (int at = 0; at < block.ops().size(); at++) {
                Op op = block.ops().get(at);
                boolean writes = op.operator() instanceof FieldPut || ObjectWebs.isConstruction(op);
                if (writes && web.values().contains(op.operand(0)) && mayHaveSecond(op.operand(0), block, at)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean mayHaveSecond(Value written, Block block, int at) {
        Set<Value> others = liveness.after(block, at);
        others.remove(written);
        return !others.isEmpty() && mayBeKnown(written, block, at);
    }

    /** Whether a value may have been passed on since it was defined; a parameter is another value for what was passed. */
    private boolean mayBeKnown(Value value, Block block, int at) {
        Definition definition = definition(value);
        if (definition == null) {
            return true;
        }
        if (definition.block() == block && definition.at() < at) {
            return false;
        }
        Set<Block> reached = new HashSet<>();
        Deque<Block> pending = new ArrayDeque<>();
        for (Block source : flow.order()) {
            for (Edge edge : source.successors()) {
                if (edge.arguments().contains(value)) {
                    pending.add(edge.target());
                }
            }
        }
        while (!pending.isEmpty()) {
            Block next = pending.pop();
            if (next == block) {
                return true;
            }
            if (next != definition.block() && reached.add(next)) {
                next.successors().forEach(edge -> pending.add(edge.target()));
            }
        }
        return false;
    }

    private record Definition(Block block, int at) {}

    /** Where an object is made; null for parameters and casts. */
    private Definition definition(Value value) {
        for (Block block : flow.order()) {
            for (int at = 0; at < block.ops().size(); at++) {
                Op op = block.ops().get(at);
                if (op.results().contains(value)) {
                    return op.operands().isEmpty() ? new Definition(block, at) : null;
                }
            }
        }
        return null;
    }
}
