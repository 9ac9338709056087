package dev.fluxion.agent.derive.activity;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.derive.activity.MemoryClasses.MemoryClass;
import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.ShadowOperation;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;

/** How activity passes the JDK's bulk array methods, the tape's buffers and bulk operations on shadows. */
final class IntrinsicActivity {
    private final ActivityState state;
    private final MemoryClasses memory;

    private IntrinsicActivity(ActivityState state) {
        this.state = state;
        this.memory = state.memory();
    }

    /** @param tapeCarriesTangents whether the tape's buffers are paired with tangents */
    static Done run(Op op, Intrinsic intrinsic, ActivityState state, boolean tapeCarriesTangents) {
        return new IntrinsicActivity(state).intrinsic(op, intrinsic, tapeCarriesTangents);
    }

    /** For a bulk operation on shadows. */
    static Done run(Op op, ShadowOperation operation, ActivityState state) {
        return new IntrinsicActivity(state).shadowOperation(op, operation);
    }

    private Done intrinsic(Op op, Intrinsic intrinsic, boolean tapeCarriesTangents) {
        return switch (intrinsic) {
            case ARRAYCOPY -> arraycopy(op);
            case CLONE, COPY_OF, COPY_OF_RANGE -> copy(op.operand(0), op.result());
            case FILL, FILL_RANGE -> fill(op);
            case SORT -> written(op.operand(0));
            case TAPE_DOUBLES, TAPE_OBJECTS -> {
                if (tapeCarriesTangents) {
                    state.markActive(op.result());
                }
                yield written(op.result());
            }
            case TAPE_ENSURE_DOUBLES, TAPE_ENSURE_OBJECTS -> {
                memory.unify(memory.of(op.operand(0)), memory.of(op.result()));
                yield DONE;
            }
            case TAPE_KEEP -> keep(op);
            case TAPE_RECALL -> recall(op);
            case TAPE_CURRENT, TAPE_WITHIN, CHECK -> DONE;
            case NONE -> throw new AssertionError();
        };
    }

    private Done arraycopy(Op op) {
        copy(op.operand(0), op.operand(2));
        MemoryClass target = memory.of(op.operand(2));
        memory.markWritten(target);
        if (target.isEncoded() && target.isExposed()) {
            state.refuseEncoded(op, "copied to an array that others read");
        }
        boolean unknown =
                !op.operand(0).type().isArray() || !op.operand(2).type().isArray();
        if (unknown && memory.isActive(target)) {
            state.refuse(
                    op,
                    "System.arraycopy of arrays whose type is not known here",
                    "Declare the variables as the arrays they are.");
        }
        return DONE;
    }

    private Done fill(Op op) {
        MemoryClass target = memory.of(op.operand(0));
        memory.markWritten(target);
        if (state.isActive(op.operands().get(op.operands().size() - 1))) {
            memory.activate(target);
        }
        return DONE;
    }

    private Done written(Value array) {
        memory.markWritten(memory.of(array));
        return DONE;
    }

    // What is kept does not become active because something else on the tape is.
    private Done keep(Op op) {
        Value kept = op.operand(0);
        Value origin = op.operand(1);
        if (origin.type().equals(Type.NULL)) {
            if (state.isActive(kept)) {
                state.refuse(op, ActivityState.FOREIGN_ARRAY, ActivityState.FOREIGN_REMEDY);
            }
        } else if (!kept.type().equals(Type.NULL)) {
            alike(kept, origin);
        }
        return DONE;
    }

    private Done recall(Op op) {
        memory.expose(memory.of(op.result()));
        memory.markWritten(memory.of(op.result()));
        if (op.operand(1).type().equals(Type.NULL)) {
            state.markForeign(op, ActivityState.FOREIGN_ARRAY);
        } else {
            alike(op.result(), op.operand(1));
        }
        return DONE;
    }

    /** One is active if the other is: it may be the other, one of its rows, or an array with such a row. */
    private void alike(Value first, Value second) {
        if (state.isActive(first)) {
            state.markActive(second);
        } else if (state.isActive(second)) {
            state.markActive(first);
        }
    }

    private Done copy(Value from, Value to) {
        MemoryClass source = memory.of(from);
        MemoryClass target = memory.of(to);
        if (source.isEncoded()) {
            memory.markEncoded(target);
        }
        if (ActivityState.isReferenceArray(from) || ActivityState.isReferenceArray(to)) {
            memory.unify(memory.at(source, MemoryLabel.ELEMENT), memory.at(target, MemoryLabel.ELEMENT));
        } else if (memory.isActive(source)) {
            memory.activate(target);
        }
        return DONE;
    }

    private Done shadowOperation(Op op, ShadowOperation operation) {
        MemoryClass first = memory.of(op.operand(0));
        memory.markWritten(first);
        return switch (operation.kind()) {
            case ADD -> {
                if (memory.isActive(memory.of(op.operand(1)))) {
                    memory.activate(first);
                }
                yield DONE;
            }
            case COPY, COPY_TRANSPOSED -> {
                MemoryClass second = memory.of(op.operand(2));
                memory.markWritten(second);
                if (memory.isActive(first) || memory.isActive(second)) {
                    memory.activate(first);
                    memory.activate(second);
                }
                yield DONE;
            }
            case FILL -> {
                if (state.isActive(op.operand(3))) {
                    memory.activate(first);
                }
                yield DONE;
            }
            case PERMUTE, PERMUTE_TRANSPOSED -> DONE; // within one array
            case FILL_TRANSPOSED -> {
                if (memory.isActive(first)) {
                    state.markActive(op.result());
                }
                yield DONE;
            }
        };
    }
}
