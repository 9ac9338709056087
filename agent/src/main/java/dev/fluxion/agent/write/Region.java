package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import java.util.List;

/**
 * Blocks that become a function of their own.
 *
 * @param entry the only block, of its own or of a region within, that is entered from outside
 * @param own the blocks that are in no region within
 * @param within regions that are functions of their own in turn
 */
record Region(Block entry, List<Block> own, List<Region> within) {
    Region {
        own = List.copyOf(own);
        within = List.copyOf(within);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
