package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Flow;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Value;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which linear values are live where; their cotangents are what travels along the reversed edges. Sets keep the order of first
 * use, so that two runs over equal functions agree.
 */
final class LinearLiveness {
    private final Map<Block, Set<Value>> in = new HashMap<>();
    private final Map<Block, Set<Value>> out = new HashMap<>();

    private LinearLiveness() {}

    static LinearLiveness of(Function function) {
        LinearLiveness result = new LinearLiveness();
        List<Block> order = Flow.of(function).order();
        for (Block block : order) {
            result.in.put(block, new LinkedHashSet<>());
            result.out.put(block, new LinkedHashSet<>());
        }
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int i = order.size() - 1; i >= 0; i--) {
                changed |= result.update(order.get(i));
            }
        }
        return result;
    }

    private boolean update(Block block) {
        Set<Value> leaving = out.get(block);
        if (block.terminator() instanceof Terminator.Return exit) {
            exit.operands().stream().filter(Value::isLinear).forEach(leaving::add);
        }
        for (Edge edge : block.successors()) {
            edge.arguments().stream().filter(Value::isLinear).forEach(leaving::add);
            for (Value value : in.get(edge.target())) {
                if (!edge.target().parameters().contains(value)) {
                    leaving.add(value);
                }
            }
        }
        Set<Value> live = new LinkedHashSet<>(leaving);
        for (int i = block.ops().size() - 1; i >= 0; i--) {
            Op op = block.ops().get(i);
            op.results().forEach(live::remove);
            op.operands().stream().filter(Value::isLinear).forEach(live::add);
        }
        return in.get(block).addAll(live);
    }

    /** Live at the block's start, its own parameters among them. */
    Set<Value> in(Block block) {
        return in.get(block);
    }

    /** Live at the block's end, what its edges pass or what it returns included. */
    Set<Value> out(Block block) {
        return out.get(block);
    }
}
