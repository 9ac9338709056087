package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.Residuals.Slot;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.InvokeVariant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where each slot stands in its region's record. A loop whose body pushes nothing else has the <em>flat</em> layout: record
 * {@code k} at {@code base + k * width}, slots written where their values arise. Any other loop has the <em>tail</em> layout:
 * slots pushed at the iteration's end, on top of what the body pushed.
 */
final class TapeLayout {
    private final Map<Region, Map<Stack, Integer>> widths = new HashMap<>();
    private final Map<Slot, Integer> offsets = new HashMap<>();
    private final Set<Region> flat = new HashSet<>();
    private final Set<Region> plain = new HashSet<>();
    private final Set<Region> pushing = new HashSet<>();

    private TapeLayout() {}

    /** Lays out all records; if {@code joint}, what is kept outside loops stays in variables. */
    static TapeLayout of(Function function, Regions regions, Residuals residuals, boolean joint) {
        TapeLayout layout = new TapeLayout();
        for (Slot slot : residuals.all()) {
            if (joint && slot.region().isRoot()) {
                continue;
            }
            Map<Stack, Integer> width = layout.widths.computeIfAbsent(slot.region(), r -> new EnumMap<>(Stack.class));
            layout.offsets.put(
                    slot,
                    width.merge(slot.stack(), Stack.width(slot.value().type()), Integer::sum)
                            - Stack.width(slot.value().type()));
        }
        Set<Region> calling = new HashSet<>();
        for (Block block : function.blocks()) {
            boolean calls =
                    block.ops().stream().anyMatch(op -> op.operator() instanceof InvokeVariant call && call.linear());
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
        if (leavesFromHeader && !headerReads) {
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

    boolean isFlat(Region loop) {
        return flat.contains(loop);
    }

    /**
     * Whether the last, partial iteration of a loop leaves no record: the loop ends at its header, before anything worth
     * keeping.
     */
    boolean isPlain(Region loop) {
        return plain.contains(loop);
    }
}
