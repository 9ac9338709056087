package dev.fluxion.agent.derive.linearize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Handlers that only clean up: whatever way they take, they end by throwing the exception they caught. A {@code finally} block,
 * the end of a {@code synchronized} one and the closing of resources are of this kind. Such a handler catches nothing in the
 * end, so refusals may pass through it like the program's own exceptions.
 */
public final class Cleanup {
    private Cleanup() {}

    /**
     * Whether a handler only cleans up.
     *
     * @param handler the block that an exceptional edge leads to
     */
    public static boolean rethrows(Block handler) {
        Value exception = handler.parameters().get(0);
        Set<Block> seen = new HashSet<>();
        Deque<Block> pending = new ArrayDeque<>();
        pending.push(handler);
        while (!pending.isEmpty()) {
            Block block = pending.pop();
            if (!seen.add(block)) {
                continue;
            }
            boolean ends = block.terminator().isReturn()
                    || block.terminator() instanceof Terminator.Throw exit && exit.exception() != exception;
            if (ends) {
                return false;
            }
            for (Edge edge : block.successors()) {
                pending.push(edge.target());
            }
        }
        return true;
    }
}
