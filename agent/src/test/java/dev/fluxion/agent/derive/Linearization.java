package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Activity;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.optimize.Optimize;

/** What is transposed: a function linearized as reverse mode does it, and cleaned up. */
final class Linearization {
    private Linearization() {}

    static Linearized of(Function function, Activity activity, Callees callees, RuleTable rules) {
        ActivityFacts facts = ActivityAnalysis.run(function, activity, callees, rules);
        Linearized linearized = Linearize.run(function, facts, rules, 0, true);
        Optimize.runOnLinear(linearized.function());
        return linearized;
    }
}
