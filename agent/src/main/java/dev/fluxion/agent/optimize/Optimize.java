package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.SimplifyParameters;

/** The passes in their usual order. None changes a bit of a primal value. */
public final class Optimize {
    private Optimize() {}

    /** Cleans up an ordinary function before it is differentiated, or after. Works in place. */
    public static void run(Function function) {
        FoldConstants.run(function);
        MergeBlocks.run(function);
        SimplifyParameters.run(function);
        if (ValueNumbering.run(function)) {
            SimplifyParameters.run(function);
        }
        DeadCode.run(function);
        MergeBlocks.run(function);
    }

    /** Cleans up a function with a linear part. Works in place. */
    public static void runOnLinear(Function function) {
        DeadCode.run(function);
        LinearZeros.run(function);
        run(function);
    }
}
