package dev.fluxion.agent.ir;

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

/** The strongly connected parts of a graph that hold a cycle (Tarjan, SIAM J. Comput. 1972), without recursion. */
public final class Cycles {
    private final Set<Block> graph;
    private final Map<Block, Integer> number = new HashMap<>();
    private final Map<Block, Integer> lowest = new HashMap<>();
    private final Deque<Block> open = new ArrayDeque<>();
    private final Set<Block> isOpen = new HashSet<>();
    private final List<Set<Block>> result = new ArrayList<>();

    private record Visit(Block block, Iterator<Edge> edges) {}

    private Cycles(Set<Block> graph) {
        this.graph = graph;
    }

    /** Of the graph that the given blocks and the edges among them form. */
    public static List<Set<Block>> of(Set<Block> blocks) {
        Cycles search = new Cycles(blocks);
        for (Block block : blocks) {
            if (!search.number.containsKey(block)) {
                search.visit(block);
            }
        }
        return search.result;
    }

    private void visit(Block root) {
        Deque<Visit> path = new ArrayDeque<>();
        path.push(enter(root));
        while (!path.isEmpty()) {
            Visit visit = path.element();
            if (visit.edges().hasNext()) {
                Block next = visit.edges().next().target();
                if (!graph.contains(next)) {
                    continue;
                }
                if (!number.containsKey(next)) {
                    path.push(enter(next));
                } else if (isOpen.contains(next)) {
                    lowest.merge(visit.block(), number.get(next), Math::min);
                }
            } else {
                path.pop();
                leave(visit.block());
                if (!path.isEmpty()) {
                    lowest.merge(path.element().block(), lowest.get(visit.block()), Math::min);
                }
            }
        }
    }

    private Visit enter(Block block) {
        number.put(block, number.size());
        lowest.put(block, number.get(block));
        open.push(block);
        isOpen.add(block);
        return new Visit(block, block.successors().iterator());
    }

    private void leave(Block block) {
        if (!lowest.get(block).equals(number.get(block))) {
            return;
        }
        Set<Block> part = new LinkedHashSet<>();
        Block member;
        do {
            member = open.pop();
            isOpen.remove(member);
            part.add(member);
        } while (member != block);
        boolean cyclic = part.size() > 1 || block.successors().stream().anyMatch(edge -> edge.target() == block);
        if (cyclic) {
            result.add(part);
        }
    }
}
