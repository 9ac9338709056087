package dev.fluxion.agent.write.parts;

import dev.fluxion.agent.ir.Block;
import java.util.List;

/** Blocks that become a function of their own. It has identity. */
final class Region {
    private final List<Block> entries;
    private final List<Block> own;
    private final List<Region> within;

    Region(List<Block> entries, List<Block> own, List<Region> within) {
        this.entries = List.copyOf(entries);
        this.own = List.copyOf(own);
        this.within = List.copyOf(within);
    }

    /** The blocks, its own or of regions within, that are entered from outside. */
    List<Block> entries() {
        return entries;
    }

    /** Whether whoever enters it has to say where. */
    boolean hasSeveralEntries() {
        return entries.size() > 1;
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
