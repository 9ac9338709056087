package dev.fluxion.agent.write.parts;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.layout.Initialization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Cuts long blocks where no object is waiting for its constructor. */
final class LongBlocks {
    private LongBlocks() {}

    /**
     * Works in place.
     *
     * @param function all of its blocks are reachable
     * @param longest how long blocks should be at most, in bytes
     */
    static void cut(Function function, int longest) {
        Initialization initialization = new Initialization(Flow.of(function), null);
        for (Block block : List.copyOf(function.blocks())) {
            Set<Value> waiting = initialization.atStart(block);
            int size = 0;
            List<Integer> cuts = new ArrayList<>();
            for (int i = 0; i + 1 < block.ops().size(); i++) {
                Op op = block.ops().get(i);
                size += CodeEstimate.of(op);
                waiting = Initialization.after(op, waiting);
                if (size > longest && waiting.isEmpty()) {
                    cuts.add(i + 1);
                    size = 0;
                }
            }
            Collections.reverse(cuts);
            for (int at : cuts) {
                function.blocks().add(block.cut(at));
            }
        }
    }
}
