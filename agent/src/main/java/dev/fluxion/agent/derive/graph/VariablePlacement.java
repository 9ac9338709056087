package dev.fluxion.agent.derive.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.value.Value;
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
import java.util.TreeMap;

/**
 * Brings variables into SSA form. Block parameters may be needed on the iterated dominance frontier of the writes (Cytron
 * et al., TOPLAS 1991); those are made on which a read depends. What a block sees is what the nearest block above it in the
 * dominator tree that changes the variable leaves, found by its place in a preorder. So the work grows with the reads, the
 * writes and the arguments made, not with the blocks that a value merely passes.
 */
final class VariablePlacement {
    /** A block that changes the variable in question, by a parameter, by a write, or both; null for what it has not. */
    private record Change(Block block, Value parameter, Value written, Change above) {
        Value atEnd() {
            return written == null ? parameter : written;
        }
    }

    /** The parameters to be added to a block, and by source block the arguments for them. */
    private record Added(List<Value> parameters, Map<Block, List<Value>> arguments) {
        Added() {
            this(new ArrayList<>(), new HashMap<>());
        }
    }

    /** What variables hold where nothing was written, and new values for them. */
    interface Kinds {
        /** The zero or null that a variable holds before anything is written. */
        Value initial(Object variable);

        /** A new value of the kind that a variable holds. */
        Value fresh(Object variable);
    }

    private final Kinds kinds;
    private final Flow flow;
    private final Map<Block, Set<Block>> frontiers;
    private final Map<Block, Integer> preorder = new HashMap<>();
    private final boolean isAllReachable;
    private final Map<Block, Added> added = new LinkedHashMap<>();
    private final Substitution substitution = new Substitution();

    VariablePlacement(Function function, Kinds kinds) {
        this.kinds = kinds;
        this.flow = Flow.of(function);
        this.frontiers = frontiers(flow);
        this.isAllReachable = flow.order().size() == function.blocks().size();
        Map<Block, List<Block>> children = new HashMap<>();
        for (Block block : flow.order()) {
            Block parent = flow.immediateDominator(block);
            if (parent != null) {
                children.computeIfAbsent(parent, p -> new ArrayList<>()).add(block);
            }
        }
        Deque<Block> pending = new ArrayDeque<>(List.of(function.entry()));
        while (!pending.isEmpty()) {
            Block block = pending.pop();
            preorder.put(block, preorder.size());
            children.getOrDefault(block, List.of()).forEach(pending::push);
        }
    }

    /** Places one variable, given what stands for it at the start of blocks that read it, and what blocks leave in it. */
    void place(Object variable, Map<Block, Value> starts, Map<Block, Value> ends) {
        Set<Block> readers = reachable(starts);
        if (readers.isEmpty()) {
            return;
        }
        Set<Block> writers = reachable(ends);
        Set<Block> joins = joins(readers, writers);
        TreeMap<Integer, Change> changes = changes(variable, joins, writers, starts, ends);
        Value initial = kinds.initial(variable);
        Set<Block> needed = new LinkedHashSet<>();
        Deque<Block> pending = new ArrayDeque<>();
        for (Block reader : readers) {
            if (joins.contains(reader)) {
                need(reader, needed, pending);
            } else {
                Change seen = atEnd(flow.immediateDominator(reader), changes);
                substitution.replace(starts.get(reader), seen == null ? initial : seen.atEnd());
                needParameter(seen, needed, pending);
            }
        }
        while (!pending.isEmpty()) {
            Block join = pending.pop();
            Added into = added.computeIfAbsent(join, j -> new Added());
            into.parameters.add(changes.get(preorder.get(join)).parameter());
            Set<Block> sources = new LinkedHashSet<>();
            flow.incoming(join).forEach(edge -> sources.add(edge.source()));
            for (Block source : sources) {
                Change seen = atEnd(source, changes);
                into.arguments
                        .computeIfAbsent(source, s -> new ArrayList<>())
                        .add(seen == null ? initial : seen.atEnd());
                needParameter(seen, needed, pending);
            }
        }
    }

    private static void needParameter(Change seen, Set<Block> needed, Deque<Block> pending) {
        if (seen != null && seen.written() == null) {
            need(seen.block(), needed, pending);
        }
    }

    private static void need(Block join, Set<Block> needed, Deque<Block> pending) {
        if (needed.add(join)) {
            pending.add(join);
        }
    }

    private Set<Block> reachable(Map<Block, Value> blocks) {
        if (isAllReachable) {
            return blocks.keySet();
        }
        Set<Block> result = new LinkedHashSet<>(blocks.keySet());
        result.removeIf(block -> !flow.isReachable(block));
        return result;
    }

    /** Where different values of a variable meet. */
    private Set<Block> joins(Set<Block> readers, Set<Block> writers) {
        if (writers.size() == 1) {
            Block writer = writers.iterator().next();
            if (readers.stream().allMatch(reader -> reader != writer && flow.dominates(writer, reader))) {
                return Set.of();
            }
        }
        Set<Block> joins = new HashSet<>();
        Deque<Block> pending = new ArrayDeque<>(writers);
        while (!pending.isEmpty()) {
            for (Block join : frontiers.getOrDefault(pending.pop(), Set.of())) {
                if (joins.add(join)) {
                    pending.add(join);
                }
            }
        }
        return joins;
    }

    private TreeMap<Integer, Change> changes(
            Object variable, Set<Block> joins, Set<Block> writers, Map<Block, Value> starts, Map<Block, Value> ends) {
        TreeMap<Integer, Block> blocks = new TreeMap<>();
        joins.forEach(join -> blocks.put(preorder.get(join), join));
        writers.forEach(writer -> blocks.put(preorder.get(writer), writer));
        TreeMap<Integer, Change> changes = new TreeMap<>();
        Change above = null;
        for (Map.Entry<Integer, Block> each : blocks.entrySet()) {
            Block block = each.getValue();
            while (above != null && !flow.dominates(above.block(), block)) {
                above = above.above();
            }
            Value parameter = null;
            if (joins.contains(block)) {
                parameter = starts.containsKey(block) ? starts.get(block) : kinds.fresh(variable);
            }
            above = new Change(block, parameter, ends.get(block), above);
            changes.put(each.getKey(), above);
        }
        return changes;
    }

    /** The change that a block's end sees; null if there is none on the way from the entry. */
    private Change atEnd(Block block, TreeMap<Integer, Change> changes) {
        Map.Entry<Integer, Change> before = block == null ? null : changes.floorEntry(preorder.get(block));
        Change change = before == null ? null : before.getValue();
        while (change != null && !flow.dominates(change.block(), block)) {
            change = change.above();
        }
        return change;
    }

    /** Adds the parameters and replaces what stands for reads; call once, with all variables placed. */
    void finish() {
        for (Block block : flow.order()) {
            block.replaceEdges(edge -> {
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
