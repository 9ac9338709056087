package dev.fluxion.agent.write.parts;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.layout.Initialization;
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
    private final Initialization initialization;
    private final List<Merged> merged = new ArrayList<>();
    private final Map<Value, Block> definitions = new HashMap<>();
    /** The blocks, other than those that define them, that use values. */
    private final Map<Value, Set<Block>> users = new LinkedHashMap<>();

    private final Set<Value> resumed = new HashSet<>();

    private ResumedValues(Function function, RegionTree regions) {
        this.regions = regions;
        this.flow = Flow.of(function);
        this.initialization = new Initialization(flow, null);
        for (Region region : regions.innermostFirst()) {
            if (region.hasSeveralEntries()) {
                merged.add(new Merged(region, dominatorOf(region.entries())));
            }
        }
    }

    /** @param function still in one piece */
    static ResumedValues of(Function function, RegionTree regions) {
        ResumedValues values = new ResumedValues(function, regions);
        if (!values.merged.isEmpty()) {
            values.find();
        }
        return values;
    }

    boolean contains(Value value) {
        return resumed.contains(value);
    }

    /**
     * Whether a block has one of them only from where it is kept meanwhile. Not so an object that waits for its constructor: it
     * never crosses a border.
     */
    boolean isMissingAt(Block block, Value value) {
        return resumed.contains(value)
                && (definitions.get(value) != block || block.parameters().contains(value))
                && !initialization.atStart(block).contains(value);
    }

    private void find() {
        flow.order().forEach(this::define);
        flow.order().forEach(this::use);
        users.forEach((value, using) -> {
            Block definition = definitions.get(value);
            Set<Block> entries = entriesThatMayMissIt(definition);
            if (!entries.isEmpty() && isLiveAtOneOf(entries, definition, using)) {
                resumed.add(value);
            }
        });
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
                            && (region.hasSeveralEntries() || !flow.succeedsBefore(definition, each.before()));
            if (isMissed) {
                entries.addAll(each.region().entries());
            }
        }
        return entries;
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
