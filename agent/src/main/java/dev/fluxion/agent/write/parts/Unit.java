package dev.fluxion.agent.write.parts;

import dev.fluxion.agent.ir.Block;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is taken into a region as a whole: a block, or a region. */
final class Unit {
    private static final int CALL = 16;
    private static final int WAY = 8;

    private final List<Block> entries;
    private final List<Block> exits;
    private final int size;
    private final Region region;
    private Unit container;

    private Unit(List<Block> entries, Collection<Block> exits, int size, Region region) {
        this.entries = entries;
        this.exits = List.copyOf(exits);
        this.size = size;
        this.region = region;
    }

    static Unit of(Block block, int size) {
        Set<Block> exits = new LinkedHashSet<>();
        block.successors().forEach(edge -> exits.add(edge.target()));
        return new Unit(List.of(block), exits, size, null);
    }

    /** @param exits the blocks outside where control goes on */
    static Unit of(Region region, Set<Block> exits) {
        int ways = exits.size() + (region.hasSeveralEntries() ? region.entries().size() : 0);
        return new Unit(region.entries(), exits, CALL + WAY * ways, region);
    }

    /** The blocks to which control may come from elsewhere. */
    List<Block> entries() {
        return entries;
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
