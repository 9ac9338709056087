package dev.fluxion.agent.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The control-flow graph of a function as it stands: reverse postorder, predecessors, dominators. */
public final class Flow {
    /** An edge together with the block it leaves. */
    public record Incoming(Block source, Edge edge) {}

    private final List<Block> order;
    private final Map<Block, Integer> index = new IdentityHashMap<>();
    private final Map<Block, List<Incoming>> incoming = new IdentityHashMap<>();
    private int[] dominator;
    /** By block: its place in a preorder of the dominator tree, and how many blocks it dominates, which follow there. */
    private int[] preorder;

    private int[] size;

    private Flow(List<Block> order) {
        this.order = order;
        for (int i = 0; i < order.size(); i++) {
            index.put(order.get(i), i);
            incoming.put(order.get(i), new ArrayList<>());
        }
        for (Block block : order) {
            for (Edge edge : block.successors()) {
                incoming.get(edge.target()).add(new Incoming(block, edge));
            }
        }
    }

    public static Flow of(Function function) {
        List<Block> postorder = new ArrayList<>();
        Set<Block> seen = new HashSet<>();
        Deque<Block> path = new ArrayDeque<>();
        Deque<Iterator<Edge>> pending = new ArrayDeque<>();
        seen.add(function.entry());
        path.push(function.entry());
        pending.push(function.entry().successors().iterator());
        while (!path.isEmpty()) {
            Iterator<Edge> edges = pending.element();
            if (edges.hasNext()) {
                Block target = edges.next().target();
                if (seen.add(target)) {
                    path.push(target);
                    pending.push(target.successors().iterator());
                }
            } else {
                pending.pop();
                postorder.add(path.pop());
            }
        }
        Collections.reverse(postorder);
        return new Flow(postorder);
    }

    /** The reachable blocks in reverse postorder, the entry first. */
    public List<Block> order() {
        return order;
    }

    /** The block's place in {@link #order}. */
    public int index(Block block) {
        return index.get(block);
    }

    public boolean isReachable(Block block) {
        return index.containsKey(block);
    }

    /** The edges into a block, exceptional ones among them. */
    public List<Incoming> incoming(Block block) {
        return incoming.get(block);
    }

    /** Whether every path from the entry to {@code second} passes {@code first}; a block dominates itself. */
    public boolean dominates(Block first, Block second) {
        findDominators();
        int place = preorder[index.get(second)];
        int start = preorder[index.get(first)];
        return start <= place && place < start + size[index.get(first)];
    }

    /** The nearest block, other than itself, on every path from the entry to the given one; null for the entry. */
    public Block immediateDominator(Block block) {
        findDominators();
        int i = index.get(block);
        return i == 0 ? null : order.get(dominator[i]);
    }

    private void findDominators() {
        if (dominator != null) {
            return;
        }
        int[][] successors = new int[order.size()][];
        for (int i = 0; i < successors.length; i++) {
            successors[i] = order.get(i).successors().stream()
                    .mapToInt(edge -> index.get(edge.target()))
                    .toArray();
        }
        dominator = DominatorTree.of(successors);
        // A dominator comes before what it dominates in reverse postorder, so two sweeps suffice.
        size = new int[dominator.length];
        java.util.Arrays.fill(size, 1);
        for (int i = size.length - 1; i > 0; i--) {
            size[dominator[i]] += size[i];
        }
        preorder = new int[size.length];
        int[] taken = new int[size.length];
        for (int i = 1; i < size.length; i++) {
            int above = dominator[i];
            preorder[i] = preorder[above] + 1 + taken[above];
            taken[above] += size[i];
        }
    }
}
