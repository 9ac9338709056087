package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Flow;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes unreachable blocks, ops without effect whose results nobody needs, and block parameters nobody needs, cycles of
 * values that only feed each other included.
 */
public final class DeadCode {
    private final Map<Value, Op> definitions = new HashMap<>();
    private final Map<Value, List<Value>> arguments = new HashMap<>();
    private final Set<Value> needed = new HashSet<>();
    private final Deque<Value> pending = new ArrayDeque<>();

    private DeadCode() {}

    /** Works in place; keeps the entry's parameters, and the exception parameter of handlers. */
    public static void run(Function function) {
        Flow flow = Flow.of(function);
        function.blocks().retainAll(new HashSet<>(flow.order()));
        new DeadCode().sweep(function);
    }

    private void sweep(Function function) {
        Set<Value> kept = new HashSet<>(function.parameters());
        for (Block block : function.blocks()) {
            for (Handler handler : block.handlers()) {
                List<Value> parameters = handler.edge().target().parameters();
                kept.add(parameters.get(0));
                feed(handler.edge(), parameters.subList(1, parameters.size()));
            }
            block.terminator().edges().forEach(edge -> feed(edge, edge.target().parameters()));
            for (Op op : block.ops()) {
                for (Value result : op.results()) {
                    definitions.put(result, op);
                }
                if (!Purity.isRemovable(op)) {
                    op.operands().forEach(this::need);
                }
            }
            block.terminator().operands().forEach(this::need);
        }
        while (!pending.isEmpty()) {
            Value value = pending.pop();
            Op op = definitions.get(value);
            (op == null ? arguments.getOrDefault(value, List.of()) : op.operands()).forEach(this::need);
        }
        kept.addAll(needed);
        boolean isAnyLeftOut = false;
        for (Block block : function.blocks()) {
            block.ops().removeIf(op -> !isNeeded(op) && Purity.isRemovable(op));
            if (!block.handlers().isEmpty() && !mayThrow(block)) {
                block.handlers().clear();
            }
            isAnyLeftOut |= !kept.containsAll(block.parameters());
        }
        if (isAnyLeftOut) {
            prune(function, kept);
        }
    }

    private boolean isNeeded(Op op) {
        for (Value result : op.results()) {
            if (needed.contains(result)) {
                return true;
            }
        }
        return false;
    }

    private static void prune(Function function, Set<Value> kept) {
        for (Block block : function.blocks()) {
            Terminator terminator = block.terminator();
            List<Edge> edges = terminator.edges().stream()
                    .map(edge -> prune(edge, edge.target().parameters(), kept))
                    .toList();
            block.terminate(terminator.with(value -> value, edges));
            block.handlers().replaceAll(handler -> {
                List<Value> parameters = handler.edge().target().parameters();
                return new Handler(
                        handler.catchType(), prune(handler.edge(), parameters.subList(1, parameters.size()), kept));
            });
        }
        for (Block block : function.blocks()) {
            block.parameters().removeIf(parameter -> !kept.contains(parameter));
        }
    }

    private static boolean mayThrow(Block block) {
        return block.terminator() instanceof Terminator.Throw
                || block.ops().stream().anyMatch(op -> op.operator().mayThrow());
    }

    private void feed(Edge edge, List<Value> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            arguments
                    .computeIfAbsent(parameters.get(i), p -> new ArrayList<>())
                    .add(edge.arguments().get(i));
        }
    }

    private void need(Value value) {
        if (needed.add(value)) {
            pending.push(value);
        }
    }

    private static Edge prune(Edge edge, List<Value> parameters, Set<Value> kept) {
        List<Value> result = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            if (kept.contains(parameters.get(i))) {
                result.add(edge.arguments().get(i));
            }
        }
        return new Edge(edge.target(), result);
    }
}
