package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.Map;

/** Forgets which values are linear: what remains is an ordinary program. */
final class Erase {
    private final Map<Value, Value> erased = new HashMap<>();

    private Erase() {}

    /** Works in place. */
    static void run(Function function) {
        Erase pass = new Erase();
        for (Block block : function.blocks()) {
            block.parameters().replaceAll(pass::value);
            block.ops().replaceAll(pass::op);
            block.replaceUsesAtEnd(pass::value);
        }
    }

    private Op op(Op op) {
        Op mapped = op.isLinear() ? op.map(this::value, this::value) : op;
        return mapped.operator().linear()
                ? new Op(mapped.operator().erased(), mapped.operands(), mapped.results(), mapped.position())
                : mapped;
    }

    private Value value(Value value) {
        return value.isLinear() ? erased.computeIfAbsent(value, v -> Value.of(v.type(), v.name())) : value;
    }
}
