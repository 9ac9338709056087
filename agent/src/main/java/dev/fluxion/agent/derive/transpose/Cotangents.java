package dev.fluxion.agent.derive.transpose;

import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.derive.graph.Variables;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The cotangent of each linear value in the reverse sweep. That of a value which is used in other blocks than its own is a
 * variable, so that no block has to pass on what it does not change. It is zero until something is added, and again from where the
 * value is defined on, since the next iteration of a loop defines another.
 */
final class Cotangents {
    private record Cotangent(Value of) {}

    private final Emitter out;
    private final Variables variables;
    private final Set<Value> travelling;
    private final Map<Value, Value> local = new HashMap<>();

    /** @param travelling the values that other blocks than their own use */
    Cotangents(Set<Value> travelling, Emitter out, Variables variables) {
        this.out = out;
        this.variables = variables;
        this.travelling = travelling;
        travelling.forEach(value -> variables.declareLike(new Cotangent(value), value));
    }

    /** The cotangent in the block that is being written; null if it is known to be zero. */
    Value get(Value value) {
        if (!travelling.contains(value)) {
            return local.get(value);
        }
        Value held = variables.read(out.block(), new Cotangent(value));
        return held == variables.initial(new Cotangent(value)) ? null : held;
    }

    /** The same, or a zero. */
    Value orZero(Value value) {
        Value cotangent = get(value);
        return cotangent == null ? out.zero(value.type()) : cotangent;
    }

    void add(Value value, Value contribution) {
        Value sum = get(value);
        Value total = sum == null ? contribution : out.add(sum, contribution);
        if (travelling.contains(value)) {
            variables.write(out.block(), new Cotangent(value), total);
        } else {
            local.put(value, total);
        }
    }

    /** Where the value is defined: its cotangent, or null if that is known to be zero. */
    Value take(Value value) {
        Value cotangent = get(value);
        if (cotangent != null) {
            end(value);
        }
        return cotangent;
    }

    /** From here on back the value is not live. */
    void end(Value value) {
        if (travelling.contains(value)) {
            variables.reset(out.block(), new Cotangent(value));
        }
    }
}
