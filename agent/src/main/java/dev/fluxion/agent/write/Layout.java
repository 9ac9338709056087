package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Flow;
import java.util.List;

/** The order in which blocks are written. */
final class Layout {
    private Layout() {}

    static List<Block> of(Flow flow) {
        return flow.order();
    }
}
