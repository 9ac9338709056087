package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Refuse;
import java.util.List;

/**
 * What a caller has to know of a function to differentiate a call of it.
 *
 * @param refusal why the call cannot be differentiated, or null
 * @param activity the requested activity, and what follows from it: parameters that need a shadow because the function stores
 *     active values in them, results that carry a derivative
 * @param memory the objects that it is passed and returns: which may be the same, and which it may write
 * @param encodedResults for each result whether it is, or holds, an active number in a form that carries no derivative
 * @param exposedResults for each result whether code that is not seen here may reach the array, or what it holds, too
 * @param foreignResults for each result whether the array, or what it holds, may come from memory that is not followed
 * @param readsOutside whether the function may read numbers in memory that cannot be reached from what it is passed, such as an array that a field refers to
 * @param scalarTangents whether only numbers are active here and in callees, no arrays, and no call passes many of them
 * @param runsReverse whether the function takes a derivative by reverse mode itself, so that only one direction at a time passes it
 * @param writesElsewhere whether the function may write objects that are not named in {@code memory}
 */
public record CallFacts(
        Refuse refusal,
        Activity activity,
        MemoryGraph memory,
        List<Boolean> encodedResults,
        List<Boolean> exposedResults,
        List<Boolean> foreignResults,
        boolean writesElsewhere,
        boolean readsOutside,
        boolean scalarTangents,
        boolean runsReverse) {

    /** So many tangents side by side {@code scalarTangents} speaks of. */
    public static final int MOST_LANES = 5;

    /** Facts of a call that cannot be differentiated. */
    public static CallFacts refused(String cause, String remedy) {
        return new CallFacts(
                new Refuse(cause, remedy),
                null,
                MemoryGraph.EMPTY,
                List.of(),
                List.of(),
                List.of(),
                true,
                true,
                false,
                false);
    }
}
