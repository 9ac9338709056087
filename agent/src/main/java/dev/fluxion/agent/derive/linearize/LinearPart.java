package dev.fluxion.agent.derive.linearize;

import dev.fluxion.agent.derive.activity.ActivityFacts;
import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.activity.ShadowTypes;
import dev.fluxion.agent.derive.activity.SignBits;
import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.NewArray;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.ShadowOperation;
import dev.fluxion.agent.ir.operator.StrongScale;
import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Beside an op that has been copied, the ops that carry tangents past it. */
final class LinearPart {
    private final Emitter out;
    private final ActivityFacts facts;
    private final RuleTable rules;
    private final Duals duals;

    LinearPart(Emitter out, ActivityFacts facts, RuleTable rules, Duals duals) {
        this.out = out;
        this.facts = facts;
        this.rules = rules;
        this.duals = duals;
    }

    /** @param copy of the op, already written */
    void of(Op op, Op copy) {
        boolean isActive = op.results().size() == 1 && facts.isActive(op.result());
        Value dual = switch (op.kind()) {
            case ARITHMETIC -> isActive ? arithmetic(op, (Arithmetic) op.operator()) : null;
            case STRONG_SCALE -> isActive ? strongScale(op) : null;
            case STRONG_RATIO -> isActive ? strongRatio(op) : null;
            case ARRAY_LOAD -> isActive ? arrayLoad(op, (ArrayLoad) op.operator()) : null;
            case CHECK_CAST -> isActive ? checkCast(op, (CheckCast) op.operator()) : null;
            case NEW_ARRAY -> isActive ? newArray(op, (NewArray) op.operator()) : null;
            // An object that is no array has no shadow, though one that stands in its place may have one.
            case NEW_OBJECT -> isActive ? out.nullReference() : null;
            case ARRAY_STORE -> arrayStore(op, (ArrayStore) op.operator());
            case SHADOW_OPERATION -> shadowOperation(op, (ShadowOperation) op.operator());
            case INVOKE -> invoke(op, copy, isActive, (Invoke) op.operator());
            // These define nothing active, unless they are refused.
            case CONSTANT, ARRAY_LENGTH, INSTANCE_OF, FIELD_GET, INVOKE_DYNAMIC, INVOKE_VARIANT -> null;
            case FIELD_PUT, MONITOR, REFUSE -> null;
        };
        if (dual != null) {
            duals.set(op.result(), dual);
        }
        duals.requireAll(op);
    }

    private Value arithmetic(Op op, Arithmetic arithmetic) {
        Value b = op.operands().size() < 2 ? null : op.operand(1);
        return ArithmeticTangent.emit(
                out,
                arithmetic,
                duals.primal(op.result()),
                duals.primal(op.operand(0)),
                b == null ? null : duals.primal(b),
                duals.tangentOrNull(op.operand(0)),
                b == null ? null : duals.tangentOrNull(b));
    }

    private Value checkCast(Op op, CheckCast cast) {
        Type type = ShadowTypes.of(cast.target());
        return out.value(new CheckCast(type), type, duals.shadow(op.operand(0)));
    }

    private Value newArray(Op op, NewArray allocation) {
        Value[] lengths = op.operands().stream().map(duals::primal).toArray(Value[]::new);
        Type type = ShadowTypes.of(allocation.arrayType());
        return out.value(new NewArray(type), type, lengths);
    }

    // d(a g) = g da + a dg, where a zero of the guard g makes the product zero, so also its coefficient in dg's place.
    private Value strongScale(Op op) {
        Type type = op.result().type();
        Value da = duals.tangentOrNull(op.operand(0));
        Value dg = duals.tangentOrNull(op.operand(1));
        Value first = da == null ? null : out.linear(new StrongScale(type), type, da, duals.primal(op.operand(1)));
        Value second = dg == null ? null : out.linear(new StrongScale(type), type, duals.primal(op.operand(0)), dg);
        return first == null ? second : second == null ? first : out.add(first, second);
    }

