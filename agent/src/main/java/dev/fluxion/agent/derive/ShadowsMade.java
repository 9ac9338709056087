package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Invoke;
import dev.fluxion.agent.ir.NewArray;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Value;
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
                if (op.operator() instanceof NewArray && shadows.contains(op.result())) {
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
}
