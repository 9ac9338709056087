package dev.fluxion.agent.derive.transpose;

import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.derive.graph.Region;
import dev.fluxion.agent.derive.graph.Regions;
import dev.fluxion.agent.derive.tape.Residuals.Slot;
import dev.fluxion.agent.derive.tape.ReverseFlow;
import dev.fluxion.agent.derive.tape.TapeLayout;
import dev.fluxion.agent.derive.tape.TapeVariables;
import dev.fluxion.agent.derive.tape.TransposePlan;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the transposed linear part of a planned function: for each block a reversed one, entered with the cotangents of what
 * is live at the block's end, left with those of what is live at its start.
 */
final class ReverseSweep {
    private final TransposePlan plan;
    private final Regions regions;
    private final TapeLayout layout;
    private final Emitter out;
    private final TapeVariables tape;
    private final Recompute recompute;
    private final LinearLiveness liveness;
    /** The travelling values by the region that defines them. */
    private final Map<Region, List<Value>> definitions = new HashMap<>();

    private final Cotangents cotangents;
    private final Function target;
    private final Map<Block, Block> reversed = new HashMap<>();
    /** Where the reverse of a protected op is entered if the op did not throw. */
    private final Map<Block, Block> afterSuccess = new HashMap<>();

    private final Map<Region, Dispatch> dispatches = new HashMap<>();

    /** The one header of a reversed loop that was left at several places: it goes on at the exit taken, or at the latch. */
    private record Dispatch(Block block, Value selector, List<Block> entries) {}

    private ReverseSweep(TransposePlan plan, Emitter out, TapeVariables tape, Map<Value, Value> direct) {
        this.plan = plan;
        this.regions = plan.regions();
        this.layout = plan.layout();
        this.out = out;
        this.tape = tape;
        this.recompute = new Recompute(plan, out, tape, direct);
        this.liveness = new LinearLiveness(plan.reverse().flow(), plan.reverse().blocks());
        for (Value value : liveness.travelling()) {
            Block definition = liveness.definition(value);
            if (definition != null) {
                definitions
                        .computeIfAbsent(regions.of(definition), region -> new ArrayList<>())
                        .add(value);
            }
        }
        this.cotangents = new Cotangents(liveness.travelling(), out, tape.variables());
        this.target = out.target();
    }

    /**
     * Appends the reversed blocks and leads the emitter's current block to the first of them. Returns at the end of the last
     * one, where the cotangents of the entry's linear parameters are.
     *
     * @param seeds cotangents of the values the exit block returns, null where there is none
     * @param direct what stands for the forward sweep's parameters, where it is not themselves
     */
    static Cotangents run(
            TransposePlan plan, Emitter out, TapeVariables tape, List<Value> seeds, Map<Value, Value> direct) {
        return new ReverseSweep(plan, out, tape, direct).run(seeds);
    }

    private Cotangents run(List<Value> seeds) {
        Block start = out.block();
        for (Block block : plan.reverse().blocks()) {
            reversed.put(block, target.addBlock());
            if (!block.handlers().isEmpty()) {
                afterSuccess.put(block, target.addBlock());
            }
        }
        regions.loops().stream()
                .filter(loop -> loop.trip() != null && !layout.isPlain(loop))
                .forEach(this::addDispatch);
        start(start, seeds);
        for (Block block : plan.reverse().blocks()) {
            transposeOps(block);
            if (block != plan.function().entry()) {
                leave(block);
            }
        }
        out.moveTo(reversed.get(plan.function().entry()));
        return cotangents;
    }

    private void start(Block start, List<Value> seeds) {
        out.moveTo(start);
        List<Value> returned = ((Terminator.Return) plan.exit().terminator()).operands();
        for (int i = 0; i < returned.size(); i++) {
            if (returned.get(i).isLinear() && seeds.get(i) != null) {
                cotangents.add(returned.get(i), seeds.get(i));
            }
        }
        jump(reversed.get(plan.exit()));
    }

    /** The reversed block that a step leads to. */
    private Block entryOf(ReverseFlow.Step step) {
        boolean succeeded = step.edge() != null && step.firstParameter() == 0;
        Block entry = succeeded ? afterSuccess.get(step.block()) : null;
        return entry != null ? entry : reversed.get(step.block());
    }

