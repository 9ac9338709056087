package dev.fluxion.agent.write.parts;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.layout.Schedule;
import dev.fluxion.agent.write.parts.Residence.Passing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values that ops of one region define and other regions use: each is stored where it is defined, and loaded by every
 * region that uses it. A use always means the latest of the values that the definition gave.
 */
final class Crossings {
    private final RegionTree regions;
    private final Residence residence;
    private final CarriedValues carried;
    private final Map<Block, Map<Value, Value>> loaded = new HashMap<>();
    private final Map<Region, Set<Value>> neededAtStart = new HashMap<>();

    private Crossings(RegionTree regions, Residence residence, CarriedValues carried) {
        this.regions = regions;
        this.residence = residence;
        this.carried = carried;
    }

    /**
     * Inserts the stores and loads in place, but for those on edges and those that a region's function begins with.
     *
     * @param functions of all regions, with the blocks that are the regions' own
     */
    static Crossings insert(
            Map<Region, Function> functions, RegionTree regions, Residence residence, CarriedValues carried) {
        Crossings crossings = new Crossings(regions, residence, carried);
        functions.forEach((region, function) -> {
            for (Block block : List.copyOf(function.blocks())) {
                Map<Value, Value> loads = crossings.loads(region, block);
                List<Block> further = crossings.insert(block, loads);
                further.forEach(each -> regions.put(each, region));
                function.blocks().addAll(further);
                crossings.loaded.put(block, loads);
                further.forEach(each -> crossings.loaded.put(each, loads));
            }
        });
        return crossings;
    }

    /** What defines the values that a region takes from those around it, and its constants. */
    List<Op> atStart(Region region) {
        List<Op> first = new ArrayList<>();
        for (Value value : neededAtStart.getOrDefault(region, Set.of())) {
            Op constant = residence.constant(value);
            if (constant != null) {
                first.add(constant);
            } else {
                carried.load(first, value, residence.place(value));
            }
        }
        return first;
    }

    /** What a value is called in a block, whose edges are as they were. */
    Value local(Block block, Value value) {
        return loaded.get(block).getOrDefault(value, value);
    }

    /** Notes what a block uses of other regions; returns what it has to load itself, since it may change within its region. */
    private Map<Value, Value> loads(Region region, Block block) {
        Set<Value> used = new LinkedHashSet<>();
        block.ops().forEach(op -> used.addAll(op.operands()));
        used.addAll(block.terminator().operands());
        List<Passing> passings = new ArrayList<>();
        block.terminator().edges().forEach(edge -> passings.addAll(residence.passings(edge)));
        block.handlers().forEach(handler -> passings.addAll(residence.passingsToHandler(handler.edge())));
        passings.stream()
                .filter(passing -> residence.isUsed(region, passing))
                .forEach(passing -> used.add(passing.argument()));
        used.removeIf(value -> !residence.isForeign(region, value) && !residence.isResumed(block, value));
        Map<Value, Value> loads = new LinkedHashMap<>();
        for (Value value : used) {
            if (hasToBeDefinedWhereUsed(region, block, value)) {
                loads.put(value, value.fresh());
            } else {
                neededAtStart
                        .computeIfAbsent(region, key -> new LinkedHashSet<>())
                        .add(value);
            }
        }
        return loads;
    }

    private boolean hasToBeDefinedWhereUsed(Region region, Block block, Value value) {
        if (!residence.isForeign(region, value)) {
            return residence.isResumed(block, value);
        }
        // Where a region has several entries, the place of a value that was not yet defined may hold another object of
        // its web.
        return residence.constant(value) == null
                && (residence.isDefinedWithin(region, value)
                        || region.hasSeveralEntries() && value.type().isReference());
    }

    private void define(List<Op> out, Value value, Value copy) {
        Op constant = residence.constant(value);
        if (constant == null) {
            carried.load(out, copy, residence.place(value));
        } else {
            out.add(new Op(constant.operator(), List.of(), List.of(copy), constant.position()));
        }
    }

    /** Returns the blocks that were cut off. */
    private List<Block> insert(Block block, Map<Value, Value> loads) {
        List<Op> first = new ArrayList<>();
        if (regions.root().entries().contains(block)) {
            block.parameters().forEach(parameter -> store(first, parameter));
        }
        loads.forEach((value, copy) -> define(first, value, copy));
        block.ops().replaceAll(op -> op.mapOperands(value -> loads.getOrDefault(value, value)));
        Terminator terminator = block.terminator();
        block.terminate(terminator.with(value -> loads.getOrDefault(value, value), terminator.edges()));
        if (block.handlers().isEmpty()) {
            block.ops().forEach(op -> append(first, op));
            replace(block, first);
            return List.of();
        }
        return insertAround(block, first);
    }

    /** Leaves protected only what was meant to be: loads and stores of arrays may throw, as far as the verifier knows. */
    private List<Block> insertAround(Block block, List<Op> first) {
        List<Block> further = new ArrayList<>();
        List<Op> ops = block.ops();
        int quiet = block.terminator() instanceof Terminator.Throw ? ops.size() : Math.max(ops.size() - 1, 0);
        List<Op> before = new ArrayList<>(first);
        ops.subList(0, quiet).forEach(op -> append(before, op));
        List<Op> rest = new ArrayList<>();
        ops.subList(quiet, ops.size()).forEach(op -> append(rest, op));
        Block throwing = block;
        if (before.size() > quiet) {
            throwing = block.cut(quiet);
            replace(block, before);
            further.add(throwing);
        }
        if (rest.size() > 1) {
            List<Handler> handlers = List.copyOf(throwing.handlers());
            Block behind = throwing.cut(throwing.ops().size());
            behind.handlers().clear();
            throwing.handlers().addAll(handlers);
            behind.ops().addAll(rest.subList(1, rest.size()));
            further.add(behind);
        }
        return further;
    }

    private static void replace(Block block, List<Op> ops) {
        block.ops().clear();
        block.ops().addAll(ops);
    }

    /** Appends an op and what stores its results; an object is stored when its constructor has run. */
    private void append(List<Op> out, Op op) {
        out.add(op);
        if (Schedule.isConstructorCall(op)) {
            store(out, op.operand(0));
        }
        if (!(op.operator() instanceof NewObject)) {
            op.results().forEach(result -> store(out, result));
        }
    }

    private void store(List<Op> out, Value value) {
        if (residence.isInMemory(value)) {
            carried.store(out, value, residence.place(value));
        }
    }
}
