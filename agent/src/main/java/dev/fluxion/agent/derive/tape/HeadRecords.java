package dev.fluxion.agent.derive.tape;

import dev.fluxion.agent.derive.graph.Region;
import dev.fluxion.agent.derive.graph.Regions;
import dev.fluxion.agent.derive.tape.Residuals.Slot;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.graph.Flow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the regions whose record is reserved where they begin. Numbers are best kept in variables until their region ends,
 * unless many ways lead to one place, such as a handler, each of which has to pass on what any other has kept: n ops that may
 * throw and keep a number each would make n times n arguments.
 */
final class HeadRecords {
    /** So many arguments cost less than what a record takes. */
    private static final int FEW = 2_000;
    /** How often a number is passed on in branches nested as people nest them. */
    private static final int ORDINARY = 16;

    private final Flow flow;
    private final Regions regions;
    private final Residuals residuals;
    private final Map<Block, Integer> slotsOf = new HashMap<>();
    /** How many of a region's slots are recorded in those of its blocks that came so far. */
    private final Map<Region, Integer> recorded = new HashMap<>();
    /** The same, up to a block and with it. */
    private final Map<Block, Integer> recordedUntil = new HashMap<>();
    /** How many arguments would pass on a region's slots. */
    private final Map<Region, Long> arguments = new HashMap<>();

    private HeadRecords(Flow flow, Regions regions, Residuals residuals) {
        this.flow = flow;
        this.regions = regions;
        this.residuals = residuals;
    }

    /** @param flow of the function in canonical form */
    static Set<Region> of(Flow flow, Regions regions, Residuals residuals) {
        Set<Slot> slots = residuals.all();
        if (slots.size() <= ORDINARY) {
            return Set.of();
        }
        HeadRecords pass = new HeadRecords(flow, regions, residuals);
        for (Slot slot : slots) {
            if (!slot.isCopy()) {
                pass.slotsOf.merge(residuals.definitions().block(slot.value()), 1, Integer::sum);
            }
        }
        flow.order().stream().filter(regions::isLive).forEach(pass::count);
        Set<Region> chosen = new HashSet<>();
        pass.arguments.forEach((region, count) -> {
            if (count > Math.max(FEW, ORDINARY * residuals.in(region).size())) {
                chosen.add(region);
            }
        });
        return chosen;
    }

    private void count(Block block) {
        Region region = regions.of(block);
        int ways = flow.incoming(block).size();
        if (ways > 1 && block != region.header()) {
            int between = recorded.getOrDefault(region, 0) - recordedUntil(flow.immediateDominator(block), region);
            arguments.merge(region, (long) ways * between, Long::sum);
        } else if (ways == 1) {
            // Where a loop is left, a record of its own is pushed for the iteration that ends there.
            Block source = flow.incoming(block).get(0).source();
            if (!regions.of(source).encloses(region)) {
                arguments.merge(regions.of(source), (long) recordedUntil.get(source), Long::sum);
            }
        }
        int own = slotsOf.getOrDefault(block, 0) + residuals.copiesAt(block).size();
        recordedUntil.put(block, recorded.merge(region, own, Integer::sum));
    }

    /** How many of the region's slots had been recorded at the last of its blocks that dominates the given one. */
    private int recordedUntil(Block block, Region region) {
        Block last = block;
        while (regions.of(last) != region) {
            last = flow.immediateDominator(last);
        }
        return recordedUntil.get(last);
    }
}
