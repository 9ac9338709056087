package dev.fluxion.agent.derive.tape;

import dev.fluxion.agent.derive.graph.Region;
import dev.fluxion.agent.derive.graph.Regions;
import dev.fluxion.agent.derive.graph.Stack;
import dev.fluxion.agent.derive.tape.Residuals.Slot;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Op;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where each slot stands in its region's record. A loop whose body pushes nothing else has the <em>flat</em> layout: record
 * {@code k} at {@code base + k * width}, slots written where their values arise. Any other region has the <em>tail</em> layout,
 * where slots wait in variables and are pushed at the iteration's end, on top of what the body pushed, or, if that would be
 * costly, the <em>head</em> layout: reserved at the iteration's start, below what the body pushes, slots written where their
 * values arise, and at the end only the record's place is pushed.
 */
public final class TapeLayout {
    private final Map<Region, Map<Stack, Integer>> widths = new HashMap<>();
    private final Map<Slot, Integer> offsets = new HashMap<>();
    private final Set<Region> flat = new HashSet<>();
    private final Set<Region> head;
    private final Set<Region> plain = new HashSet<>();
    private final Set<Region> pushing = new HashSet<>();

    private final boolean joint;

    private TapeLayout(Set<Region> head, boolean joint) {
        this.head = head;
        this.joint = joint;
    }

    /**
     * Lays out all records.
     *
     * @param flow of the function in canonical form
     * @param joint whether both sweeps share a frame, in which what is kept outside loops may stay in variables
     */
    static TapeLayout of(Flow flow, Regions regions, Residuals residuals, boolean joint) {
        TapeLayout layout = new TapeLayout(HeadRecords.of(flow, regions, residuals), joint);
        for (Slot slot : residuals.all()) {
            if (layout.isInVariable(slot)) {
                continue;
            }
            Map<Stack, Integer> width = layout.widths.computeIfAbsent(slot.region(), r -> new EnumMap<>(Stack.class));
            layout.offsets.put(
                    slot,
                    width.merge(slot.stack(), Stack.width(slot.value().type()), Integer::sum)
                            - Stack.width(slot.value().type()));
        }
        Set<Region> calling = new HashSet<>();
        for (Block block : flow.order()) {
            boolean calls = block.ops().stream().anyMatch(Op::isLinearCall);
            if (calls && regions.isLive(block)) {
                calling.add(regions.of(block));
            }
        }
        for (int i = regions.loops().size() - 1; i >= 0; i--) {
            layout.classify(regions.loops().get(i), residuals, calling);
        }
        return layout;
    }

    private void classify(Region loop, Residuals residuals, Set<Region> calling) {
        boolean inner = calling.contains(loop) || loop.children().stream().anyMatch(pushing::contains);
        if (inner || widths.containsKey(loop)) {
            pushing.add(loop);
        }
        if (!inner) {
            flat.add(loop);
            if (widths.containsKey(loop)) {
                widths.get(loop).replaceAll((stack, width) -> roundedUp(width));
            }
        }
        List<Block> exits = loop.exits();
        boolean leavesFromHeader = exits.size() == 1
                && loop.header().terminator().edges().stream().anyMatch(edge -> edge.target() == exits.get(0));
        boolean headerReads = residuals.in(loop).stream().anyMatch(slot -> residuals.isUsedBy(slot, loop.header()));
        if (leavesFromHeader && !headerReads && !isHead(loop)) {
            plain.add(loop);
        }
    }

    // C2 eliminates range checks for strides 1, 2, 4 better than for others.
    private static int roundedUp(int width) {
        int power = Integer.highestOneBit(width);
        return power == width || width > 8 ? width : 2 * power;
    }

    /** Entries of one record on a stack. */
    int width(Region region, Stack stack) {
        return widths.getOrDefault(region, Map.of()).getOrDefault(stack, 0);
    }

    int offset(Slot slot) {
        return offsets.get(slot);
    }

    public boolean isFlat(Region loop) {
        return flat.contains(loop);
    }

    public boolean isHead(Region region) {
        return head.contains(region) && !isFlat(region);
    }

    /** Whether what ends an iteration of the region, or the function, has to push the place of its record. */
    boolean isPlacePushed(Region region) {
        return isHead(region) && !(joint && region.isRoot());
    }

    /** Whether a slot has no place on the tape, but a variable that both sweeps see. */
    public boolean isInVariable(Slot slot) {
        return joint && slot.region().isRoot() && !isHead(slot.region());
    }

    /**
     * Whether the last, partial iteration of a loop leaves no record: the loop ends at its header, before anything worth
     * keeping.
     */
    public boolean isPlain(Region loop) {
        return plain.contains(loop);
    }
}
