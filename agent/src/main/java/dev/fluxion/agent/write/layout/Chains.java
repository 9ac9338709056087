package dev.fluxion.agent.write.layout;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A function with blocks joined that follow each other. In the IR a protected block ends with the op that may throw; where the
 * next one has the same handlers, with the same values for them, the bytecode has no need of that. In what comes out, any op of
 * a protected block may throw.
 */
public final class Chains {
    private final Flow flow;
    private final Set<Block> handlers = new HashSet<>();
    private final Map<Block, Block> copies = new HashMap<>();
    private final Function result;

    private Chains(Function function) {
        this.flow = Flow.of(function);
        this.result = new Function(function.name(), function.resultTypes());
        for (Block block : flow.order()) {
            block.handlers().forEach(handler -> handlers.add(handler.edge().target()));
        }
    }

    /** Leaves the function as it is; ops and values are shared. Blocks that cannot be reached are left out. */
    public static Function joined(Function function) {
        Chains chains = new Chains(function);
        for (Block block : chains.flow.order()) {
            if (!chains.copies.containsKey(block)) {
                chains.copy(block);
            }
        }
        chains.result.blocks().forEach(block -> block.replaceEdges(chains::redirected));
        return chains.result;
    }

    private void copy(Block first) {
        Block copy = result.addBlock();
        copy.parameters().addAll(first.parameters());
        copies.put(first, copy);
        Block last = first;
        append(copy, last);
        for (Block next = next(last); next != null && mayJoin(copy, next); next = next(last)) {
            copies.put(next, copy);
            append(copy, next);
            last = next;
        }
        copy.terminate(last.terminator());
    }

    private static void append(Block copy, Block block) {
        copy.ops().addAll(block.ops());
        if (copy.handlers().isEmpty()) {
            copy.handlers().addAll(block.handlers());
        }
    }

    /** The block that only the given one leads to, if there is one. */
    private Block next(Block block) {
        if (block.terminator() instanceof Terminator.Jump jump) {
            Block target = jump.edge().target();
            boolean isOnly =
                    flow.incoming(target).size() == 1 && target.parameters().isEmpty();
            return isOnly && !handlers.contains(target) ? target : null;
        }
        return null;
    }

    private static boolean mayJoin(Block chain, Block next) {
        if (chain.handlers().isEmpty()) {
            return next.handlers().isEmpty() || !mayThrow(chain);
        }
        return next.handlers().isEmpty()
                ? !mayThrow(next) && !(next.terminator() instanceof Terminator.Throw)
                : haveSame(chain.handlers(), next.handlers());
    }

    private static boolean mayThrow(Block block) {
        return block.mayThrow();
    }

    /** Whether both catch the same, and go to the same place with the same values. */
    public static boolean haveSame(List<Handler> first, List<Handler> second) {
        if (first.size() != second.size()) {
            return false;
        }
        for (int i = 0; i < first.size(); i++) {
            Edge left = first.get(i).edge();
            Edge right = second.get(i).edge();
            if (!Objects.equals(first.get(i).catchType(), second.get(i).catchType())
                    || left.target() != right.target()
                    || !left.arguments().equals(right.arguments())) {
                return false;
            }
        }
        return true;
    }

    private Edge redirected(Edge edge) {
        return new Edge(copies.get(edge.target()), edge.arguments());
    }
}
