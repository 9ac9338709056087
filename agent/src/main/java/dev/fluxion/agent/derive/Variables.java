package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Constant;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Flow;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Position;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Variables over a graph under construction: written and read by block, brought into SSA form at the end. A variable that no
 * path has written is zero or null. A read sees the last write so far in its own block, else what the predecessors leave.
 */
final class Variables {
    private final Function function;
    private final Map<Block, Map<Object, Value>> current = new HashMap<>();
    private final Map<Object, Type> types = new HashMap<>();
    private final Map<Block, Map<Object, Value>> parameters = new LinkedHashMap<>();
    private final Deque<Block> incomplete = new ArrayDeque<>();
    private final Map<Type, Value> defaults = new HashMap<>();

    Variables(Function function) {
        this.function = function;
    }

    void declare(Object variable, Type type) {
        types.put(variable, type);
    }

    void write(Block block, Object variable, Value value) {
        current.computeIfAbsent(block, b -> new HashMap<>()).put(variable, value);
    }

    /** Makes the variable zero or null again. */
    void reset(Block block, Object variable) {
        write(block, variable, defaultOf(types.get(variable)));
    }

    Value read(Block block, Object variable) {
        Value known = current.computeIfAbsent(block, b -> new HashMap<>()).get(variable);
        if (known == null) {
            known = block == function.entry() ? defaultOf(types.get(variable)) : placeholder(block, variable);
            write(block, variable, known);
        }
        return known;
    }

    private Value placeholder(Block block, Object variable) {
        Type type = types.get(variable);
        if (type == null) {
            throw new IllegalStateException("undeclared variable " + variable);
        }
        Value parameter = Value.of(type);
        parameters.computeIfAbsent(block, b -> new LinkedHashMap<>()).put(variable, parameter);
        incomplete.add(block);
        return parameter;
    }

    private Value defaultOf(Type type) {
        return defaults.computeIfAbsent(type, t -> {
            Value value = Value.of(t.isReference() ? Type.NULL : t);
            function.entry().ops().add(0, new Op(Constant.nothing(t), List.of(), List.of(value), Position.UNKNOWN));
            return value;
        });
    }

    /** Turns the reads that met no write into block parameters with an argument on every edge; call once, when all is built. */
    void complete() {
        Flow flow = Flow.of(function);
        while (!incomplete.isEmpty()) {
            Block block = incomplete.pop();
            if (flow.isReachable(block)) {
                for (Object variable : List.copyOf(parameters.get(block).keySet())) {
                    flow.incoming(block).forEach(edge -> read(edge.source(), variable));
                }
            }
        }
        parameters.forEach((block, added) -> block.parameters().addAll(added.values()));
        for (Block block : flow.order()) {
            Edges.replace(block, edge -> {
                Map<Object, Value> added = parameters.get(edge.target());
                if (added == null) {
                    return edge;
                }
                List<Value> arguments = new ArrayList<>(edge.arguments());
                added.keySet().forEach(variable -> arguments.add(read(block, variable)));
                return new Edge(edge.target(), arguments);
            });
        }
    }
}
