package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values to be replaced by others wherever they are used. */
public final class Substitution {
    private final Map<Value, Value> replacements = new HashMap<>();

    /** From now on {@code value} stands for {@code replacement}. */
    public void replace(Value value, Value replacement) {
        replacements.put(value, replacement);
    }

    /** What a value stands for in the end. */
    public Value resolve(Value value) {
        Value result = value;
        for (Value next = replacements.get(result); next != null; next = replacements.get(result)) {
            result = next;
        }
        return result;
    }

    public boolean isEmpty() {
        return replacements.isEmpty();
    }

    /** Rewrites every use in the function. */
    public void apply(Function function) {
        apply(function.blocks());
    }

    /** Rewrites every use in the blocks. */
    public void apply(List<Block> blocks) {
        if (replacements.isEmpty()) {
            return;
        }
        for (Block block : blocks) {
            block.ops()
                    .replaceAll(op -> op.operands().stream().anyMatch(replacements::containsKey)
                            ? op.map(this::resolve, value -> value)
                            : op);
            List<Edge> edges = block.terminator().edges().stream()
                    .map(edge -> edge.map(this::resolve))
                    .toList();
            block.terminate(block.terminator().with(this::resolve, edges));
            block.handlers()
                    .replaceAll(handler ->
                            new Handler(handler.catchType(), handler.edge().map(this::resolve)));
        }
    }
}
