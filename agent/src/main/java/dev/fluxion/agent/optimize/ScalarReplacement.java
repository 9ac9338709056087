package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.graph.SimplifyParameters;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Leaves out objects that nobody but the function sees, and keeps their fields as values instead, through joins and loops (scalar
 * replacement of aggregates). What is left is a function of numbers and arrays, which all modes can do.
 */
public final class ScalarReplacement {
    private ScalarReplacement() {}

    /**
     * Works in place, on the objects that are held by no other object; what these held can be left out in a further run. No bit of a
     * value changes, and no exception but that memory may suffice where it did not.
     *
     * @return whether there were any
     */
    public static boolean run(Function function, ObjectClasses classes) {
        Flow flow = Flow.ofReachable(function);
        Set<Value> accepted = new HashSet<>();
        for (ObjectWebs.Web web : ObjectWebs.of(flow, classes)) {
            if (web.isUsed() && !Aliases.mayBeWritten(flow, web)) {
                accepted.addAll(web.values());
            }
        }
        if (accepted.isEmpty()) {
            return false;
        }
        Set<Value> made = madeAmong(accepted, function);
        inlineConstructors(function, made, classes);
        SimplifyParameters.run(function);
        for (ObjectWebs.Web web : ObjectWebs.of(Flow.ofReachable(function), classes)) {
            if (made.removeAll(web.values())) {
                FieldValues.run(function, web, classes);
            }
        }
        if (!made.isEmpty()) {
            throw new IllegalStateException("an object that was to be left out is seen by others: " + made);
        }
        SimplifyParameters.run(function);
        return true;
    }

    private static Set<Value> madeAmong(Set<Value> values, Function function) {
        Set<Value> made = new HashSet<>();
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                boolean isMade = op.operator() instanceof NewObject || Boxes.made(op) != null;
                if (isMade && values.contains(op.result())) {
                    made.add(op.result());
                }
            }
        }
        return made;
    }

    private static void inlineConstructors(Function function, Set<Value> made, ObjectClasses classes) {
        List<Block> pending = new ArrayList<>(function.blocks());
        for (int i = 0; i < pending.size(); i++) {
            Block block = pending.get(i);
            for (int at = 0; at < block.ops().size(); at++) {
                Op op = block.ops().get(at);
                if (ObjectWebs.isConstruction(op) && made.contains(op.operand(0))) {
                    String className = op.operand(0).type().internalName();
                    pending.add(Inline.replace(
                            function, block, at, classes.constructor((Invoke) op.operator(), className)));
                    break;
                }
            }
        }
    }
}
