package dev.fluxion.agent.derive.tape;

import dev.fluxion.agent.derive.graph.Region;
import dev.fluxion.agent.derive.graph.Stack;
import dev.fluxion.agent.derive.tape.Residuals.Slot;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import java.util.HashMap;
import java.util.Map;

/**
 * All that a forward and a reverse sweep have to agree on, as text. Two plans that were made apart are equal if their texts are:
 * blocks and values are called by their places, so that nothing depends on what the objects are.
 */
public final class PlanText {
    private final TransposePlan plan;
    private final Map<Block, Integer> blocks = new HashMap<>();
    private final StringBuilder out = new StringBuilder();

    private PlanText(TransposePlan plan) {
        this.plan = plan;
        for (Block block : plan.function().blocks()) {
            blocks.put(block, blocks.size());
        }
    }

    /** Of a plan whose function is as it was planned: no sweep has been made. */
    public static String of(TransposePlan plan) {
        Function function = plan.function();
        if (plan.exit() == null) {
            return function.toString();
        }
        PlanText text = new PlanText(plan);
        text.reverse();
        text.calls();
        text.copies();
        text.region(plan.regions().root());
        plan.regions().loops().forEach(text::region);
        return function + text.out.toString();
    }

    private void reverse() {
        for (Block block : plan.reverse().blocks()) {
            out.append(name(block)).append(" back to");
            for (ReverseFlow.Step step : plan.reverse().steps(block)) {
                out.append(' ').append(name(step.block())).append(place(step));
            }
            out.append('\n');
        }
    }

    /** What a step takes back; the edges that have been given a number since are known by that. */
    private static String place(ReverseFlow.Step step) {
        if (step.edge() == null) {
            return "";
        }
        int index = step.block().successors().indexOf(step.edge());
        return "." + index + "." + step.firstParameter() + "."
                + step.edge().arguments().size();
    }

    private void calls() {
        for (Block block : plan.function().blocks()) {
            for (Op op : block.ops()) {
                if (op.isLinearCall()) {
                    out.append("call ")
                            .append(plan.half(op, Variant.Kind.FORWARD))
                            .append('\n');
                }
            }
        }
    }

    private void copies() {
        for (Block block : plan.function().blocks()) {
            for (Slot slot : plan.residuals().copiesAt(block)) {
                out.append(name(block)).append(" keeps ").append(name(slot)).append('\n');
            }
        }
    }

    private void region(Region region) {
        TapeLayout layout = plan.layout();
        out.append("region ").append(region.isRoot() ? "root" : name(region.header()));
        out.append(layout.isFlat(region) ? " flat" : "");
        out.append(layout.isHead(region) ? " head" : "");
        out.append(layout.isPlain(region) ? " plain" : "");
        for (Stack stack : Stack.values()) {
            out.append(' ').append(layout.width(region, stack));
        }
        out.append('\n');
        plan.residuals()
                .in(region)
                .forEach(slot -> out.append("  ")
                        .append(name(slot))
                        .append(" at ")
                        .append(layout.offset(slot))
                        .append('\n'));
        for (Slot slot : plan.residuals().hoistedInto(region)) {
            out.append("  loads ").append(name(slot)).append('\n');
        }
    }

    private String name(Block block) {
        return "b" + blocks.get(block);
    }

    private String name(Slot slot) {
        int value = plan.residuals().definitions().order(slot.value());
        return slot.stack() + " " + value + (slot.isCopy() ? " after its loop" : "");
    }
}
