package dev.fluxion.agent.derive.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Flow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The loops of a function, nested. Blocks from which no return can be reached (they end in an exception that nothing here
 * catches) belong to no region: nothing of them is ever reversed.
 */
public final class Regions {
    private final Region root = new Region(null, null);
    private final Map<Block, Region> regions = new HashMap<>();
    private final List<Region> loops = new ArrayList<>();

    private Regions() {}

    /** @param function whose loops have one entry each, see {@link Reducible} */
    static Regions of(Function function) {
        Regions result = new Regions();
        Flow flow = Flow.of(function);
        Set<Block> live = reachingReturn(flow);
        live.forEach(block -> result.regions.put(block, result.root));
        List<Block> order = flow.order().stream().filter(live::contains).toList();
        for (Block header : order) {
            List<Block> latches = new ArrayList<>();
            for (Flow.Incoming edge : flow.incoming(header)) {
                if (live.contains(edge.source()) && flow.index(edge.source()) >= flow.index(header)) {
                    if (!flow.dominates(header, edge.source())) {
                        throw new IllegalArgumentException("a loop of " + function.name() + " has several entries");
                    }
                    latches.add(edge.source());
                }
            }
            if (!latches.isEmpty()) {
                result.addLoop(flow, header, latches, live);
            }
        }
        return result;
    }

    /** Headers come in reverse postorder, outer before inner, so a later loop overwrites the region of its blocks. */
    private void addLoop(Flow flow, Block header, List<Block> latches, Set<Block> live) {
        Region loop = new Region(regions.get(header), header);
        loops.add(loop);
        Set<Block> body = new HashSet<>(Set.of(header));
        Deque<Block> pending = new ArrayDeque<>(latches);
        while (!pending.isEmpty()) {
            Block block = pending.pop();
            if (body.add(block)) {
                for (Flow.Incoming edge : flow.incoming(block)) {
                    if (live.contains(edge.source())) {
                        pending.push(edge.source());
                    }
                }
            }
        }
        body.forEach(block -> regions.put(block, loop));
    }

    private static Set<Block> reachingReturn(Flow flow) {
        Set<Block> live = new HashSet<>();
        Deque<Block> pending = new ArrayDeque<>();
        for (Block block : flow.order()) {
            if (block.terminator().isReturn()) {
                pending.push(block);
            }
        }
        while (!pending.isEmpty()) {
            Block block = pending.pop();
            if (live.add(block)) {
                flow.incoming(block).forEach(edge -> pending.push(edge.source()));
            }
        }
        return live;
    }

    public Region root() {
        return root;
    }

    /** Every loop, outer before inner. */
    public List<Region> loops() {
        return loops;
    }

    public boolean isLive(Block block) {
        return regions.containsKey(block);
    }

    /** The innermost region of a live block. */
    public Region of(Block block) {
        return regions.get(block);
    }

    /** Declares where a block inserted later belongs. */
    void place(Block block, Region region) {
        regions.put(block, region);
    }
}
