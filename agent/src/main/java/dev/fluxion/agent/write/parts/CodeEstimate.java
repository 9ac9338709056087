package dev.fluxion.agent.write.parts;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.Op;
import java.util.Collection;
import java.util.function.ToIntFunction;

/**
 * Rather more than the bytes of bytecode that something becomes: about 1.7 times as many, since a value often needs no local of
 * its own.
 */
final class CodeEstimate {
    private CodeEstimate() {}

    static int of(Collection<Block> blocks) {
        int size = 0;
        for (Block block : blocks) {
            size += of(block);
        }
        return size;
    }

    static int of(Block block) {
        return of(block, edge -> edge.arguments().size());
    }

    /** @param moves how many arguments of an edge have another place than the parameters that they are passed for */
    static int of(Block block, ToIntFunction<Edge> moves) {
        int size = 4;
        for (Op op : block.ops()) {
            size += of(op);
        }
        for (Edge edge : block.successors()) {
            size += 4 * moves.applyAsInt(edge) + 3;
        }
        return size;
    }

    static int of(Op op) {
        if (op.operator() instanceof Constant) {
            return 2;
        }
        int further = op.operator() instanceof InvokeVariant ? 12 * op.results().size() : 0;
        return 3 + 2 * op.operands().size() + op.results().size() + further;
    }
}
