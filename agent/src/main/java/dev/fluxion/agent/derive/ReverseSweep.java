package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.Residuals.Slot;
import dev.fluxion.agent.ir.Arithmetic;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the transposed linear part of a planned function: for each block a reversed one, entered with the cotangents of the
 * linear values live at the block's end, left with those of the values live at its start.
 */
final class ReverseSweep {
    private final TransposePlan plan;
    private final Regions regions;
    private final TapeLayout layout;
    private final Emitter out;
    private final TapeVariables tape;
    private final Recompute recompute;
    private final Function target;
    private final Map<Block, Block> reversed = new HashMap<>();
    /** Where the reverse of a protected op is entered if the op did not throw. */
    private final Map<Block, Block> afterSuccess = new HashMap<>();
    /** The linear values whose cotangents a reversed block takes as its parameters. */
    private final Map<Block, Collection<Value>> entryValues = new HashMap<>();

    private final Map<Region, Dispatch> dispatches = new HashMap<>();

    /** The one header of a reversed loop that was left at several places: it goes on at the exit taken, or at the latch. */
    private record Dispatch(Block block, Value selector, List<Value> values, List<Block> entries) {}

    private ReverseSweep(TransposePlan plan, Emitter out, TapeVariables tape, Map<Value, Value> direct) {
        this.plan = plan;
        this.regions = plan.regions();
        this.layout = plan.layout();
        this.out = out;
        this.tape = tape;
        this.recompute = new Recompute(plan, out, tape, direct);
        this.target = out.target();
    }

    /**
     * Appends the reversed blocks and leads the emitter's current block to the first of them. Returns at the end of the last
     * one, with the cotangents of the entry's linear parameters.
     *
     * @param seeds cotangents of the values the exit block returns, null where there is none
     * @param direct what stands for the forward sweep's parameters, where it is not themselves
     * @return the cotangents by linear value; one that is missing is zero
     */
    static Map<Value, Value> run(
            TransposePlan plan, Emitter out, TapeVariables tape, List<Value> seeds, Map<Value, Value> direct) {
        return new ReverseSweep(plan, out, tape, direct).run(seeds);
    }

    private Map<Value, Value> run(List<Value> seeds) {
        Block start = out.block();
        for (Block block : plan.reverse().blocks()) {
            if (block.handlers().isEmpty()) {
                reversed.put(block, addEntry(plan.liveness().out(block)));
            } else {
                reversed.put(block, addEntry(plan.liveness().in(block)));
                afterSuccess.put(block, addEntry(plan.liveness().out(block)));
            }
        }
        regions.loops().stream()
                .filter(loop -> loop.trip() != null && !layout.isPlain(loop))
                .forEach(this::addDispatch);
        start(start, seeds);
        Map<Value, Value> atEntry = Map.of();
        for (Block block : plan.reverse().blocks()) {
            Map<Value, Value> cotangents = transposeOps(block);
            if (block == plan.function().entry()) {
                atEntry = cotangents;
            } else {
                leave(block, cotangents);
            }
        }
        out.moveTo(reversed.get(plan.function().entry()));
        return atEntry;
    }

    private void start(Block start, List<Value> seeds) {
        out.moveTo(start);
        List<Value> returned = ((Terminator.Return) plan.exit().terminator()).operands();
        Map<Value, Value> cotangents = new HashMap<>();
        for (int i = 0; i < returned.size(); i++) {
            if (returned.get(i).isLinear() && seeds.get(i) != null) {
                add(cotangents, returned.get(i), seeds.get(i));
            }
        }
        jump(reversed.get(plan.exit()), cotangents);
    }

    private Block addEntry(Collection<Value> values) {
        Block entry = target.addBlock();
        values.forEach(value -> entry.parameters().add(Value.linear(value.type(), value.name())));
        entryValues.put(entry, values);
        return entry;
    }

