package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import java.util.HashSet;
import java.util.Set;

/** Joins a block that jumps to another with no other predecessor. */
public final class MergeBlocks {
    private MergeBlocks() {}

    /** Works in place. */
    public static void run(Function function) {
        run(function, Flow.ofReachable(function));
    }

    /** The same, given its flow, of which only the edges' arguments may have changed. Returns whether any were joined. */
    static boolean run(Function function, Flow flow) {
        Substitution substitution = new Substitution();
        Set<Block> merged = new HashSet<>();
        for (Block block : flow.order()) {
            if (merged.contains(block)) {
                continue;
            }
            while (block.handlers().isEmpty()
                    && block.terminator() instanceof Terminator.Jump jump
                    && flow.incoming(jump.edge().target()).size() == 1
                    && canFollow(block, jump.edge().target())) {
                absorb(block, jump.edge(), substitution);
                merged.add(jump.edge().target());
            }
        }
        if (!merged.isEmpty()) {
            function.blocks().removeAll(merged);
            substitution.apply(function);
        }
        return !merged.isEmpty();
    }

    /** In a protected block only the last op may throw. */
    private static boolean canFollow(Block block, Block target) {
        return target != block && (target.handlers().isEmpty() || !block.mayThrow());
    }

    private static void absorb(Block block, Edge edge, Substitution substitution) {
        Block target = edge.target();
        for (int i = 0; i < target.parameters().size(); i++) {
            substitution.replace(target.parameters().get(i), edge.arguments().get(i));
        }
        block.ops().addAll(target.ops());
        block.handlers().addAll(target.handlers());
        block.terminate(target.terminator());
    }
}