    // On the way to a handler a protected op did not happen: its reverse has an entry of its own, before the block's.
    private void transposeOps(Block block) {
        Block entry = afterSuccess.getOrDefault(block, reversed.get(block));
        out.moveTo(entry);
        LinearTranspose transpose =
                new LinearTranspose(out, cotangents, value -> recompute.value(value, block), tape, plan);
        for (int i = block.ops().size() - 1; i >= 0; i--) {
            if (block.ops().get(i).isLinear()) {
                transpose.op(block.ops().get(i));
            }
        }
        if (entry != reversed.get(block)) {
            jump(reversed.get(block));
            out.moveTo(reversed.get(block));
        }
    }

    private void leave(Block block) {
        List<ReverseFlow.Step> steps = plan.reverse().steps(block);
        Region region = regions.of(block);
        if (region.header() == block) {
            leaveHeader(block, region, steps);
            return;
        }
        Region left = plan.leftLoop(block);
        if (left != null) {
            reenter(left, block, steps.get(0));
        } else if (steps.size() == 1) {
            step(block, steps.get(0));
        } else {
            chooseStep(block, steps);
        }
    }

    private void across(Block block, ReverseFlow.Step step) {
        across(block, step, List.of());
    }

    /**
     * What a reversed edge does to the cotangents: those of the block's parameters become the arguments'.
     *
     * @param dead what else is not live past the edge
     */
    private void across(Block block, ReverseFlow.Step step, List<Value> dead) {
        List<Value> parameters =
                block.parameters().stream().filter(Value::isLinear).toList();
        Map<Value, Value> received = new HashMap<>();
        for (Value parameter : parameters) {
            received.put(parameter, cotangents.take(parameter));
        }
        dead.forEach(cotangents::end);
        if (step.edge() == null) {
            return;
        }
        List<Value> arguments = step.edge().arguments();
        // Said here, it need not be found by way of all the joins that a reversed loop has.
        arguments.stream()
                .filter(argument -> argument.isLinear() && liveness.isLocal(argument))
                .forEach(cotangents::end);
        for (int i = 0; i < arguments.size(); i++) {
            Value cotangent = received.get(block.parameters().get(i + step.firstParameter()));
            if (cotangent != null) {
                cotangents.add(arguments.get(i), cotangent);
            }
        }
    }

    private void step(Block block, ReverseFlow.Step step) {
        across(block, step);
        jump(entryOf(step));
    }

    private void jump(Block to) {
        out.block().terminate(new Terminator.Jump(new Edge(to)));
    }

