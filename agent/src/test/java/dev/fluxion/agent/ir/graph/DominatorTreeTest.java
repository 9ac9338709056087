package dev.fluxion.agent.ir.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DominatorTreeTest {
    @Test
    void theJoinOfABranchIsDominatedByTheBranch() {
        assertArrayEquals(new int[] {0, 0, 0, 0}, DominatorTree.of(new int[][] {{1, 2}, {3}, {3}, {}}));
    }

    @Test
    void aLoopsHeaderDominatesItsBody() {
        assertArrayEquals(new int[] {0, 0, 1, 1}, DominatorTree.of(new int[][] {{1}, {2, 3}, {1}, {}}));
    }

    @Test
    void neitherEntryOfALoopWithTwoDominatesTheOther() {
        assertArrayEquals(new int[] {0, 0, 0}, DominatorTree.of(new int[][] {{1, 2}, {2}, {1}}));
    }

    @Test
    void aNodeThatCannotBeReachedIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> DominatorTree.of(new int[][] {{}, {0}}));
    }

    @Test
    void inRandomGraphsTheDominatorsAreTheNodesWithoutWhichNoPathRemains() {
        for (int seed = 0; seed < 300; seed++) {
            int[][] graph = graph(new Random(seed));
            int[] tree = DominatorTree.of(graph);
            for (int node = 1; node < graph.length; node++) {
                BitSet expected = new BitSet();
                for (int other = 0; other < graph.length; other++) {
                    expected.set(
                            other, other != node && !reachable(graph, other).get(node));
                }
                BitSet found = new BitSet();
                for (int walk = node; walk != 0; walk = tree[walk]) {
                    found.set(tree[walk]);
                }
                assertEquals(expected, found, "seed " + seed + ", node " + node);
            }
        }
    }

    /** All nodes are reachable: each has an edge from one before. */
    private static int[][] graph(Random random) {
        int count = 2 + random.nextInt(14);
        BitSet[] edges = new BitSet[count];
        for (int i = 0; i < count; i++) {
            edges[i] = new BitSet();
            if (i > 0) {
                edges[random.nextInt(i)].set(i);
            }
        }
        for (int more = random.nextInt(2 * count); more > 0; more--) {
            edges[random.nextInt(count)].set(random.nextInt(count));
        }
        int[][] graph = new int[count][];
        for (int i = 0; i < count; i++) {
            graph[i] = edges[i].stream().toArray();
        }
        return graph;
    }

    private static BitSet reachable(int[][] graph, int removed) {
        BitSet seen = new BitSet();
        if (removed != 0) {
            visit(graph, 0, removed, seen);
        }
        return seen;
    }

    private static void visit(int[][] graph, int node, int removed, BitSet seen) {
        seen.set(node);
        for (int next : graph[node]) {
            if (next != removed && !seen.get(next)) {
                visit(graph, next, removed, seen);
            }
        }
    }
}
