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
import dev.fluxion.agent.optimize.Substitution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Variables over a graph under construction: written and read by block, brought into SSA form at the end. A variable that no
 * path has written is zero or null. A read sees the last write so far in its own block, else what the predecessors leave.
 *
 * <p>Block parameters are placed on the iterated dominance frontier of the writes, where the variable is live (Cytron et al.,
 * TOPLAS 1991).
 */
final class Variables {
    private final Function function;
    private final Map<Object, Type> types = new LinkedHashMap<>();
    /** What a variable holds at the end of a block that writes it. */
    private final Map<Object, Map<Block, Value>> writes = new HashMap<>();
    /** What stands for a variable at the start of a block that reads it. */
    private final Map<Object, Map<Block, Value>> reads = new HashMap<>();

    private final Map<Type, Value> defaults = new HashMap<>();

    Variables(Function function) {
        this.function = function;
    }

    void declare(Object variable, Type type) {
        types.put(variable, type);
    }

    void write(Block block, Object variable, Value value) {
        writes.computeIfAbsent(variable, v -> new HashMap<>()).put(block, value);
    }

    /** Makes the variable zero or null again. */
    void reset(Block block, Object variable) {
        write(block, variable, defaultOf(types.get(variable)));
    }

    Value read(Block block, Object variable) {
        Type type = types.get(variable);
        if (type == null) {
            throw new IllegalStateException("undeclared variable " + variable);
        }
        Value written = writes.getOrDefault(variable, Map.of()).get(block);
        if (written != null) {
            return written;
        }
        return block == function.entry()
                ? defaultOf(type)
                : reads.computeIfAbsent(variable, v -> new LinkedHashMap<>())
                        .computeIfAbsent(block, b -> Value.of(type));
    }

    private Value defaultOf(Type type) {
        return defaults.computeIfAbsent(type, t -> {
            Value value = Value.of(t.isReference() ? Type.NULL : t);
            function.entry().ops().add(0, new Op(Constant.nothing(t), List.of(), List.of(value), Position.UNKNOWN));
            return value;
        });
    }

    /** Turns the reads that met no write into values or block parameters with an argument on every edge; call once, when all is built. */
    void complete() {
        Completion completion = new Completion(Flow.of(function));
        types.keySet().forEach(completion::complete);
        completion.finish();
    }

    /** The parameters to be added to a block, and by source block the arguments for them. */
    private static final class Added {
        final List<Value> parameters = new ArrayList<>();
        final Map<Block, List<Value>> arguments = new HashMap<>();
    }

    private final class Completion {
        private final Flow flow;
        private final Map<Block, Set<Block>> frontiers;
        private final Map<Block, Added> added = new LinkedHashMap<>();
        private final Substitution substitution = new Substitution();

        Completion(Flow flow) {
            this.flow = flow;
            this.frontiers = frontiers(flow);
        }

        void complete(Object variable) {
            Map<Block, Value> starts = reads.get(variable);
            if (starts == null) {
                return;
            }
            starts.keySet().removeIf(block -> !flow.isReachable(block));
            Map<Block, Value> ends = new HashMap<>(writes.getOrDefault(variable, Map.of()));
            ends.keySet().removeIf(block -> !flow.isReachable(block));
            Set<Block> joins = joins(starts.keySet(), ends.keySet());
            Map<Block, Value> known = new HashMap<>();
            for (Block join : joins) {
                Value parameter = starts.get(join);
                known.put(join, parameter == null ? Value.of(types.get(variable)) : parameter);
            }
            starts.forEach((block, value) -> {
                if (!joins.contains(block)) {
                    substitution.replace(value, atStart(block, variable, ends, known));
                }
            });
            for (Block join : joins) {
                Added into = added.computeIfAbsent(join, j -> new Added());
                into.parameters.add(known.get(join));
                Set<Block> sources = new LinkedHashSet<>();
                flow.incoming(join).forEach(edge -> sources.add(edge.source()));
                for (Block source : sources) {
                    into.arguments
                            .computeIfAbsent(source, s -> new ArrayList<>())
                            .add(atEnd(source, variable, ends, known));
                }
            }
        }

        private Value atEnd(Block block, Object variable, Map<Block, Value> ends, Map<Block, Value> known) {
            Value written = ends.get(block);
            return written != null ? written : atStart(block, variable, ends, known);
        }

        private Value atStart(Block block, Object variable, Map<Block, Value> ends, Map<Block, Value> known) {
            Deque<Block> path = new ArrayDeque<>();
            Value found = null;
            for (Block walk = block; found == null; ) {
                found = known.get(walk);
                if (found == null) {
                    path.push(walk);
                    walk = flow.immediateDominator(walk);
                    found = walk == null ? defaultOf(types.get(variable)) : ends.get(walk);
                }
            }
            for (Block passed : path) {
                known.put(passed, found);
            }
            return found;
        }

        /** Where different values of a variable meet that someone reads later. */
        private Set<Block> joins(Set<Block> readers, Set<Block> writers) {
            if (writers.isEmpty()) {
                return Set.of();
            }
            if (writers.size() == 1) {
                Block writer = writers.iterator().next();
                if (readers.stream().allMatch(reader -> reader != writer && flow.dominates(writer, reader))) {
                    return Set.of();
                }
            }
            Set<Block> live = live(readers, writers);
            Set<Block> joins = new LinkedHashSet<>();
            Deque<Block> pending = new ArrayDeque<>(writers);
            while (!pending.isEmpty()) {
                for (Block join : frontiers.getOrDefault(pending.pop(), Set.of())) {
                    if (live.contains(join) && joins.add(join)) {
                        pending.add(join);
                    }
                }
            }
            return joins;
        }

        /** The blocks at whose start the variable is live. */
        private Set<Block> live(Set<Block> readers, Set<Block> writers) {
            Set<Block> live = new HashSet<>(readers);
            Deque<Block> pending = new ArrayDeque<>(readers);
            while (!pending.isEmpty()) {
                for (Flow.Incoming edge : flow.incoming(pending.pop())) {
                    Block source = edge.source();
                    if (!writers.contains(source) && live.add(source)) {
                        pending.add(source);
                    }
                }
            }
            return live;
        }

        void finish() {
            for (Block block : flow.order()) {
                Edges.replace(block, edge -> {
                    Added into = added.get(edge.target());
                    if (into == null) {
                        return edge;
                    }
                    List<Value> arguments = new ArrayList<>(edge.arguments());
                    arguments.addAll(into.arguments.get(block));
                    return new Edge(edge.target(), arguments);
                });
            }
            added.forEach((block, into) -> block.parameters().addAll(into.parameters));
            substitution.apply(flow.order());
        }
    }

    // Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm (2001), figure 5.
    private static Map<Block, Set<Block>> frontiers(Flow flow) {
        Map<Block, Set<Block>> frontiers = new HashMap<>();
        for (Block block : flow.order()) {
            List<Flow.Incoming> incoming = flow.incoming(block);
            if (incoming.size() > 1) {
                for (Flow.Incoming edge : incoming) {
                    Block walk = edge.source();
                    while (walk != null && walk != flow.immediateDominator(block)) {
                        frontiers
                                .computeIfAbsent(walk, b -> new LinkedHashSet<>())
                                .add(block);
                        walk = flow.immediateDominator(walk);
                    }
                }
            }
        }
        return frontiers;
    }
}
