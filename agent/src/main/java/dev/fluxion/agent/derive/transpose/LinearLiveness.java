package dev.fluxion.agent.derive.transpose;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which linear values are live where, asked for one value at a time. Only those count that some block other than their own uses,
 * or that an edge passes.
 */
final class LinearLiveness {
    private final Flow flow;
    private final Map<Value, Block> definitions = new HashMap<>();
    /** The blocks at whose start a value is live because they use it. */
    private final Map<Value, Set<Block>> readers = new HashMap<>();
    /** The blocks at whose end a value is live because they pass it on. */
    private final Map<Value, Set<Block>> passers = new HashMap<>();

    private final Set<Value> travelling = new LinkedHashSet<>();

    /** @param blocks where uses count */
    LinearLiveness(Flow flow, Collection<Block> blocks) {
        this.flow = flow;
        for (Block block : blocks) {
            block.parameters().forEach(parameter -> definitions.put(parameter, block));
            for (Op op : block.ops()) {
                op.results().forEach(result -> definitions.put(result, block));
            }
        }
        for (Block block : blocks) {
            for (Op op : block.ops()) {
                for (Value operand : op.operands()) {
                    if (operand.isLinear() && definitions.get(operand) != block) {
                        use(operand, block, readers);
                    }
                }
            }
            block.terminator().operands().forEach(operand -> use(operand, block, passers));
            for (Edge edge : block.successors()) {
                edge.arguments().forEach(argument -> use(argument, block, passers));
            }
        }
    }

    private void use(Value value, Block block, Map<Value, Set<Block>> users) {
        if (value.isLinear()) {
            travelling.add(value);
            users.computeIfAbsent(value, v -> new LinkedHashSet<>()).add(block);
        }
    }

    /** The values that count, in the order of first use. */
    Set<Value> travelling() {
        return travelling;
    }

    /** The block that defines a value; null for one from elsewhere. */
    Block definition(Value value) {
        return definitions.get(value);
    }

    /** Whether the value's own block alone uses it, if at all: past an edge out of that it is not live. */
    boolean isLocal(Value value) {
        Block definition = definitions.get(value);
        return !readers.containsKey(value)
                && passers.getOrDefault(value, Set.of()).stream().allMatch(block -> block == definition);
    }

    /** The blocks at whose end the value is live. */
    Set<Block> out(Value value) {
        Block definition = definitions.get(value);
        Set<Block> out = new HashSet<>(passers.getOrDefault(value, Set.of()));
        List<Block> begun = new ArrayList<>(out);
        begun.remove(definition);
        begun.addAll(readers.getOrDefault(value, Set.of()));
        Deque<Block> in = new ArrayDeque<>(begun);
        while (!in.isEmpty()) {
            for (Flow.Incoming edge : flow.incoming(in.pop())) {
                if (out.add(edge.source()) && edge.source() != definition) {
                    in.push(edge.source());
                }
            }
        }
        return out;
    }
}
