package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is taken into a region as a whole: a block, or a region. It is entered at one block. */
final class Unit {
    private static final int CALL = 16;
    private static final int WAY = 8;

    private final Block entry;
    private final List<Block> exits;
    private final int size;
    private final Region region;
    private Unit container;

    private Unit(Block entry, Collection<Block> exits, int size, Region region) {
        this.entry = entry;
        this.exits = List.copyOf(exits);
        this.size = size;
        this.region = region;
    }

    static Unit of(Block block, int size) {
        Set<Block> exits = new LinkedHashSet<>();
        block.successors().forEach(edge -> exits.add(edge.target()));
        return new Unit(block, exits, size, null);
    }

    /** @param exits the blocks outside where control goes on */
    static Unit of(Region region, Set<Block> exits) {
        return new Unit(region.entry(), exits, CALL + WAY * exits.size(), region);
    }

    Block entry() {
        return entry;
    }

    /** The blocks to which control goes on from here; a block that jumps to itself is among its own. */
    List<Block> exits() {
        return exits;
    }

    /** About how many bytes it is in the function that it belongs to: of a region, what its call takes. */
    int size() {
        return size;
    }

    /** Null for a block. */
    Region region() {
        return region;
    }

    /** The unit that this has become part of; itself if of none. */
    Unit outermost() {
        Unit outermost = this;
        while (outermost.container != null) {
            outermost = outermost.container;
        }
        return outermost;
    }

    void becomePartOf(Unit unit) {
        container = unit;
    }

    static int size(Collection<Unit> units) {
        return units.stream().mapToInt(Unit::size).sum();
    }
}
