package dev.fluxion.agent.write.parts;

import dev.fluxion.agent.ir.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which region a block is in, and which region another. */
final class RegionTree {
    private final Region root;
    private final List<Region> innermostFirst = new ArrayList<>();
    private final Map<Region, Integer> indices = new HashMap<>();
    private final Map<Region, Region> parents = new HashMap<>();
    private final Map<Block, Region> regions = new HashMap<>();

    RegionTree(Region root) {
        this.root = root;
        visit(root);
    }

    private void visit(Region region) {
        for (Region inner : region.within()) {
            parents.put(inner, region);
            visit(inner);
        }
        region.own().forEach(block -> regions.put(block, region));
        indices.put(region, innermostFirst.size());
        innermostFirst.add(region);
    }

    Region root() {
        return root;
    }

    /** All, each after those within it. */
    List<Region> innermostFirst() {
        return innermostFirst;
    }

    /** Its place in {@link #innermostFirst}. */
    int index(Region region) {
        return indices.get(region);
    }

    /** The innermost region that a block is in. */
    Region of(Block block) {
        return regions.get(block);
    }

    /** Adds a block to a region. */
    void put(Block block, Region region) {
        regions.put(block, region);
    }

    boolean isWithin(Region inner, Region outer) {
        return childTowards(inner, outer) != null;
    }

    /** The region directly within the outer one that is the inner one or holds it; null if there is none. */
    Region childTowards(Region inner, Region outer) {
        Region child = inner;
        while (child != null && parents.get(child) != outer) {
            child = parents.get(child);
        }
        return child;
    }
}
