package dev.fluxion.agent.derive.activity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a caller can name of the memory that a function works on: the objects of its arguments and results and what these hold.
 * Objects that may be the same are one node.
 *
 * @param parameters for each parameter the node of the object that is passed, {@link #NONE} if it is a number
 * @param results the same for each result
 * @param edges which node's objects hold those of which
 * @param written the nodes whose objects the function may write
 * @param isWhole whether everything that the arguments and results hold has a node; what has none may be written
 */
public record MemoryGraph(
        List<Integer> parameters, List<Integer> results, List<Edge> edges, Set<Integer> written, boolean isWhole) {
    /** In place of the node of a number, or of null. */
    public static final int NONE = -1;

    /** The objects of one node hold those of another. */
    public record Edge(int holder, MemoryLabel label, int held) {}

    /** Of a function that passes nothing on. */
    static final MemoryGraph EMPTY = new MemoryGraph(List.of(), List.of(), List.of(), Set.of(), true);

    /** A node, and all whose objects can be reached from there; empty for {@link #NONE}. */
    public Set<Integer> reachable(int node) {
        Set<Integer> reached = new LinkedHashSet<>();
        reach(node, reached);
        return reached;
    }

    private void reach(int node, Set<Integer> reached) {
        if (node != NONE && reached.add(node)) {
            for (Edge edge : edges) {
                if (edge.holder() == node) {
                    reach(edge.held(), reached);
                }
            }
        }
    }

    /** Whether the function may write an object that it is passed there, or one that this holds. */
    public boolean isWritten(int parameter) {
        return reachable(parameters.get(parameter)).stream().anyMatch(written::contains);
    }

    /** Whether what is passed there holds further objects. */
    public boolean hasStructure(int parameter) {
        return reachable(parameters.get(parameter)).stream().anyMatch(this::isHolder);
    }

    /** Whether the function may put other objects in the place of those that are held by what is passed there. */
    public boolean isRestructured(int parameter) {
        return reachable(parameters.get(parameter)).stream().anyMatch(node -> isHolder(node) && written.contains(node));
    }

    private boolean isHolder(int node) {
        return edges.stream().anyMatch(edge -> edge.holder() == node);
    }

    /** Whether the function may return an object that it is passed there, or one that this holds. */
    public boolean isReturned(int parameter) {
        Set<Integer> passed = reachable(parameters.get(parameter));
        return results.stream().flatMap(result -> reachable(result).stream()).anyMatch(passed::contains);
    }
}
