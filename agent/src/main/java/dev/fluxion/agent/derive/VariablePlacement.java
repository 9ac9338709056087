package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Flow;
import dev.fluxion.agent.ir.Function;
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
 * Brings {@link Variables} into SSA form: candidates for block parameters on the iterated dominance frontier of the writes, one
 * walk over the dominator tree that finds what each read and each edge sees (Cytron et al., TOPLAS 1991), then parameters for
 * those candidates that a read depends on. The work grows with the reads, the writes and the edges into candidates, not with the
 * blocks that a value merely passes.
 */
final class VariablePlacement {
    /** What a variable holds from somewhere on. */
    private record Held(Object variable, Value value) {}

    /** A block parameter that may be needed. */
    private static final class Candidate {
        final Object variable;
        final Value parameter;
        /** By the block that an edge comes from. */
        final Map<Block, Value> arguments = new HashMap<>();

        boolean isNeeded;

        Candidate(Object variable, Value parameter) {
            this.variable = variable;
            this.parameter = parameter;
        }
    }

    private final Variables variables;
    private final Flow flow;
    private final Map<Block, Set<Block>> frontiers;
    private final Map<Block, List<Block>> children = new HashMap<>();
    private final Map<Block, List<Held>> reads = new HashMap<>();
    private final Map<Block, List<Held>> writes = new HashMap<>();
    private final Map<Block, List<Candidate>> candidates = new LinkedHashMap<>();
    private final Map<Value, Candidate> byParameter = new HashMap<>();
    private final Map<Object, Value> current = new HashMap<>();
    private final Substitution substitution = new Substitution();
    private final Deque<Candidate> pending = new ArrayDeque<>();

    VariablePlacement(Function function, Variables variables) {
        this.variables = variables;
        this.flow = Flow.of(function);
        this.frontiers = frontiers(flow);
        for (Block block : flow.order()) {
            Block parent = flow.immediateDominator(block);
            if (parent != null) {
                children.computeIfAbsent(parent, p -> new ArrayList<>()).add(block);
            }
        }
    }

    /** Takes one variable: what stands for it at the start of blocks that read it, and what blocks leave in it. */
    void add(Object variable, Map<Block, Value> starts, Map<Block, Value> ends) {
        Set<Block> readers = reachable(starts);
        if (readers.isEmpty()) {
            return;
        }
        Set<Block> writers = reachable(ends);
        Set<Block> joins = joins(readers, writers);
        for (Block join : joins) {
            Value read = starts.get(join);
            Candidate candidate = new Candidate(variable, read == null ? variables.fresh(variable) : read);
            candidates.computeIfAbsent(join, j -> new ArrayList<>()).add(candidate);
            byParameter.put(candidate.parameter, candidate);
            if (read != null) {
                need(read);
            }
        }
        for (Block reader : readers) {
            if (!joins.contains(reader)) {
                reads.computeIfAbsent(reader, r -> new ArrayList<>()).add(new Held(variable, starts.get(reader)));
            }
        }
        for (Block writer : writers) {
            writes.computeIfAbsent(writer, w -> new ArrayList<>()).add(new Held(variable, ends.get(writer)));
        }
    }

    private Set<Block> reachable(Map<Block, Value> blocks) {
        Set<Block> result = new HashSet<>(blocks.keySet());
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
        Deque<Block> open = new ArrayDeque<>(writers);
        while (!open.isEmpty()) {
            for (Block join : frontiers.getOrDefault(open.pop(), Set.of())) {
                if (joins.add(join)) {
                    open.add(join);
                }
            }
        }
        return joins;
    }

    private void need(Value value) {
        Candidate candidate = byParameter.get(value);
        if (candidate != null && !candidate.isNeeded) {
            candidate.isNeeded = true;
            pending.add(candidate);
        }
    }

    /** Places the parameters and replaces what stands for reads; call once, with all variables added. */
    void run() {
        walk();
        while (!pending.isEmpty()) {
            pending.pop().arguments.values().forEach(this::need);
        }
        for (Block block : flow.order()) {
            Edges.replace(block, edge -> withArguments(edge, block));
        }
        candidates.forEach((block, all) -> all.stream()
                .filter(candidate -> candidate.isNeeded)
                .forEach(candidate -> block.parameters().add(candidate.parameter)));
        substitution.apply(flow.order());
    }

    private Edge withArguments(Edge edge, Block source) {
        List<Candidate> all = candidates.get(edge.target());
        if (all == null) {
            return edge;
        }
        List<Value> arguments = new ArrayList<>(edge.arguments());
        for (Candidate candidate : all) {
            if (candidate.isNeeded) {
                arguments.add(candidate.arguments.get(source));
            }
        }
        return new Edge(edge.target(), arguments);
    }

    /** Depth first over the dominator tree, by an explicit stack: trees of long methods are deep. */
    private void walk() {
        record Frame(Block block, List<Held> before, int[] next) {}
        Deque<Frame> stack = new ArrayDeque<>();
        stack.push(new Frame(flow.order().get(0), enter(flow.order().get(0)), new int[1]));
        while (!stack.isEmpty()) {
            Frame frame = stack.element();
            List<Block> below = children.getOrDefault(frame.block(), List.of());
            if (frame.next()[0] < below.size()) {
                Block child = below.get(frame.next()[0]++);
                stack.push(new Frame(child, enter(child), new int[1]));
            } else {
                restore(frame.before());
                stack.pop();
            }
        }
    }

    /** Returns what the variables that change in the block held before. */
    private List<Held> enter(Block block) {
        List<Held> before = new ArrayList<>();
        for (Candidate candidate : candidates.getOrDefault(block, List.of())) {
            set(candidate.variable, candidate.parameter, before);
        }
        for (Held read : reads.getOrDefault(block, List.of())) {
            Value seen = held(read.variable());
            substitution.replace(read.value(), seen);
            need(seen);
        }
        for (Held write : writes.getOrDefault(block, List.of())) {
            set(write.variable(), write.value(), before);
        }
        for (Edge edge : block.successors()) {
            for (Candidate candidate : candidates.getOrDefault(edge.target(), List.of())) {
                candidate.arguments.put(block, held(candidate.variable));
            }
        }
        return before;
    }

    private Value held(Object variable) {
        Value value = current.get(variable);
        return value == null ? variables.initial(variable) : value;
    }

    private void set(Object variable, Value value, List<Held> before) {
        before.add(new Held(variable, current.put(variable, value)));
    }

    private void restore(List<Held> before) {
        for (int i = before.size() - 1; i >= 0; i--) {
            current.put(before.get(i).variable(), before.get(i).value());
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
