package dev.fluxion.agent.derive.activity;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Refuse;
import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known so far of the values of a function under analysis. It only grows.
 *
 * <p>A value is <em>active</em> if it carries a derivative; <em>encoded</em> if it is an active number in a form that carries
 * none, such as its bits or a box; <em>foreign</em> if it comes from memory that is not followed, so that it has no shadow.
 */
final class ActivityState {
    private static final String ENCODED_REMEDY =
            "Write a rule for the method that takes the number apart, or compute with the number itself.";

    /** An array that no shadow can be found for. */
    static final String FOREIGN_ARRAY =
            "an array that comes from a field and here meets values that carry a derivative";

    static final String FOREIGN_REMEDY = "Pass the array as an argument, or allocate it in the differentiated code.";

    private final MemoryClasses memory = new MemoryClasses();
    private final Set<Value> active = new HashSet<>();
    private final Set<Value> encoded = new HashSet<>();
    private final Set<Value> foreign = new HashSet<>();
    private final Map<Op, MethodReference> guards = new LinkedHashMap<>();
    private final Set<Op> watched = new LinkedHashSet<>();
    private final Map<Op, Refuse> refusals = new LinkedHashMap<>();
    private boolean changed;

    MemoryClasses memory() {
        return memory;
    }

    /** The floats and doubles that are active. */
    Set<Value> activeFloats() {
        return active;
    }

    Map<Op, Refuse> refusals() {
        return refusals;
    }

    /** The calls that are treated as one method's declaration says, which is for no other that the receiver may choose. */
    Map<Op, MethodReference> guards() {
        return guards;
    }

    void guard(Op call, MethodReference method) {
        guards.put(call, method);
    }

    /** The calls that something is declared of, and of which it shows only when they are made whether they write to an array. */
    Set<Op> watched() {
        return watched;
    }

    void watch(Op call) {
        watched.add(call);
    }

    /** Whether anything changed since the last call. */
    boolean takeChanged() {
        boolean result = memory.takeChanged() || changed;
        changed = false;
        return result;
    }

    boolean isActive(Value value) {
        if (value.type().isReference()) {
            return ShadowTypes.isShadowable(value.type()) && memory.isActive(memory.of(value));
        }
        return active.contains(value);
    }

    boolean isAnyActive(Iterable<Value> values) {
        for (Value value : values) {
            if (isActive(value)) {
                return true;
            }
        }
        return false;
    }

    void markActive(Value value) {
        if (value.type().isReference()) {
            memory.activate(memory.of(value));
        } else if (value.type().isFloating()) {
            changed |= active.add(value);
        }
    }

    /** Whether the value itself is an encoded number. */
    boolean isEncoded(Value value) {
        return encoded.contains(value);
    }

    boolean isAnyEncoded(Iterable<Value> values) {
        for (Value value : values) {
            if (isEncoded(value)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the value is an encoded number, or an array that holds some: an Object may turn out to be one. */
    boolean holdsEncoded(Value value) {
        if (encoded.contains(value)) {
            return true;
        }
        if (!value.type().isReference() || value.type().equals(Type.NULL)) {
            return false;
        }
        return memory.reachesEncoded(memory.of(value));
    }

    boolean anyHoldsEncoded(Iterable<Value> values) {
        for (Value value : values) {
            if (holdsEncoded(value)) {
                return true;
            }
        }
        return false;
    }

    void markEncoded(Value value) {
        changed |= encoded.add(value);
    }

    boolean isForeign(Value value) {
        return foreign.contains(value);
    }

    /** Marks a reference that comes from memory that is not followed. */
    void markForeign(Op op, String cause) {
        Value result = op.result();
        memory.expose(memory.of(result));
        memory.markForeign(memory.of(result));
        changed |= foreign.add(result);
        if (isActive(result)) {
            refuse(op, cause, FOREIGN_REMEDY);
        }
    }

    /** Whatever {@code from} is, {@code to} may be too. */
    void flow(Value from, Value to) {
        if (encoded.contains(from)) {
            markEncoded(to);
        }
        if (to.type().isReference()) {
            if (!from.type().equals(Type.NULL)) {
                memory.unify(memory.of(from), memory.of(to));
            }
        } else if (active.contains(from)) {
            markActive(to);
        }
    }

    /** Code that is not looked at may write every array it can reach. */
    void escape(Op op) {
        for (Value operand : op.operands()) {
            if (operand.type().isReference()) {
                memory.expose(memory.of(operand));
                memory.markWritten(memory.of(operand));
            }
        }
    }

    void refuse(Op op, String cause, String remedy) {
        if (refusals.putIfAbsent(op, new Refuse(cause, remedy)) == null) {
            changed = true;
        }
    }

    /** Refuses an op that makes something of an encoded number. */
    Done refuseEncoded(Op op, String whatHappens) {
        refuse(op, "a number that carries a derivative, in another form (bits, a box), " + whatHappens, ENCODED_REMEDY);
        return DONE;
    }

    static boolean isReferenceArray(Value array) {
        return array.type().isArray() && Element.of(array.type()) == Element.REFERENCE;
    }
}
