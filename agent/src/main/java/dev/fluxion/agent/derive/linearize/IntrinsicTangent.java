package dev.fluxion.agent.derive.linearize;

import dev.fluxion.agent.derive.activity.ActivityFacts;
import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayLength;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.NewArray;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.ShadowOperation;
import dev.fluxion.agent.ir.operator.ShadowOperation.Kind;
import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What the JDK's bulk array methods do to shadows. */
final class IntrinsicTangent {
    private static final Type PERMUTATION = Type.ofDescriptor("[I");
    private static final Invoke MIN = Invoke.ofStatic("java/lang/Math", "min", "(II)I");

    private final Emitter out;
    private final Op op;
    private final Op copy;
    private final Map<Value, Value> primals;
    private final UnaryOperator<Value> duals;

    private IntrinsicTangent(Emitter out, Op op, Op copy, Map<Value, Value> primals, UnaryOperator<Value> duals) {
        this.out = out;
        this.op = op;
        this.copy = copy;
        this.primals = primals;
        this.duals = duals;
    }

    /** The copy of an op as the shadow's part needs it: a sort of what carries tangents tells its permutation. */
    static Op primal(Op copy, Op op, ActivityFacts facts) {
        boolean tells = Intrinsic.of(op) == Intrinsic.SORT && op.results().isEmpty() && facts.isActive(op.operand(0));
        if (!tells) {
            return copy;
        }
        MethodReference method = ((Invoke) op.operator()).method();
        Invoke telling = Invoke.ofStatic(
                Intrinsic.SORTING, method.name(), method.descriptor().replace(")V", ")[I"));
        return new Op(telling, copy.operands(), List.of(Value.of(PERMUTATION)), copy.position());
    }

    /**
     * Emits the shadow's part of a call already emitted; returns the shadow of its result, null if it has none.
     *
     * @param copy the call as it was emitted
     */
    static Value emit(
            Emitter out, Op op, Op copy, ActivityFacts facts, Map<Value, Value> primals, UnaryOperator<Value> duals) {
        IntrinsicTangent emission = new IntrinsicTangent(out, op, copy, primals, duals);
        return switch (Intrinsic.of(op)) {
            case ARRAYCOPY -> facts.isActive(op.operand(2)) ? emission.arraycopy(facts) : null;
            case CLONE -> facts.isActive(op.result()) ? emission.copy(facts, emission.length()) : null;
            case COPY_OF -> facts.isActive(op.result()) ? emission.copyOf(facts) : null;
            case COPY_OF_RANGE -> facts.isActive(op.result()) ? emission.copyOfRange(facts) : null;
            case FILL -> facts.isActive(op.operand(0)) ? emission.fill() : null;
            case FILL_RANGE -> facts.isActive(op.operand(0)) ? emission.fillRange() : null;
            case CHECK -> null;
            case SORT -> facts.isActive(op.operand(0)) ? emission.sort() : null;
            case TAPE_DOUBLES, TAPE_OBJECTS, TAPE_ENSURE_DOUBLES, TAPE_ENSURE_OBJECTS, TAPE_CURRENT, TAPE_WITHIN ->
                throw new IllegalArgumentException(op.operator().text());
            case TAPE_KEEP, TAPE_RECALL, NONE ->
                throw new IllegalArgumentException(op.operator().text());
        };
    }

    private Value operand(int index) {
        return primals.get(op.operand(index));
    }

    private boolean holdsReferences(int index) {
        return Element.of(op.operand(index).type()) == Element.REFERENCE;
    }

    private Type elementType(int index) {
        return Element.of(op.operand(index).type()) == Element.FLOAT ? Type.FLOAT : Type.DOUBLE;
    }

    private Value length() {
        return out.value(new ArrayLength(), Type.INT, operand(0));
    }

    private Value arraycopy(ActivityFacts facts) {
        Value source = duals.apply(op.operand(0));
        Value target = duals.apply(op.operand(2));
        if (holdsReferences(2)) {
            out.effect(op.operator(), source, operand(1), target, operand(3), operand(4));
        } else if (facts.isActive(op.operand(0))) {
            copyRange(elementType(2), source, operand(1), target, operand(3), operand(4));
        } else {
            Type type = elementType(2);
            Value end = out.arithmetic(Arithmetic.IADD, operand(3), operand(4));
            shadow(Kind.FILL, type, target, operand(3), end, out.zero(type));
        }
        return null;
    }

    private void copyRange(Type type, Value source, Value from, Value target, Value to, Value count) {
        shadow(Kind.COPY, type, source, from, target, to, count);
    }

    private void shadow(Kind kind, Type type, Value... operands) {
        out.append(new Op(new ShadowOperation(kind, type, true), List.of(operands), List.of(), out.position()));
    }

    private Value copyOf(ActivityFacts facts) {
        return copy(facts, operand(1));
    }

    private Value copyOfRange(ActivityFacts facts) {
        return holdsReferences(0)
                ? again()
                : copyFrom(facts, operand(1), out.arithmetic(Arithmetic.ISUB, operand(2), operand(1)));
    }

    private Value copy(ActivityFacts facts, Value newLength) {
        return holdsReferences(0) ? again() : copyFrom(facts, out.constant(0), newLength);
    }

    /** The shadow of an array of references is copied as the array itself is. */
    private Value again() {
        Value[] operands = op.operands().stream().map(primals::get).toArray(Value[]::new);
        operands[0] = duals.apply(op.operand(0));
        return out.value(op.operator(), op.result().type(), operands);
    }

    private Value copyFrom(ActivityFacts facts, Value from, Value newLength) {
        Type array = op.operand(0).type();
        Value copy = out.value(new NewArray(array), array, newLength);
        if (facts.isActive(op.operand(0))) {
            Value available = out.arithmetic(Arithmetic.ISUB, length(), from);
            Value count = out.invoke(MIN, Type.INT, available, newLength);
            copyRange(elementType(0), duals.apply(op.operand(0)), from, copy, out.constant(0), count);
        }
        return copy;
    }

    private Value fill() {
        Value from = out.constant(0);
        shadow(Kind.FILL, elementType(0), duals.apply(op.operand(0)), from, length(), duals.apply(op.operand(1)));
        return null;
    }

    private Value fillRange() {
        Value tangent = duals.apply(op.operand(3));
        shadow(Kind.FILL, elementType(0), duals.apply(op.operand(0)), operand(1), operand(2), tangent);
        return null;
    }

    private Value sort() {
        Value from = op.operands().size() == 1 ? out.constant(0) : operand(1);
        shadow(Kind.PERMUTE, elementType(0), duals.apply(op.operand(0)), from, copy.result());
        return null;
    }
}
