package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Refuse;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which values of a function carry a derivative.
 *
 * @param activity of the parameters, the requested ones and those that turned out to need a shadow, and of the results
 * @param activeFloats the floats and doubles that depend on an active parameter
 * @param memory the partition of references
 * @param results a value for each result, in the memory class of all that may be returned there
 * @param encodedResults whether a result is, or is an array that holds, an active number in a form without derivative
 * @param readsOutside whether numbers may be read in memory that cannot be reached from the parameters
 * @param calls what is known of each call that takes or returns something active
 * @param signed numbers made of the bits of others, which differ from them in sign only
 * @param refusals ops that cannot be differentiated, with the reason
 * @param guards calls whose treatment holds for one method only, which the receiver may override
 * @param watched calls whose treatment says nothing of writes to arrays, and whose code is not known
 */
public record ActivityFacts(
        Activity activity,
        Set<Value> activeFloats,
        MemoryClasses memory,
        List<Value> results,
        List<Boolean> encodedResults,
        boolean readsOutside,
        Map<Op, CallFacts> calls,
        Map<Op, SignBits.Signed> signed,
        Map<Op, Refuse> refusals,
        Map<Op, MethodReference> guards,
        Set<Op> watched) {

    /** Whether the value has a tangent or a shadow. */
    public boolean isActive(Value value) {
        if (value.type().isReference()) {
            return ShadowTypes.isShadowable(value.type()) && memory.isActive(memory.of(value));
        }
        return activeFloats.contains(value);
    }
}
