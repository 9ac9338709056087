package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashSet;
import java.util.Set;

/** The values that a function's ops, terminators and edges name. */
public final class UsedValues {
    private UsedValues() {}

    public static Set<Value> of(Function function) {
        Set<Value> used = new HashSet<>();
        for (Block block : function.blocks()) {
            block.ops().forEach(op -> used.addAll(op.operands()));
            used.addAll(block.terminator().operands());
            block.successors().forEach(edge -> used.addAll(edge.arguments()));
        }
        return used;
    }
}
