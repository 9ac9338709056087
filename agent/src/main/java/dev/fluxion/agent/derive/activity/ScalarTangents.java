package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;

/**
 * Whether a function is one for which a few tangents side by side are the better derivative: what is active are numbers, which then
 * need no memory, calls have room for them, and the code is not so large that repeating its linear part would matter.
 */
public final class ScalarTangents {
    private static final int MOST_OPS = 1_000;
    private static final int MOST_SLOTS = 250;

    private ScalarTangents() {}

    /** Whether all tangents are numbers, and few enough to have several of each beside each other. */
    public static boolean suffice(Function function, ActivityFacts facts) {
        int ops = 0;
        for (Block block : function.blocks()) {
            ops += block.ops().size();
            for (Op op : block.ops()) {
                if (anyArray(op.results(), facts) || !callFits(op, facts)) {
                    return false;
                }
            }
            if (anyArray(block.parameters(), facts)) {
                return false;
            }
        }
        return ops <= MOST_OPS;
    }

    /** Whether derivatives by reverse mode are taken here or in callees. */
    public static boolean runsReverse(Function function, ActivityFacts facts) {
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                CallFacts call = facts.calls().get(op);
                if (call != null && call.runsReverse()
                        || op.operator() instanceof InvokeVariant invoke
                                && invoke.variant().isReversed()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean anyArray(List<Value> values, ActivityFacts facts) {
        for (Value value : values) {
            if (value.type().isReference() && facts.isActive(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean callFits(Op op, ActivityFacts facts) {
        CallFacts call = facts.calls().get(op);
        if (call == null || call.refusal() != null || !call.activity().any()) {
            return true;
        }
        int slots = 1;
        for (int i = 0; i < op.operands().size(); i++) {
            int own = op.operand(i).type().slots();
            slots += own + (call.activity().parameter(i) ? CallFacts.MOST_LANES * own : 0);
        }
        return call.scalarTangents() && slots <= MOST_SLOTS;
    }
}
