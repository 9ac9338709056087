package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.graph.SimplifyParameters;

/** The passes in their usual order. None changes a bit of a primal value. */
public final class Optimize {
    private Optimize() {}

    /** Cleans up an ordinary function before it is differentiated, or after. Works in place. */
    public static void run(Function function) {
        Flow flow = Flow.ofReachable(function);
        if (FoldConstants.run(flow)) {
            flow = Flow.ofReachable(function);
        }
        if (MergeBlocks.run(function, flow)) {
            flow = Flow.of(function);
        }
        SimplifyParameters.run(flow);
        if (ValueNumbering.run(function, flow)) {
            flow = Flow.of(function);
            SimplifyParameters.run(flow);
        }
        if (DeadCode.sweep(function)) {
            flow = Flow.ofReachable(function);
        }
        MergeBlocks.run(function, flow);
    }

    /**
     * Drops from a function with a linear part what only linearity lets drop: zeros, and loads whose tangents nobody needs. All else
     * can wait until it is an ordinary function. Works in place.
     */
    public static void dropLinear(Function function) {
        LinearZeros.run(function);
        DeadCode.run(function);
    }

    /** Cleans up a function with a linear part. Works in place. */
    public static void runOnLinear(Function function) {
        DeadCode.run(function);
        LinearZeros.run(function);
        run(function);
    }
}
