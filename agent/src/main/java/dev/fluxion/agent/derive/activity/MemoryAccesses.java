package dev.fluxion.agent.derive.activity;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.derive.activity.MemoryClasses.MemoryClass;
import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;

/** What a function's loads and stores hand on, by where they find it: elements are followed, fields are not. */
final class MemoryAccesses {
    private static final String FIELD_REMEDY =
            "Keep values that carry a derivative in locals and arrays, or mark the code that stores them @Inert if no derivative should flow.";

    private final Callees callees;
    private final ActivityState state;
    private final MemoryClasses memory;
    private boolean readsOutside;

    MemoryAccesses(Callees callees, ActivityState state) {
        this.callees = callees;
        this.state = state;
        this.memory = state.memory();
    }

    /** Whether numbers may be read that cannot be reached from the parameters: those behind a reference that a field holds. */
    boolean readsOutside() {
        return readsOutside;
    }

    /** A load, of an element or a field. */
    Done load(Op op) {
        return op.operator() instanceof FieldGet get
                ? loadField(op, get)
                : loadFollowed(op, op.operand(0), MemoryLabel.ELEMENT);
    }

    /** A store, to an element or a field. */
    Done store(Op op) {
        return op.operator() instanceof FieldPut put
                ? storeField(op, put)
                : storeFollowed(op, op.operand(0), MemoryLabel.ELEMENT, op.operand(2));
    }

    private Done loadFollowed(Op op, Value holder, MemoryLabel label) {
        MemoryClass known = memory.of(holder);
        Value result = op.result();
        if (known.isEncoded() || state.isEncoded(holder)) {
            state.markEncoded(result);
        }
        if (result.type().isReference()) {
            memory.unify(memory.at(known, label), memory.of(result));
        } else if (result.type().isFloating() && memory.isActive(known)) {
            state.markActive(result);
        }
        return DONE;
    }

    private Done storeFollowed(Op op, Value holder, MemoryLabel label, Value stored) {
        MemoryClass known = memory.of(holder);
        memory.markWritten(known);
        if (state.isEncoded(stored)) {
            memory.markEncoded(known);
        }
        if (stored.type().isReference()) {
            if (!stored.type().equals(Type.NULL)) {
                memory.unify(memory.at(known, label), memory.of(stored));
            }
        } else if (state.isActive(stored)) {
            if (state.isForeign(holder) && !ShadowTypes.isShadowable(holder.type())) {
                state.refuse(op, "a store into an array without a shadow", FIELD_REMEDY);
            }
            memory.activate(known);
        }
        if (known.isEncoded() && known.isExposed()) {
            state.refuseEncoded(op, "stored in an array that others read");
        }
        return DONE;
    }

    private Done loadField(Op op, FieldGet get) {
        readsOutside |= ShadowTypes.isShadowable(op.result().type());
        if (callees.isVolatile(get.field())) {
            memory.markWritten(memory.external());
        }
        if (op.result().type().isReference()) {
            state.markForeign(op, ActivityState.FOREIGN_ARRAY);
        }
        return DONE;
    }

    private Done storeField(Op op, FieldPut put) {
        Value value = op.operand(put.isStatic() ? 0 : 1);
        if (Intrinsic.isOfTape(put.field())) {
            return DONE;
        }
        memory.markWritten(memory.external());
        if (value.type().isReference()) {
            memory.expose(memory.of(value));
            memory.markWritten(memory.of(value));
        }
        if (state.isActive(value)) {
            state.refuse(
                    op,
                    "a value that carries a derivative stored in field "
                            + put.field().name(),
                    FIELD_REMEDY);
        } else if (state.holdsEncoded(value)) {
            state.refuseEncoded(op, "stored in field " + put.field().name());
        }
        return DONE;
    }
}
