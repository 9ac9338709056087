package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.ParallelMoves.Move;
import dev.fluxion.agent.write.layout.Chains;
import dev.fluxion.agent.write.layout.Initialization;
import dev.fluxion.agent.write.layout.LiveRanges;
import dev.fluxion.agent.write.layout.Slots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.LabelNode;

/**
 * The exception table. Each protected instruction is a range of its own; ranges that follow each other with the same handlers
 * and the same values for them are one. An exceptional edge leads to a landing pad before its handler's block, which makes the
 * edge's moves and stores the exception; edges with the same moves share one.
 */
final class ProtectedRegions {
    private record Pad(LabelNode label, Edge edge) {}

    private record Region(LabelNode start, List<Handler> handlers) {}

    private final LiveRanges live;
    private final Slots slots;
    private final Frames frames;
    private final Initialization initialization;
    private final Jumps jumps;
    private final Code code;
    private final Map<Block, Map<List<Move>, Pad>> pads = new HashMap<>();
    private Block current;
    private Region open;
    private LabelNode openEnd;

    ProtectedRegions(
            List<Block> layout,
            LiveRanges live,
            Slots slots,
            Frames frames,
            Initialization initialization,
            Jumps jumps,
            Code code) {
        this.live = live;
        this.slots = slots;
        this.frames = frames;
        this.initialization = initialization;
        this.jumps = jumps;
        this.code = code;
        for (Block block : layout) {
            for (Handler handler : block.handlers()) {
                Edge edge = handler.edge();
                pads.computeIfAbsent(edge.target(), k -> new LinkedHashMap<>())
                        .computeIfAbsent(jumps.moves(edge), k -> new Pad(new LabelNode(), edge));
            }
        }
    }

    boolean isHandler(Block block) {
        return pads.containsKey(block);
    }

    /**
     * Starts a block; before a handler's block come its landing pads.
     *
     * @param continues whether control comes from the block before only, so that its last range may go on
     * @param next the block written next
     */
    void enter(Block block, boolean continues, Block next) {
        if (!continues) {
            close();
        }
        current = block;
        Map<List<Move>, Pad> own = pads.getOrDefault(block, Map.of());
        Block afterLast = jumps.isForwarded(block) ? next : block;
        int rest = own.size();
        for (Map.Entry<List<Move>, Pad> pad : own.entrySet()) {
            if (!pad.getKey().isEmpty()) {
                land(block, pad.getValue(), --rest == 0 ? afterLast : null);
            }
        }
        if (own.containsKey(List.of())) {
            land(block, own.get(List.of()), afterLast);
        }
    }

    private void land(Block block, Pad pad, Block next) {
        Value exception = block.parameters().get(0);
        List<Value> values = new ArrayList<>(live.liveIn(block));
        values.addAll(block.parameters().subList(1, block.parameters().size()));
        jumps.moves(pad.edge)
                .forEach(move -> values.removeIf(value -> slots.has(value) && slots.of(value) == move.target()));
        jumps.moves(pad.edge).forEach(move -> values.add(move.source()));
        code.startBlock(1);
        code.mark(pad.label);
        code.frame(frames.frame(values, initialization.atStart(block), exception.type()));
        jumps.move(pad.edge);
        if (slots.has(exception)) {
            code.store(exception.type(), slots.of(exception));
        } else {
            code.discard(exception.type());
        }
        jumps.go(new Edge(block), next);
    }

    /** Writes an instruction that may throw within the block's handlers. */
    void protect(Runnable instruction) {
        if (current.handlers().isEmpty()) {
            close();
            instruction.run();
            return;
        }
        if (open == null || !Chains.haveSame(open.handlers, current.handlers())) {
            close();
            open = new Region(new LabelNode(), current.handlers());
            code.mark(open.start);
        }
        instruction.run();
        openEnd = new LabelNode();
        code.mark(openEnd);
    }

    /** Ends the last range; after the last block too. */
    void close() {
        if (open != null) {
            for (Handler handler : open.handlers) {
                Edge edge = handler.edge();
                Pad pad = pads.get(edge.target()).get(jumps.moves(edge));
                code.handler(open.start, openEnd, pad.label, handler.catchType());
            }
            open = null;
        }
    }
}
