package dev.fluxion.agent.derive.linearize;

import dev.fluxion.agent.derive.activity.ActivityFacts;
import dev.fluxion.agent.derive.activity.ShadowTypes;
import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What stands in the linearized function for each value of the source: the value again, and its tangent or shadow. */
final class Duals {
    private final ActivityFacts facts;
    private final Emitter out;
    private final TapeDuals ofTapes;
    private final Map<Value, Value> primals = new HashMap<>();
    /** Tangents of floats, shadows of references. */
    private final Map<Value, Value> duals = new HashMap<>();

    /**
     * @param out writes the linearized function
     * @param level how many transforms made the source
     */
    Duals(Function source, ActivityFacts facts, Emitter out, int level, boolean toBeTransposed) {
        this.facts = facts;
        this.out = out;
        this.ofTapes = TapeDuals.of(source, facts, level, toBeTransposed);
    }

    /** The value itself. */
    Value primal(Value value) {
        return primals.get(value);
    }

    Map<Value, Value> primals() {
        return primals;
    }

    /** From now on a value of the source is this one. */
    void setPrimal(Value value, Value primal) {
        primals.put(value, primal);
    }

    /** A new value for one of the source. */
    Value addPrimal(Value value) {
        Value copy = value.fresh();
        primals.put(value, copy);
        return copy;
    }

    /** Whether the value goes with its dual from block to block. */
    boolean travels(Value value) {
        return facts.isActive(value) && !ofTapes.isFoundWhereUsed(value);
    }

    /** A new tangent or shadow for an active value. */
    Value add(Value value) {
        Type type = ShadowTypes.of(value.type());
        Value dual = type.isReference() ? Value.of(type, value.name()) : Value.linear(type, value.name());
        duals.put(value, dual);
        return dual;
    }

    void set(Value value, Value dual) {
        duals.put(value, dual);
    }

    /** Gives the active ones of an op's results that have no dual yet a zero or null one, because the op is refused when it is reached. */
    void setZero(Op op) {
        for (Value result : op.results()) {
            if (isMissing(result)) {
                duals.put(
                        result,
                        result.type().isReference() ? out.nullReference() : out.zero(ShadowTypes.of(result.type())));
            }
        }
    }

    /** What carries a derivative has a dual once the op that defines it has been written: none is zero because it was forgotten. */
    void requireAll(Op op) {
        for (Value result : op.results()) {
            require(result);
        }
    }

    private void require(Value value) {
        if (isMissing(value)) {
            throw new IllegalStateException("no tangent or shadow of " + value + ", which carries a derivative");
        }
    }

    private boolean isMissing(Value value) {
        return !duals.containsKey(value) && travels(value);
    }

    /** The dual of the result of one of a tape's calls, which has been emitted; null if it is found where it is used, or has none. */
    Value ofBuffer(Op op) {
        return !op.results().isEmpty() && travels(op.result()) ? ofTapes.beside(out, op, primals, this::shadow) : null;
    }

    /** The tangent of a float, zero if it is inert; the shadow of a reference, null at run time if it has none. */
    Value get(Value value) {
        return value.type().isReference() ? shadow(value) : tangent(value);
    }

    Value tangent(Value value) {
        Value known = tangentOrNull(value);
        return known != null ? known : out.zero(ShadowTypes.of(value.type()));
    }

    /** Null if the value is inert. */
    Value tangentOrNull(Value value) {
        Value known = duals.get(value);
        if (known == null) {
            require(value);
        }
        return known;
    }

    Value shadow(Value value) {
        if (ofTapes.isFoundWhereUsed(value)) {
            return ofTapes.find(out, value, primals);
        }
        Value known = tangentOrNull(value);
        return known != null ? known : out.nullReference();
    }

    /** All shadows so far. */
    Set<Value> shadows() {
        Set<Value> shadows = new HashSet<>();
        for (Value dual : duals.values()) {
            if (dual.type().isReference()) {
                shadows.add(dual);
            }
        }
        return shadows;
    }

    /** All values so far that have a shadow. */
    Set<Value> shadowed() {
        Set<Value> shadowed = new HashSet<>();
        for (Value value : duals.keySet()) {
            if (value.type().isReference()) {
                shadowed.add(primals.get(value));
            }
        }
        return shadowed;
    }
}
