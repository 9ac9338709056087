package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.graph.Linearized;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;

/** What is transposed: a function linearized as reverse mode does it, and cleaned up. */
public final class Linearization {
    private Linearization() {}

    public static Linearized of(Function function, Activity activity, Callees callees, RuleTable rules) {
        return Derive.linearized(new Variant.Transform(Variant.Kind.JOINT, 0, activity), function, 0, callees, rules);
    }
}
