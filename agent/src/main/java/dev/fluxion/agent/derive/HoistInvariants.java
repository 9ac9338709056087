package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.agent.optimize.Purity;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves what a loop's header computes first, and would compute the same every time, to the preheader. The header runs right
 * after the preheader, so nothing is computed that was not, and an exception comes no earlier.
 */
final class HoistInvariants {
    private HoistInvariants() {}

    /** Works in place, on a canonical graph. */
    static void run(Function function, Regions regions, StableReads stable) {
        for (Region loop : regions.loops()) {
            if (loop.header().handlers().isEmpty()) {
                hoist(new Definitions(function), regions, stable, loop);
            }
        }
    }

    private static void hoist(Definitions definitions, Regions regions, StableReads stable, Region loop) {
        List<Value> moved = new ArrayList<>();
        for (Op op : List.copyOf(loop.header().ops())) {
            boolean invariant = !op.isLinear()
                    && (Purity.isFunctionOfOperands(op) || stable.isStable(op))
                    && op.operands().stream()
                            .allMatch(value -> moved.contains(value) || isOutside(definitions, regions, loop, value));
            if (invariant) {
                loop.header().ops().remove(op);
                loop.preheader().ops().add(op);
                moved.addAll(op.results());
            } else if (!Purity.isRemovable(op)) {
                return;
            }
        }
    }

    private static boolean isOutside(Definitions definitions, Regions regions, Region loop, Value value) {
        Block block = definitions.block(value);
        return !loop.encloses(regions.of(block));
    }
}
