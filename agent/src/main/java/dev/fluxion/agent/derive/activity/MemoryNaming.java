package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.derive.activity.MemoryClasses.MemoryClass;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Names the memory of a function that its caller knows, too. */
public final class MemoryNaming {
    private static final int DEEPEST_NAMED = 6;

    private final Map<MemoryClass, Integer> numbers = new IdentityHashMap<>();
    private final Set<MemoryGraph.Edge> edges = new LinkedHashSet<>();
    private int nodes;
    private boolean isWhole = true;

    private MemoryNaming() {}

    /** A graph in which no two objects are the same, none is written, and nothing holds more than its type says. */
    public static MemoryGraph distinct(List<Type> parameters, List<Type> results) {
        MemoryNaming graph = new MemoryNaming();
        return graph.build(
                parameters.stream().map(graph::distinct).toList(),
                results.stream().map(graph::distinct).toList(),
                Set.of());
    }

    /** The graph of a function's parameters and results, as its analysis has found them. */
    public static MemoryGraph of(List<Value> parameters, List<Value> results, MemoryClasses memory) {
        MemoryNaming graph = new MemoryNaming();
        List<Integer> ofParameters =
                parameters.stream().map(value -> graph.add(value, memory)).toList();
        List<Integer> ofResults =
                results.stream().map(value -> graph.add(value, memory)).toList();
        Set<Integer> written = new TreeSet<>();
        graph.numbers.forEach((memoryClass, node) -> {
            if (memory.isWritten(memoryClass)) {
                written.add(node);
            }
        });
        return graph.build(ofParameters, ofResults, written);
    }

    private MemoryGraph build(List<Integer> parameters, List<Integer> results, Set<Integer> written) {
        return new MemoryGraph(parameters, results, List.copyOf(edges), written, isWhole);
    }

    private static boolean isNamed(Type type) {
        return type.isReference() && !type.equals(Type.NULL);
    }

    private static int rank(Type type) {
        return type.descriptor().lastIndexOf('[') + 1;
    }

    private int add(Value value, MemoryClasses memory) {
        if (!isNamed(value.type())) {
            return MemoryGraph.NONE;
        }
        boolean leavesAreObjects = value.type().descriptor().endsWith(";");
        return add(memory.of(value), memory, rank(value.type()), leavesAreObjects, 1, new HashSet<>());
    }

    /**
     * As deep as the static type tells, and deeper where an object turned out to hold others. A class seen again closes a cycle; what
     * is deeper than is named counts as written.
     */
    private int add(
            MemoryClass holder,
            MemoryClasses memory,
            int rank,
            boolean leavesAreObjects,
            int depth,
            Set<MemoryClass> path) {
        int node = number(holder);
        if (!path.add(holder)) {
            return node;
        }
        Set<MemoryLabel> labels = new LinkedHashSet<>();
        if (depth < rank) {
            labels.add(MemoryLabel.ELEMENT);
        }
        if (leavesAreObjects) {
            labels.addAll(memory.labels(holder));
        }
        for (MemoryLabel label : labels) {
            if (depth >= Math.max(rank, DEEPEST_NAMED)) {
                isWhole = false;
            } else {
                int held = add(memory.at(holder, label), memory, rank, leavesAreObjects, depth + 1, path);
                edges.add(new MemoryGraph.Edge(node, label, held));
            }
        }
        path.remove(holder);
        return node;
    }

    private int number(MemoryClass memoryClass) {
        return numbers.computeIfAbsent(memoryClass.representative(), root -> nodes++);
    }

    private int distinct(Type type) {
        if (!isNamed(type)) {
            return MemoryGraph.NONE;
        }
        int first = nodes++;
        for (int depth = 1; depth < rank(type); depth++) {
            edges.add(new MemoryGraph.Edge(nodes - 1, MemoryLabel.ELEMENT, nodes));
            nodes++;
        }
        return first;
    }
}