    /** The reversed block that a step leads to. */
    private Block entryOf(ReverseFlow.Step step) {
        boolean succeeded = step.edge() != null && step.firstParameter() == 0;
        Block entry = succeeded ? afterSuccess.get(step.block()) : null;
        return entry != null ? entry : reversed.get(step.block());
    }

    // On the way to a handler a protected op did not happen: its reverse has an entry of its own, before the block's.
    private Map<Value, Value> transposeOps(Block block) {
        if (!block.handlers().isEmpty()) {
            out.moveTo(afterSuccess.get(block));
            Map<Value, Value> cotangents = entered(out.block());
            transposeOps(block, cotangents);
            jump(reversed.get(block), cotangents);
            out.moveTo(reversed.get(block));
            return entered(out.block());
        }
        out.moveTo(reversed.get(block));
        Map<Value, Value> cotangents = entered(out.block());
        transposeOps(block, cotangents);
        return cotangents;
    }

    private Map<Value, Value> entered(Block entry) {
        Map<Value, Value> cotangents = new HashMap<>();
        int index = 0;
        for (Value value : entryValues.get(entry)) {
            cotangents.put(value, entry.parameters().get(index++));
        }
        return cotangents;
    }

    private void transposeOps(Block block, Map<Value, Value> cotangents) {
        LinearTranspose transpose =
                new LinearTranspose(out, cotangents, value -> recompute.value(value, block), tape, plan);
        for (int i = block.ops().size() - 1; i >= 0; i--) {
            if (block.ops().get(i).isLinear()) {
                transpose.op(block.ops().get(i));
            }
        }
    }

    private void leave(Block block, Map<Value, Value> cotangents) {
        List<ReverseFlow.Step> steps = plan.reverse().steps(block);
        Region region = regions.of(block);
        if (region.header() == block) {
            leaveHeader(block, region, steps, cotangents);
            return;
        }
        Region left = plan.leftLoop(block);
        if (left != null) {
            reenter(left, block, steps.get(0), cotangents);
        } else if (steps.size() == 1) {
            step(block, steps.get(0), cotangents);
        } else {
            chooseStep(block, steps, cotangents);
        }
    }

    /** The cotangents that a reversed edge passes: of values live across it, plus what the edge's arguments receive. */
    private Map<Value, Value> across(Block block, ReverseFlow.Step step, Map<Value, Value> cotangents) {
        Map<Value, Value> passed = new HashMap<>(cotangents);
        block.parameters().forEach(passed::remove);
        if (step.edge() != null) {
            List<Value> arguments = step.edge().arguments();
            for (int i = 0; i < arguments.size(); i++) {
                Value parameter = block.parameters().get(i + step.firstParameter());
                Value cotangent = cotangents.get(parameter);
                if (parameter.isLinear() && cotangent != null) {
                    add(passed, arguments.get(i), cotangent);
                }
            }
        }
        return passed;
    }

    private void add(Map<Value, Value> cotangents, Value value, Value contribution) {
        Value sum = cotangents.get(value);
        cotangents.put(value, sum == null ? contribution : out.add(sum, contribution));
    }

    private void step(Block block, ReverseFlow.Step step, Map<Value, Value> cotangents) {
        jump(entryOf(step), across(block, step, cotangents));
    }

    private void jump(Block to, Map<Value, Value> cotangents) {
        out.block().terminate(new Terminator.Jump(new Edge(to, arguments(entryValues.get(to), cotangents))));
    }

    private List<Value> arguments(Iterable<Value> values, Map<Value, Value> cotangents) {
        List<Value> arguments = new ArrayList<>();
        for (Value value : values) {
            Value cotangent = cotangents.get(value);
            arguments.add(cotangent == null ? out.zero(value.type()) : cotangent);
        }
        return arguments;
    }

