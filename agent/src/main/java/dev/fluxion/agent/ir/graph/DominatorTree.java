package dev.fluxion.agent.ir.graph;

import java.util.Arrays;

/**
 * Immediate dominators in a graph of numbered nodes, all reachable from node 0. Lengauer and Tarjan, A Fast Algorithm for
 * Finding Dominators in a Flowgraph (1979), with simple linking: {@code m log n} whatever the graph looks like. Inside, a node
 * is its number in depth-first preorder.
 */
public final class DominatorTree {
    private final int[][] successors;
    private final int[] preorder;
    private final int[] node;
    private final int[] parent;
    private final int[] semidominator;
    private final int[] ancestor;
    private final int[] best;
    private final int[] dominator;

    private DominatorTree(int[][] successors) {
        int count = successors.length;
        this.successors = successors;
        this.preorder = new int[count];
        this.node = new int[count];
        this.parent = new int[count];
        this.semidominator = new int[count];
        this.ancestor = new int[count];
        this.best = new int[count];
        this.dominator = new int[count];
    }

    /** The immediate dominator of each node; that of node 0 is itself. */
    public static int[] of(int[][] successors) {
        DominatorTree search = new DominatorTree(successors);
        search.number();
        search.findDominators();
        int[] result = new int[successors.length];
        for (int i = 1; i < result.length; i++) {
            result[search.node[i]] = search.node[search.dominator[i]];
        }
        return result;
    }

    private void number() {
        int count = successors.length;
        Arrays.fill(preorder, -1);
        int[] next = new int[count];
        int[] path = new int[count];
        int depth = 0;
        int numbered = 1;
        preorder[0] = 0;
        while (depth >= 0) {
            int current = path[depth];
            if (next[current] == successors[current].length) {
                depth--;
                continue;
            }
            int successor = successors[current][next[current]++];
            if (preorder[successor] < 0) {
                preorder[successor] = numbered;
                node[numbered] = successor;
                parent[numbered] = preorder[current];
                numbered++;
                path[++depth] = successor;
            }
        }
        if (numbered < count) {
            throw new IllegalArgumentException(count - numbered + " nodes cannot be reached");
        }
    }

    private int[][] predecessors() {
        int[] counts = new int[node.length];
        for (int[] targets : successors) {
            for (int target : targets) {
                counts[preorder[target]]++;
            }
        }
        int[][] result = new int[node.length][];
        for (int i = 0; i < result.length; i++) {
            result[i] = new int[counts[i]];
        }
        for (int i = 0; i < result.length; i++) {
            for (int target : successors[node[i]]) {
                int to = preorder[target];
                result[to][--counts[to]] = i;
            }
        }
        return result;
    }

    private void findDominators() {
        int count = node.length;
        int[][] predecessors = predecessors();
        // Nodes whose semidominator is known and which wait for it to be linked, as lists in two arrays.
        int[] firstWaiting = new int[count];
        int[] nextWaiting = new int[count];
        Arrays.fill(firstWaiting, -1);
        Arrays.fill(ancestor, -1);
        for (int i = 0; i < count; i++) {
            semidominator[i] = i;
            best[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            for (int predecessor : predecessors[i]) {
                semidominator[i] = Math.min(semidominator[i], semidominator[evaluate(predecessor)]);
            }
            nextWaiting[i] = firstWaiting[semidominator[i]];
            firstWaiting[semidominator[i]] = i;
            ancestor[i] = parent[i];
            for (int waiting = firstWaiting[parent[i]]; waiting >= 0; waiting = nextWaiting[waiting]) {
                int least = evaluate(waiting);
                dominator[waiting] = semidominator[least] < semidominator[waiting] ? least : parent[i];
            }
            firstWaiting[parent[i]] = -1;
        }
        for (int i = 1; i < count; i++) {
            if (dominator[i] != semidominator[i]) {
                dominator[i] = dominator[dominator[i]];
            }
        }
    }

    /** The node of least semidominator on the linked path above a node, the topmost excluded. */
    private int evaluate(int start) {
        if (ancestor[start] < 0) {
            return start;
        }
        int depth = 0;
        int top = start;
        while (ancestor[ancestor[top]] >= 0) {
            top = ancestor[top];
            depth++;
        }
        int[] path = new int[depth];
        for (int i = depth - 1, walk = start; i >= 0; i--, walk = ancestor[walk]) {
            path[i] = walk;
        }
        for (int walk : path) {
            int above = ancestor[walk];
            if (semidominator[best[above]] < semidominator[best[walk]]) {
                best[walk] = best[above];
            }
            ancestor[walk] = ancestor[above];
        }
        return best[start];
    }
}
