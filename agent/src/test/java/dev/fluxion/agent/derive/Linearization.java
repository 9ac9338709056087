package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.activity.ActivityAnalysis;
import dev.fluxion.agent.derive.activity.ActivityFacts;
import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.graph.Linearized;
import dev.fluxion.agent.derive.linearize.Linearize;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.optimize.Optimize;

/** What is transposed: a function linearized as reverse mode does it, and cleaned up. */
public final class Linearization {
    private Linearization() {}

    public static Linearized of(Function function, Activity activity, Callees callees, RuleTable rules) {
        ActivityFacts facts = ActivityAnalysis.run(function, activity, callees, rules);
        Linearized linearized = Linearize.run(function, facts, rules, 0, true);
        Optimize.runOnLinear(linearized.function());
        return linearized;
    }
}
