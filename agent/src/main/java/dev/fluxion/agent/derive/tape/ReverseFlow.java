package dev.fluxion.agent.derive.tape;

import dev.fluxion.agent.derive.graph.Edges;
import dev.fluxion.agent.derive.graph.Region;
import dev.fluxion.agent.derive.graph.Regions;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How control runs backwards. Each block goes on to the predecessors it may have been entered from; stretches without any
 * linear op are passed over at once, whatever branches and loops they consist of.
 */
public final class ReverseFlow {
    /**
     * Where a block goes on in reverse.
     *
     * @param block the earlier block
     * @param edge the forward edge into the later block; null if the step skips a stretch without linear ops
     * @param firstParameter the later block's parameter that the edge's first argument is for: 1 past an exception, else 0
     */
    public record Step(Block block, Edge edge, int firstParameter) {
        static Step skip(Block to) {
            return new Step(to, null, 0);
        }
    }

    private final Flow flow;
    private final Regions regions;
    private final Map<Block, List<Step>> steps = new LinkedHashMap<>();
    /** The regions with a linear part, in themselves or in what is nested in them. */
    private final Set<Region> linear = new HashSet<>();

    private final Function function;

    private ReverseFlow(Function function, Regions regions) {
        this.function = function;
        this.flow = Flow.of(function);
        this.regions = regions;
        for (Block block : flow.order()) {
            if (regions.isLive(block) && hasLinearOps(block)) {
                for (Region walk = regions.of(block); walk != null && linear.add(walk); ) {
                    walk = walk.parent();
                }
            }
        }
    }

    static ReverseFlow of(Function function, Regions regions, Block exit) {
        ReverseFlow result = new ReverseFlow(function, regions);
        Deque<Block> pending = new ArrayDeque<>(List.of(exit));
        while (!pending.isEmpty()) {
            Block block = pending.pop();
            if (!result.steps.containsKey(block)) {
                List<Step> next = result.stepsFrom(block);
                result.steps.put(block, next);
                next.forEach(step -> pending.push(step.block()));
            }
        }
        return result;
    }

    /** The blocks that the reverse sweep visits, the exit first. */
    public Set<Block> blocks() {
        return steps.keySet();
    }

    public boolean visits(Block block) {
        return steps.containsKey(block);
    }

    /** Where a block goes on in reverse; several only at joins, and at loop headers: there preheader, then latch. */
    public List<Step> steps(Block block) {
        return steps.get(block);
    }

    public Flow flow() {
        return flow;
    }

    private List<Step> stepsFrom(Block block) {
        if (block == function.entry()) {
            return List.of();
        }
        Region region = regions.of(block);
        if (region.header() == block) {
            return List.of(step(block, region.preheader()), step(block, region.latch()));
        }
        List<Step> all = new ArrayList<>();
        for (Flow.Incoming edge : flow.incoming(block)) {
            all.add(new Step(edge.source(), edge.edge(), Edges.isExceptional(edge.source(), edge.edge()) ? 1 : 0));
        }
        if (all.size() == 1) {
            Region left = regions.of(all.get(0).block());
            boolean leavesLoopWithoutLinearOps = left != region && !left.encloses(region) && !linear.contains(left);
            return leavesLoopWithoutLinearOps ? List.of(Step.skip(left.preheader())) : all;
        }
        Block skipTo = skip(block);
        return skipTo != null ? List.of(Step.skip(skipTo)) : all;
    }

    private Step step(Block header, Block source) {
        for (Flow.Incoming edge : flow.incoming(header)) {
            if (edge.source() == source) {
                return new Step(source, edge.edge(), 0);
            }
        }
        throw new IllegalStateException("no edge from preheader or latch");
    }

    /** The block before a stretch without linear ops that ends at a join, or null if the stretch has some. */
    private Block skip(Block join) {
        if (Value.isAnyLinear(join.parameters())) {
            return null;
        }
        Block start = flow.immediateDominator(join);
        Region region = regions.of(join);
        while (!regions.of(start).encloses(region)) {
            Region loop = regions.of(start);
            while (!loop.parent().encloses(region)) {
                loop = loop.parent();
            }
            start = loop.preheader();
        }
        Set<Block> between = new HashSet<>();
        Deque<Block> pending = new ArrayDeque<>();
        flow.incoming(join).forEach(edge -> pending.push(edge.source()));
        while (!pending.isEmpty()) {
            Block block = pending.pop();
            if (block != start && between.add(block)) {
                if (hasLinearOps(block) || !regions.of(start).encloses(regions.of(block))) {
                    return null;
                }
                flow.incoming(block).forEach(edge -> pending.push(edge.source()));
            }
        }
        // A protected block is left in two ways, after its op and instead of it: which one it was is not to be skipped.
        return regions.of(start) == region && start.handlers().isEmpty() ? start : null;
    }

    private static boolean hasLinearOps(Block block) {
        for (Op op : block.ops()) {
            if (op.isLinear()) {
                return true;
            }
        }
        return Value.isAnyLinear(block.parameters());
    }
}
