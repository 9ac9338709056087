package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
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
    /** What is needed for a value: its op's operands, or what the edges pass for the parameter. */
    private final Map<Value, List<Value>> sources = new HashMap<>();

    private final Set<Value> needed = new HashSet<>();
    private final Deque<Value> pending = new ArrayDeque<>();

    private DeadCode() {}

    /** Works in place; keeps the entry's parameters, and the exception parameter of handlers. */
    public static void run(Function function) {
        Flow.ofReachable(function);
        sweep(function);
    }

    /** The same where every block is reachable. Returns whether blocks lost their handlers: some may no longer be so. */
    static boolean sweep(Function function) {
        DeadCode pass = new DeadCode();
        pass.findNeeded(function);
        return pass.remove(function);
    }

    private void findNeeded(Function function) {
        need(function.parameters());
        for (Block block : function.blocks()) {
            for (Edge edge : block.terminator().edges()) {
                feed(edge);
            }
            for (Handler handler : block.handlers()) {
                need(handler.edge().target().parameters().subList(0, 1));
                feed(handler.edge());
            }
        }
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                if (Purity.isRemovable(op)) {
                    for (Value result : op.results()) {
                        sources.put(result, op.operands());
                    }
                } else {
                    need(op.operands());
                }
            }
            need(block.terminator().operands());
        }
        while (!pending.isEmpty()) {
            List<Value> values = sources.get(pending.pop());
            if (values != null) {
                need(values);
            }
        }
    }

    private boolean remove(Function function) {
        boolean isAnyLeftOut = false;
        boolean isAnyUnprotected = false;
        for (Block block : function.blocks()) {
            block.ops().removeIf(op -> !isNeeded(op) && Purity.isRemovable(op));
            if (!block.handlers().isEmpty() && !mayThrow(block)) {
                block.handlers().clear();
                isAnyUnprotected = true;
            }
            isAnyLeftOut |= !needed.containsAll(block.parameters());
        }
        if (isAnyLeftOut) {
            function.blocks().forEach(block -> block.replaceEdges(edge -> edge.retain(needed::contains)));
            function.blocks().forEach(block -> block.parameters().removeIf(parameter -> !needed.contains(parameter)));
        }
        return isAnyUnprotected;
    }

    private void feed(Edge edge) {
        List<Value> parameters = edge.target().parameters();
        int first = edge.firstParameter();
        for (int i = 0; i < edge.arguments().size(); i++) {
            Value parameter = parameters.get(first + i);
            List<Value> received = sources.get(parameter);
            if (received == null) {
                received = new ArrayList<>();
                sources.put(parameter, received);
            }
            received.add(edge.arguments().get(i));
        }
    }

    private void need(List<Value> values) {
        for (int i = 0; i < values.size(); i++) {
            if (needed.add(values.get(i))) {
                pending.push(values.get(i));
            }
        }
    }

    private boolean isNeeded(Op op) {
        for (int i = 0; i < op.results().size(); i++) {
            if (needed.contains(op.results().get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayThrow(Block block) {
        return block.terminator() instanceof Terminator.Throw || block.mayThrow();
    }
}
