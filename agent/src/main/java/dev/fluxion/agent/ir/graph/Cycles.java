package dev.fluxion.agent.ir.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The strongly connected parts of a graph that hold a cycle (Tarjan, SIAM J. Comput. 1972), without recursion.
 *
 * @param <N> a node
 */
public final class Cycles<N> {
    private final Set<N> graph;
    private final Function<N, List<N>> successors;
    private final Map<N, Integer> number = new HashMap<>();
    private final Map<N, Integer> lowest = new HashMap<>();
    private final Deque<N> open = new ArrayDeque<>();
    private final Set<N> isOpen = new HashSet<>();
    private final List<Set<N>> result = new ArrayList<>();

    private record Visit<N>(N node, Iterator<N> next) {}

    private Cycles(Set<N> graph, Function<N, List<N>> successors) {
        this.graph = graph;
        this.successors = successors;
    }

    /** Of the graph that the given blocks and the edges among them form. */
    public static List<Set<Block>> of(Set<Block> blocks) {
        return of(blocks, block -> block.successors().stream().map(Edge::target).toList());
    }

    /** Of the graph that the given nodes and the edges among them form; edges to other nodes are passed over. */
    public static <N> List<Set<N>> of(Set<N> nodes, Function<N, List<N>> successors) {
        Cycles<N> search = new Cycles<>(nodes, successors);
        for (N node : nodes) {
            if (!search.number.containsKey(node)) {
                search.visit(node);
            }
        }
        return search.result;
    }

    private void visit(N root) {
        Deque<Visit<N>> path = new ArrayDeque<>();
        path.push(enter(root));
        while (!path.isEmpty()) {
            Visit<N> visit = path.element();
            if (visit.next().hasNext()) {
                N next = visit.next().next();
                if (!graph.contains(next)) {
                    continue;
                }
                if (!number.containsKey(next)) {
                    path.push(enter(next));
                } else if (isOpen.contains(next)) {
                    lowest.merge(visit.node(), number.get(next), Math::min);
                }
            } else {
                path.pop();
                leave(visit.node());
                if (!path.isEmpty()) {
                    lowest.merge(path.element().node(), lowest.get(visit.node()), Math::min);
                }
            }
        }
    }

    private Visit<N> enter(N node) {
        number.put(node, number.size());
        lowest.put(node, number.get(node));
        open.push(node);
        isOpen.add(node);
        return new Visit<>(node, successors.apply(node).iterator());
    }

    private void leave(N node) {
        if (!lowest.get(node).equals(number.get(node))) {
            return;
        }
        Set<N> part = new LinkedHashSet<>();
        N member;
        do {
            member = open.pop();
            isOpen.remove(member);
            part.add(member);
        } while (member != node);
        if (part.size() > 1 || successors.apply(node).contains(node)) {
            result.add(part);
        }
    }
}
