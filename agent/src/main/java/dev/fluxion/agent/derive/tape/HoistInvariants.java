package dev.fluxion.agent.derive.tape;

import dev.fluxion.agent.derive.graph.Definitions;
import dev.fluxion.agent.derive.graph.Region;
import dev.fluxion.agent.derive.graph.Regions;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
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
        Definitions definitions = new Definitions(function);
        for (Region loop : regions.loops()) {
            if (loop.header().handlers().isEmpty()) {
                hoist(definitions, regions, stable, loop);
            }
        }
    }

    private static void hoist(Definitions definitions, Regions regions, StableReads stable, Region loop) {
        List<Op> ops = loop.header().ops();
        List<Op> staying = new ArrayList<>();
        int next = 0;
        for (boolean goesOn = true; goesOn && next < ops.size(); next++) {
            Op op = ops.get(next);
            boolean invariant = !op.isLinear()
                    && (Purity.isFunctionOfOperands(op) || stable.isStable(op))
                    && op.operands().stream().allMatch(value -> isOutside(definitions, regions, loop, value));
            if (invariant) {
                loop.preheader().ops().add(op);
                definitions.move(op, loop.preheader());
            } else {
                staying.add(op);
                goesOn = Purity.isRemovable(op);
            }
        }
        List<Op> examined = ops.subList(0, next);
        examined.clear();
        ops.addAll(0, staying);
    }

    private static boolean isOutside(Definitions definitions, Regions regions, Region loop, Value value) {
        Block block = definitions.block(value);
        return !loop.encloses(regions.of(block));
    }
}