    private void chooseStep(Block block, List<ReverseFlow.Step> steps, Map<Value, Value> cotangents) {
        Value selector = recompute.value(plan.selector(block), block);
        Block choice = out.block();
        List<Edge> cases = new ArrayList<>();
        List<Integer> keys = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Block through = target.addBlock();
            out.moveTo(through);
            step(block, steps.get(i), cotangents);
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

    private void leaveHeader(Block block, Region loop, List<ReverseFlow.Step> steps, Map<Value, Value> cotangents) {
        Block header = out.block();
        Value iteration = tape.iteration(loop);
        Block before = target.addBlock();
        Block again = target.addBlock();
        out.moveTo(before);
        if (layout.isFlat(loop)) {
            tape.leaveFlat(loop);
        }
        step(block, steps.get(0), cotangents);
        out.moveTo(again);
        Value previous = out.arithmetic(Arithmetic.ISUB, iteration, out.constant(1));
        tape.setIteration(loop, previous);
        Map<Value, Value> passed = across(block, steps.get(1), cotangents);
        Dispatch dispatch = dispatches.get(loop);
        if (dispatch == null) {
            openRecord(loop, previous);
            jump(entryOf(steps.get(1)), passed);
        } else {
            enter(dispatch, entryOf(steps.get(1)), passed);
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
    private void reenter(Region loop, Block block, ReverseFlow.Step step, Map<Value, Value> cotangents) {
        for (Slot slot : plan.residuals().hoistedInto(loop)) {
            tape.hoist(slot, loop, recompute.load(slot, regions.of(block)));
        }
        Value iteration = recompute.value(loop.trip(), block);
        tape.setIteration(loop, iteration);
        boolean plain = layout.isPlain(loop);
        if (layout.isFlat(loop)) {
            tape.reenterFlat(loop, plain ? iteration : out.arithmetic(Arithmetic.IADD, iteration, out.constant(1)));
        }
        if (plain) {
            step(block, step, cotangents);
        } else {
            enter(dispatches.get(loop), entryOf(step), across(block, step, cotangents));
        }
    }

    private void addDispatch(Region loop) {
        Set<Value> values = new LinkedHashSet<>();
        Set<Block> entries = new LinkedHashSet<>();
        for (Block exit : loop.exits()) {
            if (plan.reverse().visits(exit) && plan.leftLoop(exit) == loop) {
                entries.add(entryOf(plan.reverse().steps(exit).get(0)));
            }
        }
        entries.add(reversed.get(loop.latch()));
        entries.forEach(entry -> values.addAll(entryValues.get(entry)));
        Block block = target.addBlock();
        Value selector = block.addParameter(Type.INT, "entry");
        for (Value value : values) {
            block.parameters().add(Value.linear(value.type(), value.name()));
        }
        Dispatch dispatch = new Dispatch(block, selector, List.copyOf(values), List.copyOf(entries));
        dispatches.put(loop, dispatch);
        out.moveTo(block);
        openRecord(loop, tape.iteration(loop));
        Map<Value, Value> cotangents = new HashMap<>();
        for (int i = 0; i < dispatch.values().size(); i++) {
            cotangents.put(dispatch.values().get(i), block.parameters().get(i + 1));
        }
        List<Edge> cases = new ArrayList<>();
        List<Integer> keys = new ArrayList<>();
        for (Block entry : dispatch.entries()) {
            keys.add(cases.size());
            cases.add(new Edge(entry, arguments(entryValues.get(entry), cotangents)));
        }
        block.terminate(cases.size() == 1 ? new Terminator.Jump(cases.get(0)) : choice(block, selector, keys, cases));
    }

    private void enter(Dispatch dispatch, Block entry, Map<Value, Value> cotangents) {
        List<Value> arguments = new ArrayList<>();
        arguments.add(out.constant(dispatch.entries().indexOf(entry)));
        arguments.addAll(arguments(dispatch.values(), cotangents));
        out.block().terminate(new Terminator.Jump(new Edge(dispatch.block(), arguments)));
    }
}
