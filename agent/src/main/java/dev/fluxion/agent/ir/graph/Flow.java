package dev.fluxion.agent.ir.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The control-flow graph of a function as it stands: reverse postorder, predecessors, dominators. */
public final class Flow {
    /** An edge together with the block it leaves. */
    public record Incoming(Block source, Edge edge) {}

    private static final class Node {
        final Block block;
        final List<Edge> edges;
        final Node[] targets;
        final List<Incoming> incoming = new ArrayList<>();
        int visited;
        int index;

        Node(Block block) {
            this.block = block;
            this.edges = block.successors();
            this.targets = new Node[edges.size()];
        }
    }

    private final Map<Block, Node> nodes = new IdentityHashMap<>();
    private final List<Node> inOrder = new ArrayList<>();
    private final List<Block> order = new ArrayList<>();
    private int[] dominator;
    /** By block: its place in a preorder of the dominator tree, and how many blocks it dominates, which follow there. */
    private int[] preorder;

    private int[] size;

    private Flow(Block entry) {
        visit(entry);
        Collections.reverse(inOrder);
        for (int i = 0; i < inOrder.size(); i++) {
            Node node = inOrder.get(i);
            node.index = i;
            order.add(node.block);
            for (int k = 0; k < node.targets.length; k++) {
                node.targets[k].incoming.add(new Incoming(node.block, node.edges.get(k)));
            }
        }
    }

    public static Flow of(Function function) {
        return new Flow(function.entry());
    }

    /** The same, after dropping the blocks that cannot be reached. */
    public static Flow ofReachable(Function function) {
        Flow flow = of(function);
        if (flow.order.size() < function.blocks().size()) {
            function.blocks().removeIf(block -> !flow.isReachable(block));
        }
        return flow;
    }

    /** Leaves the postorder. */
    private void visit(Block entry) {
        List<Node> path = new ArrayList<>();
        path.add(new Node(entry));
        nodes.put(entry, path.get(0));
        while (!path.isEmpty()) {
            Node node = path.get(path.size() - 1);
            if (node.visited == node.targets.length) {
                inOrder.add(path.remove(path.size() - 1));
                continue;
            }
            Block target = node.edges.get(node.visited).target();
            Node next = nodes.get(target);
            if (next == null) {
                next = new Node(target);
                nodes.put(target, next);
                path.add(next);
            }
            node.targets[node.visited++] = next;
        }
    }

    /** The reachable blocks in reverse postorder, the entry first. */
    public List<Block> order() {
        return order;
    }

    /** The block's place in {@link #order}. */
    public int index(Block block) {
        return nodes.get(block).index;
    }

    public boolean isReachable(Block block) {
        return nodes.containsKey(block);
    }

    /** The edges into a block, exceptional ones among them. */
    public List<Incoming> incoming(Block block) {
        return nodes.get(block).incoming;
    }

    /** Whether every path from the entry to {@code second} passes {@code first}; a block dominates itself. */
    public boolean dominates(Block first, Block second) {
        findDominators();
        int from = index(first);
        int place = preorder[index(second)];
        return preorder[from] <= place && place < preorder[from] + size[from];
    }

    /**
     * Whether {@code first} dominates {@code second} so that its last op has its results there: if it is protected, by a block of
     * its own that it jumps to, which no exception of it leads to.
     */
    public boolean succeedsBefore(Block first, Block second) {
        if (first.handlers().isEmpty()) {
            return dominates(first, second);
        }
        List<Edge> edges = first.terminator().edges();
        return edges.size() == 1
                && incoming(edges.get(0).target()).size() == 1
                && dominates(edges.get(0).target(), second);
    }

    /** The nearest block, other than itself, on every path from the entry to the given one; null for the entry. */
    public Block immediateDominator(Block block) {
        findDominators();
        int i = index(block);
        return i == 0 ? null : order.get(dominator[i]);
    }

    private void findDominators() {
        if (dominator != null) {
            return;
        }
        int[][] successors = new int[order.size()][];
        for (int i = 0; i < successors.length; i++) {
            Node[] targets = inOrder.get(i).targets;
            successors[i] = new int[targets.length];
            for (int k = 0; k < targets.length; k++) {
                successors[i][k] = targets[k].index;
            }
        }
        dominator = DominatorTree.of(successors);
        // A dominator comes before what it dominates in reverse postorder, so two sweeps suffice.
        size = new int[dominator.length];
        Arrays.fill(size, 1);
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
