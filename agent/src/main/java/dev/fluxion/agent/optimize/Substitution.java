package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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
        UnaryOperator<Value> resolved = this::resolve;
        blocks.forEach(block -> block.replaceUses(resolved));
    }
}
