package dev.fluxion.agent.write.layout;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.graph.Flow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The natural loops of a function; where control flow is irreducible, some loops are not seen. */
public final class LoopNest {
    private static final class Loop {
        private final Block header;
        private Loop parent;
        /** A loop around this one as far as known, or this one; shortens the way to the outermost. */
        private Loop above = this;

        private int depth = 1;

        Loop(Block header) {
            this.header = header;
        }

        Loop outermost() {
            Loop top = above;
            while (top.above != top) {
                top = top.above;
            }
            for (Loop walk = this; walk != top; ) {
                Loop next = walk.above;
                walk.above = top;
                walk = next;
            }
            return top;
        }
    }

    private final Map<Block, Loop> innermost = new HashMap<>();

    public LoopNest(Flow flow) {
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
            if (loop != null && loop.header == block && loop.parent != null) {
                loop.depth = loop.parent.depth + 1;
            }
        }
    }

    /** Inner headers come before outer ones; what is in a loop already is passed over to that loop's header. */
    private void addLoop(Block header, Deque<Block> pending, Flow flow) {
        Loop loop = new Loop(header);
        innermost.put(header, loop);
        while (!pending.isEmpty()) {
            Block block = pending.pop();
            Loop inner = innermost.get(block);
            if (inner == null) {
                innermost.put(block, loop);
            } else if (inner.outermost() != loop) {
                inner = inner.outermost();
                inner.parent = loop;
                inner.above = loop;
                block = inner.header;
            } else {
                continue;
            }
            flow.incoming(block).forEach(incoming -> pending.push(incoming.source()));
        }
    }

    /** How many loops contain both blocks. */
    int commonDepth(Block first, Block second) {
        Loop left = innermost.get(first);
        Loop right = innermost.get(second);
        while (left != right) {
            if (right == null || left != null && left.depth >= right.depth) {
                left = left.parent;
            } else {
                right = right.parent;
            }
        }
        return left == null ? 0 : left.depth;
    }

    /** The same blocks, those in more loops first. */
    public List<Block> innermostFirst(List<Block> blocks) {
        List<Block> sorted = new ArrayList<>(blocks);
        sorted.sort((a, b) -> Integer.compare(depth(b), depth(a)));
        return sorted;
    }

    /** How many loops contain the block. */
    int depth(Block block) {
        Loop loop = innermost.get(block);
        return loop == null ? 0 : loop.depth;
    }
}
