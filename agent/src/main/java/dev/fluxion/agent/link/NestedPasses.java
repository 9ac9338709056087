package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.CallFacts;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.runtime.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a derivative within a differentiated method that runs its method several times, as {@link Passes} hands them out
 * outside: the caller's own in the first pass, and in the others copies of what the method writes to, as it was at entry.
 */
final class NestedPasses {
    private final NestedCode code;
    private final Target target;
    private final Repeatable repeatable;
    private final Map<Integer, Value> atEntry = new HashMap<>();

    /** Keeps what is written as it is now. */
    NestedPasses(NestedCode code, Operator operator, CallFacts facts) {
        this.code = code;
        this.target = operator.target();
        this.repeatable = new Repeatable(operator.evaluator().linker(), target);
        for (int i = 0; i < target.types().size(); i++) {
            if (target.types().get(i).isArray() && TargetFacts.isWritten(facts, i)) {
                atEntry.put(i, code.copy(code.parameter(i)));
            }
        }
    }

    /** Whether the method may run again. */
    boolean areRepeatable() {
        return repeatable.is();
    }

    void requireRepeatable() throws Refusal {
        repeatable.require();
    }

    /** Refuses, when it is reached, more inputs than one pass takes, unless the method may run again. */
    void requireOnePass(NestedConditions conditions, NestedInputs inputs, int mostInputs) {
        if (!repeatable.is()) {
            conditions.requireAtMost(inputs.count(), code.constant(mostInputs), repeatable.refusal());
        }
    }

    List<Value> first() {
        List<Value> arguments = new ArrayList<>();
        for (int i = 0; i < target.types().size(); i++) {
            arguments.add(code.parameter(i));
        }
        return arguments;
    }

    /** Those of a further pass. */
    List<Value> again() {
        List<Value> arguments = first();
        atEntry.forEach((i, array) -> arguments.set(i, code.copy(array)));
        return arguments;
    }
}