    // p = a g / b: dp = (g/b) da + (a/b) dg - p db / b. The guard of the first product is g, so that a zero of g stays
    // zero.
    private Value strongRatio(Op op) {
        Value a = duals.primal(op.operand(0));
        Value guard = duals.primal(op.operand(1));
        Value divisor = duals.primal(op.operand(2));
        Value da = duals.tangentOrNull(op.operand(0));
        Value dguard = duals.tangentOrNull(op.operand(1));
        Value ddivisor = duals.tangentOrNull(op.operand(2));
        Value sum = da == null ? null : out.strongRatio(da, guard, divisor);
        if (dguard != null) {
            Value term = out.strongRatio(a, dguard, divisor);
            sum = sum == null ? term : out.add(sum, term);
        }
        if (ddivisor != null) {
            Value term = out.strongRatio(out.negate(duals.primal(op.result())), ddivisor, divisor);
            sum = sum == null ? term : out.add(sum, term);
        }
        return sum;
    }

    private Value arrayLoad(Op op, ArrayLoad load) {
        Value shadow = duals.shadow(op.operand(0));
        Value index = duals.primal(op.operand(1));
        Type type = ShadowTypes.of(op.result().type());
        return load.element() == Element.REFERENCE
                ? out.value(load, type, shadow, index)
                : out.linear(load, type, shadow, index);
    }

    private Value arrayStore(Op op, ArrayStore store) {
        Value array = op.operand(0);
        if (facts.isActive(array)) {
            Value stored = op.operand(2);
            if (store.element() == Element.REFERENCE || stored.type().isFloating()) {
                Value dual = duals.get(stored);
                out.effect(store, duals.shadow(array), duals.primal(op.operand(1)), dual);
            }
        }
        return null;
    }

    // Bulk operations on shadows are linear in the arrays' contents: their tangents pass by the same operation.
    private Value shadowOperation(Op op, ShadowOperation operation) {
        if (!facts.isActive(op.operand(0))) {
            return null;
        }
        List<Value> operands = new ArrayList<>();
        for (Value operand : op.operands()) {
            boolean tangent = operand.type().isFloating() || ShadowTypes.isShadowable(operand.type());
            operands.add(tangent ? duals.get(operand) : duals.primal(operand));
        }
        List<Value> results = op.results().stream().map(duals::add).toList();
        out.append(new Op(
                new ShadowOperation(operation.kind(), operation.type(), true), operands, results, op.position()));
        return null;
    }

    private Value invoke(Op op, Op copy, boolean isActive, Invoke invoke) {
        return switch (Intrinsic.of(op)) {
            // The shadow goes the same way, if there is one.
            case TAPE_KEEP, TAPE_RECALL -> isActive ? duals.shadow(op.operand(0)) : null;
            case TAPE_DOUBLES, TAPE_OBJECTS, TAPE_ENSURE_DOUBLES, TAPE_ENSURE_OBJECTS -> duals.ofBuffer(op);
            case TAPE_CURRENT, TAPE_WITHIN -> null;
            case ARRAYCOPY, CLONE, FILL, FILL_RANGE, COPY_OF, COPY_OF_RANGE, SORT, CHECK ->
                IntrinsicTangent.emit(out, op, copy, facts, duals.primals(), duals::get);
            case NONE -> call(op, isActive, invoke);
        };
    }

    private Value call(Op op, boolean isActive, Invoke invoke) {
        if (Intrinsic.isOfTape(invoke)) { // it takes counts and positions
            return null;
        }
        return switch (rules.treatment(invoke.method())) {
            case RULE -> isActive ? rule(op, rules.rule(invoke.method())) : null;
            case DECODES -> isActive ? decoding(op) : null;
            // One that carries a derivative is called in another form, or refused.
            case FOLLOW, INERT, ENCODES, ZERO_DERIVATIVE -> null;
        };
    }

    private Value decoding(Op op) {
        SignBits.Signed signed = facts.signed().get(op);
        Value number = signed.magnitude();
        return SignTangent.emit(out, signed, duals.primal(number), duals.primal(op.result()), duals.tangent(number));
    }

    private Value rule(Op op, RuleTable.Rule rule) {
        List<Value> arguments = new ArrayList<>();
        List<Value> tangents = new ArrayList<>();
        for (int i = 0; i < op.operands().size(); i++) {
            Value operand = op.operand(i);
            arguments.add(duals.primal(operand));
            Type type = rule.function().parameters().get(i).type();
            if (RuleTable.hasTangent(type)) {
                tangents.add(type.isReference() ? duals.tangentOrNull(operand) : duals.tangent(operand));
            }
        }
        if (rule.takesResult()) {
            arguments.add(duals.primal(op.result()));
        }
        return RuleInlining.inline(out, rule, arguments, tangents);
    }
}
