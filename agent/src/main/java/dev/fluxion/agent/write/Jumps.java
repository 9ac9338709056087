package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.ParallelMoves.Move;
import dev.fluxion.agent.write.layout.Initialization;
import dev.fluxion.agent.write.layout.LiveRanges;
import dev.fluxion.agent.write.layout.Schedule;
import dev.fluxion.agent.write.layout.Slots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.LabelNode;

/** Labels, the moves that edges make, and blocks that need no code because they only jump on. */
final class Jumps {
    private final Schedule schedule;
    private final LiveRanges live;
    private final Slots slots;
    private final Frames frames;
    private final Initialization initialization;
    private final Code code;
    private Consumer<Value> push;
    private final Map<Block, LabelNode> labels = new LinkedHashMap<>();
    private final Map<Block, Block> forwarded = new HashMap<>();
    private final Set<Block> referenced = new HashSet<>();

    Jumps(
            List<Block> layout,
            Schedule schedule,
            LiveRanges live,
            Slots slots,
            Frames frames,
            Initialization initialization,
            Code code) {
        this.schedule = schedule;
        this.live = live;
        this.slots = slots;
        this.frames = frames;
        this.initialization = initialization;
        this.code = code;
        for (Block block : layout) {
            labels.put(block, new LabelNode());
            if (block != layout.get(0)) {
                forward(block);
            }
        }
    }

    /** How arguments get onto the stack; set once, before anything is written. */
    void pushWith(Consumer<Value> newPush) {
        push = newPush;
    }

    private void forward(Block block) {
        if (schedule.roots(block).isEmpty()
                && block.terminator() instanceof Terminator.Jump jump
                && moves(jump.edge()).isEmpty()
                && target(jump.edge().target()) != block) {
            forwarded.put(block, jump.edge().target());
        }
    }

    /** Where a jump to a block ends up. */
    private Block target(Block block) {
        Block current = block;
        for (Block next = forwarded.get(current); next != null; next = forwarded.get(current)) {
            current = next;
        }
        return current;
    }

    /** Whether the block only jumps on, so that jumps to it can lead there at once. */
    boolean isForwarded(Block block) {
        return forwarded.containsKey(block);
    }

    Block target(Edge edge) {
        return target(edge.target());
    }

    /** The moves between different slots, and of constants to slots, that an edge makes. */
    List<Move> moves(Edge edge) {
        List<Value> parameters = edge.target().parameters();
        int first = edge.firstParameter();
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < edge.arguments().size(); i++) {
            Value parameter = parameters.get(first + i);
            Value argument = edge.arguments().get(i);
            boolean isInPlace =
                    slots.has(parameter) && slots.has(argument) && slots.of(argument) == slots.of(parameter);
            if (slots.has(parameter) && !isInPlace) {
                moves.add(new Move(argument, slots.of(parameter)));
            }
        }
        return moves;
    }

    /** Makes the edge's moves. */
    void move(Edge edge) {
        for (List<Move> group : ParallelMoves.inOrder(moves(edge), slots)) {
            group.forEach(move -> push.accept(move.source()));
            for (int i = group.size() - 1; i >= 0; i--) {
                code.store(group.get(i).source().type(), group.get(i).target());
            }
        }
    }

    /** Makes the edge's moves and goes to its target, unless that is the block written next anyway. */
    void go(Edge edge, Block next) {
        move(edge);
        if (target(edge) != next) {
            code.jump(Opcodes.GOTO, label(edge), 0);
        }
    }

    /** The label of the edge's target, which gets a frame. */
    LabelNode label(Edge edge) {
        referenced.add(target(edge));
        return labels.get(target(edge));
    }

    /** Starts the block's own code. */
    void mark(Block block) {
        code.startBlock(0);
        code.mark(labels.get(block));
    }

    /** A label for code between a branch and its target, with the values that the edge needs in their slots. */
    void markEdge(LabelNode label, Edge edge, Set<Value> uninitialized) {
        List<Value> values = new ArrayList<>(live.liveIn(edge.target()));
        values.addAll(edge.arguments());
        code.startBlock(0);
        code.mark(label);
        code.frame(frames.frame(values, uninitialized, null));
    }

    /** Gives every block that is jumped to its frame. */
    void declareFrames() {
        labels.forEach((block, label) -> {
            if (referenced.contains(block)) {
                List<Value> values = new ArrayList<>(live.liveIn(block));
                values.addAll(block.parameters());
                code.frameAt(label, frames.frame(values, initialization.atStart(block), null));
            }
        });
    }
}
