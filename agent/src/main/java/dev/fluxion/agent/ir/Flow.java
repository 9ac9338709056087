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
    private int[][] treeOrder;

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
        int outer = index.get(first);
        int inner = index.get(second);
        int[] entered = treeOrder()[0];
        int[] left = treeOrder()[1];
        return entered[outer] <= entered[inner] && left[inner] <= left[outer];
    }

    /** For each block when a walk over the dominator tree enters it, and when it leaves it. */
    private int[][] treeOrder() {
        if (treeOrder == null) {
            int size = order.size();
            int[] tree = dominators();
            int[] firstChild = new int[size];
            int[] sibling = new int[size];
            java.util.Arrays.fill(firstChild, -1);
            for (int i = size - 1; i > 0; i--) {
                sibling[i] = firstChild[tree[i]];
                firstChild[tree[i]] = i;
            }
            int[] entered = new int[size];
            int[] left = new int[size];
            int time = 0;
            int walk = 0;
            entered[0] = time++;
            while (walk >= 0) {
                int child = firstChild[walk];
                if (child > 0) {
                    firstChild[walk] = sibling[child];
                    entered[child] = time++;
                    walk = child;
                } else {
                    left[walk] = time++;
                    walk = walk == 0 ? -1 : tree[walk];
                }
            }
            treeOrder = new int[][] {entered, left};
        }
        return treeOrder;
    }

    /** The nearest block, other than itself, on every path from the entry to the given one; null for the entry. */
    public Block immediateDominator(Block block) {
        int i = index.get(block);
        return i == 0 ? null : order.get(dominators()[i]);
    }

    // Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm (2001), figure 3.
    private int[] dominators() {
        if (dominator != null) {
            return dominator;
        }
        int[] tree = new int[order.size()];
        java.util.Arrays.fill(tree, -1);
        tree[0] = 0;
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int i = 1; i < tree.length; i++) {
                int meet = -1;
                for (Incoming edge : incoming.get(order.get(i))) {
                    int source = index.get(edge.source());
                    if (tree[source] >= 0) {
                        meet = meet < 0 ? source : intersect(tree, meet, source);
                    }
                }
                if (tree[i] != meet) {
                    tree[i] = meet;
                    changed = true;
                }
            }
        }
        dominator = tree;
        return tree;
    }

    private static int intersect(int[] tree, int first, int second) {
        int a = first;
        int b = second;
        while (a != b) {
            while (a > b) {
                a = tree[a];
            }
            while (b > a) {
                b = tree[b];
            }
        }
        return a;
    }
}