    private void chooseStep(Block block, List<ReverseFlow.Step> steps) {
        Value selector = recompute.value(plan.selector(block), block);
        Block choice = out.block();
        List<Edge> cases = new ArrayList<>();
        List<Integer> keys = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Block through = target.addBlock();
            out.moveTo(through);
            step(block, steps.get(i));
            cases.add(new Edge(through));
            keys.add(i);
        }
        choice.terminate(choice(choice, selector, keys, cases));
    }

    private Terminator choice(Block at, Value selector, List<Integer> keys, List<Edge> cases) {
        int last = cases.size() - 1;
        if (last == 1) {
            out.moveTo(at);
            return new Terminator.Branch(Comparison.EQ, selector, out.constant(0), cases.get(0), cases.get(1));
        }
        return new Terminator.Switch(selector, keys.subList(0, last), cases.subList(0, last), cases.get(last));
    }

    private void leaveHeader(Block block, Region loop, List<ReverseFlow.Step> steps) {
        if (layout.isHead(loop)) {
            tape.leaveHead(loop);
        }
        Block header = out.block();
        Value iteration = tape.iteration(loop);
        Block before = target.addBlock();
        Block again = target.addBlock();
        out.moveTo(before);
        if (layout.isFlat(loop)) {
            tape.leaveFlat(loop);
        }
        step(block, steps.get(0));
        out.moveTo(again);
        Value previous = out.arithmetic(Arithmetic.ISUB, iteration, out.constant(1));
        tape.setIteration(loop, previous);
        across(block, steps.get(1), definedIn(loop));
        Dispatch dispatch = dispatches.get(loop);
        if (dispatch == null) {
            openRecord(loop, previous);
            jump(entryOf(steps.get(1)));
        } else {
            enter(dispatch, entryOf(steps.get(1)));
        }
        out.moveTo(header);
        header.terminate(
                new Terminator.Branch(Comparison.GT, iteration, out.constant(0), new Edge(again), new Edge(before)));
    }

    private void openRecord(Region loop, Value iteration) {
        if (layout.isFlat(loop)) {
            tape.openFlat(loop, iteration);
        } else {
            tape.pop(loop);
        }
    }

    /** From a loop's exit back into its last iteration. */
    private void reenter(Region loop, Block block, ReverseFlow.Step step) {
        for (Slot slot : plan.residuals().hoistedInto(loop)) {
            if (!layout.isInVariable(slot)) {
                tape.hoist(slot, loop, recompute.load(slot, regions.of(block)));
            }
        }
        Value iteration = recompute.value(loop.trip(), block);
        tape.setIteration(loop, iteration);
        boolean plain = layout.isPlain(loop);
        if (layout.isFlat(loop)) {
            tape.reenterFlat(loop, plain ? iteration : out.arithmetic(Arithmetic.IADD, iteration, out.constant(1)));
        }
        if (plain) {
            step(block, step);
        } else {
            across(block, step);
            enter(dispatches.get(loop), entryOf(step));
        }
    }

    private void addDispatch(Region loop) {
        Map<Block, Block> sources = new LinkedHashMap<>();
        for (Block exit : loop.exits()) {
            if (plan.reverse().visits(exit) && plan.leftLoop(exit) == loop) {
                ReverseFlow.Step step = plan.reverse().steps(exit).get(0);
                sources.putIfAbsent(entryOf(step), step.block());
            }
        }
        sources.putIfAbsent(reversed.get(loop.latch()), loop.latch());
        Block block = target.addBlock();
        Value selector = block.addParameter(Type.INT, "entry");
        dispatches.put(loop, new Dispatch(block, selector, List.copyOf(sources.keySet())));
        out.moveTo(block);
        openRecord(loop, tape.iteration(loop));
        Map<Block, Set<Value>> dead = deadAt(Set.copyOf(sources.values()), loop);
        if (sources.size() == 1) {
            jump(reversed.get(loop.latch()));
            return;
        }
        List<Edge> cases = new ArrayList<>();
        List<Integer> keys = new ArrayList<>();
        sources.forEach((entry, source) -> {
            keys.add(cases.size());
            cases.add(new Edge(ending(dead.get(source), entry)));
        });
        block.terminate(choice(block, selector, keys, cases));
    }

    /**
     * What a loop defines that is live at the end of one of the given blocks, by those where it is not. Of what is live at none
     * of them the cotangent is zero here already.
     */
    private Map<Block, Set<Value>> deadAt(Set<Block> sources, Region loop) {
        Map<Block, Set<Value>> dead = new HashMap<>();
        sources.forEach(source -> dead.put(source, new LinkedHashSet<>()));
        for (Value value : definedIn(loop)) {
            Set<Block> live = liveness.out(value);
            if (sources.stream().anyMatch(live::contains)) {
                sources.stream()
                        .filter(source -> !live.contains(source))
                        .forEach(source -> dead.get(source).add(value));
            } else {
                cotangents.end(value);
            }
        }
        return dead;
    }

    private List<Value> definedIn(Region loop) {
        List<Value> values = new ArrayList<>(definitions.getOrDefault(loop, List.of()));
        loop.children().forEach(child -> values.addAll(definedIn(child)));
        return values;
    }

    /** A block on the way to another, at which the cotangents of some values are known to be zero. */
    private Block ending(Set<Value> values, Block to) {
        if (values.isEmpty()) {
            return to;
        }
        Block block = target.addBlock();
        out.moveTo(block);
        values.forEach(cotangents::end);
        jump(to);
        return block;
    }

    private void enter(Dispatch dispatch, Block entry) {
        Value number = out.constant(dispatch.entries().indexOf(entry));
        out.block().terminate(new Terminator.Jump(new Edge(dispatch.block(), List.of(number))));
    }
}
