package dev.fluxion.agent.ir.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes block parameters that always equal one other value, those that only say so of each other around loops included, and
 * parameters that nothing reads. Blocks that cannot be reached are dropped. The entry's parameters stay, and so does the
 * exception of a block that exceptions lead to.
 */
public final class SimplifyParameters {
    private final Flow flow;
    /** The arguments that each removable parameter receives, one per edge. */
    private final Map<Value, List<Value>> arguments = new LinkedHashMap<>();

    private final Set<Value> read = new HashSet<>();
    private Map<Value, Value> replacements;

    private SimplifyParameters(Flow flow) {
        this.flow = flow;
    }

    /** Simplifies the function in place. */
    public static void run(Function function) {
        run(Flow.ofReachable(function));
    }

    /** Simplifies in place the function whose flow, as it stands, this is. */
    public static void run(Flow flow) {
        SimplifyParameters pass = new SimplifyParameters(flow);
        pass.collect();
        if (pass.arguments.isEmpty()) {
            return;
        }
        pass.replacements = RedundantParameters.replacements(pass.arguments);
        pass.findRead();
        if (!pass.replacements.isEmpty() || pass.read.size() < pass.arguments.size()) {
            pass.rewrite();
        }
    }

    private void collect() {
        for (Block block : flow.order().subList(1, flow.order().size())) {
            List<Flow.Incoming> incoming = flow.incoming(block);
            List<Value> parameters = block.parameters();
            int first = incoming.get(0).edge().firstParameter();
            for (int i = first; i < parameters.size(); i++) {
                List<Value> received = new ArrayList<>(incoming.size());
                for (Flow.Incoming way : incoming) {
                    received.add(way.edge().arguments().get(i - first));
                }
                arguments.put(parameters.get(i), received);
            }
        }
    }

    private Value replacement(Value value) {
        return replacements.getOrDefault(value, value);
    }

    private void findRead() {
        Deque<Value> pending = new ArrayDeque<>();
        for (Block block : flow.order()) {
            for (Op op : block.ops()) {
                read(op.operands(), pending);
            }
            read(block.terminator().operands(), pending);
        }
        while (!pending.isEmpty()) {
            read(arguments.get(pending.pop()), pending);
        }
    }

    private void read(List<Value> values, Deque<Value> pending) {
        boolean mayBeReplaced = !replacements.isEmpty();
        for (int i = 0; i < values.size(); i++) {
            Value parameter = mayBeReplaced ? replacement(values.get(i)) : values.get(i);
            if (arguments.containsKey(parameter) && read.add(parameter)) {
                pending.add(parameter);
            }
        }
    }

    /** Nobody reads what is replaced. */
    private boolean stays(Value parameter) {
        return !arguments.containsKey(parameter) || read.contains(parameter);
    }

    private void rewrite() {
        for (Block block : flow.order()) {
            if (!replacements.isEmpty()) {
                block.replaceUses(this::replacement);
            }
            block.replaceEdges(edge -> edge.retain(this::stays));
        }
        for (Block block : flow.order()) {
            block.parameters().removeIf(parameter -> !stays(parameter));
        }
    }
}
