package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import java.util.List;

/** Blocks that become a function of their own. It has identity. */
final class Region {
    private final Block entry;
    private final List<Block> own;
    private final List<Region> within;

    Region(Block entry, List<Block> own, List<Region> within) {
        this.entry = entry;
        this.own = List.copyOf(own);
        this.within = List.copyOf(within);
    }

    /** The only block, of its own or of a region within, that is entered from outside. */
    Block entry() {
        return entry;
    }

    /** The blocks that are in no region within. */
    List<Block> own() {
        return own;
    }

    /** Regions that are functions of their own in turn. */
    List<Region> within() {
        return within;
    }
}
