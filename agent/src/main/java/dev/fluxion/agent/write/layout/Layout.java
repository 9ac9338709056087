package dev.fluxion.agent.write.layout;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The order in which blocks are written: a reverse postorder in which a loop's blocks stay together, what follows the loop
 * comes after it, and handlers come last.
 */
public final class Layout {
    private final LoopNest loops;
    private final List<Block> postorder = new ArrayList<>();

    private Layout(LoopNest loops) {
        this.loops = loops;
    }

    public static List<Block> of(Function function, LoopNest loops) {
        Layout layout = new Layout(loops);
        layout.visitFrom(function.entry());
        Collections.reverse(layout.postorder);
        return layout.postorder;
    }

    private void visitFrom(Block entry) {
        Set<Block> seen = new HashSet<>(Set.of(entry));
        Deque<Block> path = new ArrayDeque<>(List.of(entry));
        Deque<Iterator<Block>> pending = new ArrayDeque<>();
        pending.push(visitingOrder(entry));
        while (!path.isEmpty()) {
            if (pending.element().hasNext()) {
                Block block = pending.element().next();
                if (seen.add(block)) {
                    path.push(block);
                    pending.push(visitingOrder(block));
                }
            } else {
                pending.pop();
                postorder.add(path.pop());
            }
        }
    }

    /** What is visited first is written last. */
    private Iterator<Block> visitingOrder(Block block) {
        List<Block> targets = new ArrayList<>();
        for (Edge edge : block.terminator().edges()) {
            targets.add(edge.target());
        }
        if (targets.size() > 1) {
            targets.sort((a, b) -> Integer.compare(loops.commonDepth(block, a), loops.commonDepth(block, b)));
        }
        for (int i = 0; i < block.handlers().size(); i++) {
            targets.add(i, block.handlers().get(i).edge().target());
        }
        return targets.iterator();
    }
}
