package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Flow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The natural loops of a function; where control flow is irreducible, some loops are not seen. */
final class LoopNest {
    private static final class Loop {
        private final Set<Block> blocks = new HashSet<>();
        private Loop parent;
        private int depth = 1;
    }

    private final Map<Block, Loop> innermost = new HashMap<>();

    LoopNest(Flow flow) {
        List<Block> order = flow.order();
        for (int i = order.size() - 1; i >= 0; i--) {
            Block header = order.get(i);
            Deque<Block> latches = new ArrayDeque<>();
            for (Flow.Incoming incoming : flow.incoming(header)) {
                if (flow.dominates(header, incoming.source())) {
                    latches.add(incoming.source());
                }
            }
            if (!latches.isEmpty()) {
                addLoop(header, latches, flow);
            }
        }
        for (Block block : order) {
            Loop loop = innermost.get(block);
            if (loop != null && loop.parent != null) {
                loop.depth = loop.parent.depth + 1;
            }
        }
    }

    /** Inner headers come before outer ones, so the first loop that claims a block is its innermost. */
    private void addLoop(Block header, Deque<Block> pending, Flow flow) {
        Loop loop = new Loop();
        loop.blocks.add(header);
        while (!pending.isEmpty()) {
            Block block = pending.pop();
            if (loop.blocks.add(block)) {
                flow.incoming(block).forEach(incoming -> pending.push(incoming.source()));
            }
        }
        for (Block block : loop.blocks) {
            Loop inner = innermost.putIfAbsent(block, loop);
            while (inner != null && inner != loop) {
                if (inner.parent == null) {
                    inner.parent = loop;
                }
                inner = inner.parent;
            }
        }
    }

    /** How many loops contain both blocks. */
    int commonDepth(Block first, Block second) {
        Loop loop = innermost.get(first);
        while (loop != null && !loop.blocks.contains(second)) {
            loop = loop.parent;
        }
        return loop == null ? 0 : loop.depth;
    }

    /** How many loops contain the block. */
    int depth(Block block) {
        Loop loop = innermost.get(block);
        return loop == null ? 0 : loop.depth;
    }
}
