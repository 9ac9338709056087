package dev.fluxion.agent.derive.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A loop of the forward sweep, or, as the root, the function outside all loops. One iteration of a loop (one execution of its
 * header) is what a record on the tape belongs to.
 */
public final class Region {
    private final Region parent;
    private final Block header;
    private final List<Region> children = new ArrayList<>();
    private final List<Block> exits = new ArrayList<>();
    private Block preheader;
    private Block latch;
    private Value trip;

    Region(Region parent, Block header) {
        this.parent = parent;
        this.header = header;
        if (parent != null) {
            parent.children.add(this);
        }
    }

    /** The enclosing region; null for the root. */
    public Region parent() {
        return parent;
    }

    public boolean isRoot() {
        return parent == null;
    }

    public Block header() {
        return header;
    }

    public List<Region> children() {
        return children;
    }

    /** For every edge that leaves the loop, the block it leads to: outside, with no other predecessor. */
    public List<Block> exits() {
        return exits;
    }

    public Block preheader() {
        return preheader;
    }

    public Block latch() {
        return latch;
    }

    void enclose(Block newPreheader, Block newLatch) {
        this.preheader = newPreheader;
        this.latch = newLatch;
    }

    /** The header's parameter that counts iterations from 0. */
    public Value trip() {
        return trip;
    }

    public void countBy(Value newTrip) {
        this.trip = newTrip;
    }

    /** Whether this region is the given one or encloses it. */
    public boolean encloses(Region other) {
        for (Region walk = other; walk != null; walk = walk.parent) {
            if (walk == this) {
                return true;
            }
        }
        return false;
    }
}
