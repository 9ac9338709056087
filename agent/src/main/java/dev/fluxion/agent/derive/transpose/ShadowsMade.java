package dev.fluxion.agent.derive.transpose;

import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Shows the tape every shadow that a forward sweep makes. A reverse sweep leaves cotangents in shadows, of elements that were read
 * before they were first written: nobody takes those. A second sweep over the same frame has to find zeros again.
 */
final class ShadowsMade {
    private static final Invoke ADD =
            Invoke.ofStatic(Intrinsic.TAPE, "addShadow", "(" + Intrinsic.TAPE_DESCRIPTOR + "Ljava/lang/Object;)V");

    private ShadowsMade() {}

    /**
     * Works in place, before anything that the function allocates is renamed.
     *
     * @param shadows those of the linearized function that the sweep comes from
     */
    static void run(Function forwardSweep, Value tape, Set<Value> shadows) {
        for (Block block : forwardSweep.blocks()) {
            List<Op> ops = new ArrayList<>();
            for (Op op : block.ops()) {
                ops.add(op);
                if (isMade(op, shadows)) {
                    ops.add(new Op(ADD, List.of(tape, op.result()), List.of(), op.position()));
                }
            }
            boolean added = ops.size() > block.ops().size();
            if (added && !block.handlers().isEmpty()) {
                throw new IllegalStateException("a shadow is made where the program may catch what is thrown");
            }
            block.ops().clear();
            block.ops().addAll(ops);
        }
    }

    // What gives a shadow in another way gives one that was made before, or has none but such for its elements.
    private static boolean isMade(Op op, Set<Value> shadows) {
        if (op.results().size() != 1 || !shadows.contains(op.result())) {
            return false;
        }
        return switch (op.kind()) {
            case NEW_ARRAY -> true;
            case CONSTANT, ARRAY_LOAD, CHECK_CAST, INVOKE, INVOKE_VARIANT -> false;
            case ARITHMETIC, ARRAY_STORE, ARRAY_LENGTH, NEW_OBJECT, FIELD_GET, FIELD_PUT -> throw noShadow(op);
            case INVOKE_DYNAMIC, INSTANCE_OF, MONITOR, REFUSE -> throw noShadow(op);
            case STRONG_SCALE, STRONG_RATIO, SHADOW_OPERATION -> throw noShadow(op);
        };
    }

    private static IllegalStateException noShadow(Op op) {
        return new IllegalStateException(
                "no shadow is given by " + op.operator().text());
    }
}
