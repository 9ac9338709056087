package dev.fluxion.agent.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
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
    private final Set<Block> exceptional = new HashSet<>();
    /** The arguments that each removable parameter receives, one per edge. */
    private final Map<Value, List<Value>> arguments = new LinkedHashMap<>();
    /** What edges pass for, before any parameter is removed. */
    private final Map<Block, List<Value>> passed = new HashMap<>();

    private final Set<Value> read = new HashSet<>();
    private Map<Value, Value> replacements;

    private SimplifyParameters(Function function) {
        this.flow = Flow.of(function);
    }

    /** Simplifies the function in place. */
    public static void run(Function function) {
        SimplifyParameters pass = new SimplifyParameters(function);
        function.blocks().retainAll(new HashSet<>(pass.flow.order()));
        pass.collect();
        if (pass.arguments.isEmpty()) {
            return;
        }
        pass.replacements = RedundantParameters.replacements(pass.arguments);
        pass.findRead();
        if (!pass.replacements.isEmpty() || !pass.read.containsAll(pass.arguments.keySet())) {
            pass.flow.order().forEach(pass::rewrite);
        }
    }

    private void collect() {
        for (Block block : flow.order()) {
            block.handlers().forEach(handler -> exceptional.add(handler.edge().target()));
        }
        for (Block block : flow.order().subList(1, flow.order().size())) {
            int first = exceptional.contains(block) ? 1 : 0;
            List<Value> parameters = List.copyOf(
                    block.parameters().subList(first, block.parameters().size()));
            passed.put(block, parameters);
            for (int i = 0; i < parameters.size(); i++) {
                List<Value> received = new ArrayList<>();
                for (Flow.Incoming incoming : flow.incoming(block)) {
                    received.add(incoming.edge().arguments().get(i));
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
        for (Value value : values) {
            Value parameter = replacement(value);
            if (arguments.containsKey(parameter) && read.add(parameter)) {
                pending.add(parameter);
            }
        }
    }

    private boolean stays(Value parameter) {
        return !arguments.containsKey(parameter) || !replacements.containsKey(parameter) && read.contains(parameter);
    }

    private void rewrite(Block block) {
        if (!replacements.isEmpty()) {
            block.ops().replaceAll(op -> op.mapOperands(this::replacement));
        }
        Terminator terminator = block.terminator();
        block.terminate(terminator.with(
                this::replacement, terminator.edges().stream().map(this::edge).toList()));
        block.handlers().replaceAll(handler -> new Handler(handler.catchType(), edge(handler.edge())));
        block.parameters().removeIf(parameter -> !stays(parameter));
    }

    private Edge edge(Edge edge) {
        List<Value> parameters = passed.get(edge.target());
        List<Value> kept = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            if (stays(parameters.get(i))) {
                kept.add(replacement(edge.arguments().get(i)));
            }
        }
        return new Edge(edge.target(), kept);
    }
}
