package dev.fluxion.agent.read;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.read.Bytecode.CodeBlock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.FrameNode;

/** The blocks that need parameters: those with several edges, and those that exceptions lead to. */
final class Joins {
    /**
     * A block with parameters: first the exception if exceptions lead to it, then locals, then stack entries. Objects that are
     * not yet initialised are not among them, they stay the one value that their {@code new} defined.
     *
     * @param place where it is among the {@linkplain LocalMerges places}
     * @param slots the locals passed, in order
     * @param depths the stack entries passed, in order, counted from the bottom
     */
    record Join(Block block, int place, Frame frame, List<Integer> slots, List<Integer> depths) {
        Edge edge(Locals locals, List<Value> stack) {
            List<Value> arguments = new ArrayList<>(slots.size() + depths.size());
            slots.forEach(slot -> arguments.add(locals.get(slot)));
            depths.forEach(depth -> arguments.add(stack.get(depth)));
            return new Edge(block, arguments);
        }
    }

    private final Function function;
    private final Bytecode code;
    private final LocalMerges merges;
    private final LocalNames names;
    private final Map<CodeBlock, Join> joins = new HashMap<>();
    private final Map<CodeBlock, Join> landings = new HashMap<>();

    Joins(Function function, Bytecode code, LocalMerges merges, LocalNames names) {
        this.function = function;
        this.code = code;
        this.merges = merges;
        this.names = names;
    }

    /** Whether normal edges into the block pass arguments; else it just continues its only predecessor. */
    static boolean isJoin(CodeBlock block) {
        return block.incoming > 1 || block.isHandler && block.incoming > 0;
    }

    /** The block that normal edges lead to. */
    Join join(CodeBlock target) {
        return joins.computeIfAbsent(target, this::makeJoin);
    }

    /** The block that exceptions lead to; it goes on at the join if normal edges lead to the handler's code too. */
    Join landing(CodeBlock target) {
        return landings.computeIfAbsent(target, this::makeLanding);
    }

    private Join makeJoin(CodeBlock target) {
        Frame frame = frame(target);
        Block block = function.addBlock();
        int place = merges.place(target);
        List<Integer> slots = locals(target, place, frame, block);
        List<Integer> depths = new ArrayList<>();
        for (int i = 0; i < frame.stack().length; i++) {
            Type type = Frame.type(frame.stack()[i]);
            if (type != null) {
                block.addParameter(type, null);
                depths.add(i);
            }
        }
        return new Join(block, place, frame, slots, depths);
    }

    private Join makeLanding(CodeBlock target) {
        Frame frame = frame(target);
        Block block = function.addBlock();
        block.addParameter(Frame.type(frame.stack()[0]), names.ofResult(target.start - 1));
        int place = merges.landing(target);
        return new Join(block, place, frame, locals(target, place, frame, block), List.of());
    }

    private List<Integer> locals(CodeBlock target, int place, Frame frame, Block block) {
        List<Integer> slots = new ArrayList<>();
        BitSet merged = merges.merged(place);
        for (int slot = merged.nextSetBit(0); slot >= 0; slot = merged.nextSetBit(slot + 1)) {
            Type type = Frame.type(frame.local(slot));
            if (type != null) {
                block.addParameter(type, names.at(slot, target.start));
                slots.add(slot);
            }
        }
        return slots;
    }

    private Frame frame(CodeBlock target) {
        FrameNode node = code.frame(target);
        if (node == null) {
            throw new UnreadableMethodException(
                    function.name(), code.line(target.start), "a jump target without a stack-map frame");
        }
        return Frame.of(node);
    }
}
