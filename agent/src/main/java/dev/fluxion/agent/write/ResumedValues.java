package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Flow;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values whose definition is no longer on every way to their uses, although they are in one function, once a region with several
 * entries is called at one place. Within that region, they are what it still needs when it has been left and is entered anew, at
 * another entry. In a function that calls it, they are what is needed behind the call, but not defined on the way to each of its
 * entries.
 */
final class ResumedValues {
    /** A region with several entries, and the last block on the way to all of them. */
    private record Merged(Region region, Block before) {}

    private final RegionTree regions;
    private final Flow flow;
    private final List<Merged> merged = new ArrayList<>();
    private final Map<Value, Block> definitions = new HashMap<>();
    /** The blocks, other than those that define them, that use values. */
    private final Map<Value, Set<Block>> users = new LinkedHashMap<>();

    private ResumedValues(Function function, RegionTree regions) {
        this.regions = regions;
        this.flow = Flow.of(function);
        for (Region region : regions.innermostFirst()) {
            if (region.hasSeveralEntries()) {
                merged.add(new Merged(region, dominatorOf(region.entries())));
            }
        }
    }

    /**
     * Finds them.
     *
     * @param function still in one piece
     * @return the values with the blocks that define them
     */
    static Map<Value, Block> of(Function function, RegionTree regions) {
        if (regions.innermostFirst().stream().noneMatch(Region::hasSeveralEntries)) {
            return Map.of();
        }
        ResumedValues search = new ResumedValues(function, regions);
        List<Block> blocks = search.flow.order();
        blocks.forEach(search::define);
        blocks.forEach(search::use);
        Map<Value, Block> resumed = new HashMap<>();
        search.users.forEach((value, using) -> {
            Block definition = search.definitions.get(value);
            Set<Block> entries = search.entriesThatMayMissIt(definition);
            if (!entries.isEmpty() && search.isLiveAtOneOf(entries, definition, using)) {
                resumed.put(value, definition);
            }
        });
        return resumed;
    }

    private Block dominatorOf(List<Block> blocks) {
        Block dominator = blocks.get(0);
        for (Block block : blocks) {
            while (!flow.dominates(dominator, block)) {
                dominator = flow.immediateDominator(dominator);
            }
        }
        return dominator;
    }

    private void define(Block block) {
        block.parameters().forEach(parameter -> definitions.put(parameter, block));
        for (Op op : block.ops()) {
            op.results().forEach(result -> definitions.put(result, block));
        }
    }

    private void use(Block block) {
        List<Value> used = new ArrayList<>(block.terminator().operands());
        block.ops().forEach(op -> used.addAll(op.operands()));
        for (Edge edge : block.terminator().edges()) {
            used.addAll(edge.arguments());
        }
        for (Handler handler : block.handlers()) {
            used.addAll(handler.edge().arguments());
        }
        for (Value value : used) {
            if (definitions.get(value) != block) {
                users.computeIfAbsent(value, v -> new LinkedHashSet<>()).add(block);
            }
        }
    }

    private Set<Block> entriesThatMayMissIt(Block definition) {
        Region region = regions.of(definition);
        Set<Block> entries = new HashSet<>();
        for (Merged each : merged) {
            // Where a region is entered anew itself, nothing that it has defined before is defined on the way to a
            // region within.
            boolean isMissed = each.region() == region
                    || regions.isWithin(each.region(), region)
                            && (region.hasSeveralEntries() || !isDefinedBefore(definition, each.before()));
            if (isMissed) {
                entries.addAll(each.region().entries());
            }
        }
        return entries;
    }

    /** On the way to a handler the protected op has no result. */
    private boolean isDefinedBefore(Block definition, Block block) {
        if (definition.handlers().isEmpty()) {
            return flow.dominates(definition, block);
        }
        List<Edge> edges = definition.terminator().edges();
        return edges.size() == 1
                && flow.incoming(edges.get(0).target()).size() == 1
                && flow.dominates(edges.get(0).target(), block);
    }

    private boolean isLiveAtOneOf(Set<Block> entries, Block definition, Set<Block> using) {
        Set<Block> live = new HashSet<>(using);
        Deque<Block> pending = new ArrayDeque<>(using);
        while (!pending.isEmpty()) {
            Block block = pending.pop();
            if (entries.contains(block)) {
                return true;
            }
            for (Flow.Incoming incoming : flow.incoming(block)) {
                if (incoming.source() != definition && live.add(incoming.source())) {
                    pending.push(incoming.source());
                }
            }
        }
        return false;
    }
}
