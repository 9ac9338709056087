package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.RuleTable.Treatment;
import dev.fluxion.agent.ir.Arithmetic;
import dev.fluxion.agent.ir.ArrayLoad;
import dev.fluxion.agent.ir.ArrayStore;
import dev.fluxion.agent.ir.CheckCast;
import dev.fluxion.agent.ir.Element;
import dev.fluxion.agent.ir.Invoke;
import dev.fluxion.agent.ir.NewArray;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.ShadowOperation;
import dev.fluxion.agent.ir.StrongRatio;
import dev.fluxion.agent.ir.StrongScale;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
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
        if (op.operator() instanceof Arithmetic arithmetic) {
            if (facts.isActive(op.result())) {
                Value b = op.operands().size() < 2 ? null : op.operand(1);
                Value tangent = ArithmeticTangent.emit(
                        out,
                        arithmetic,
                        duals.primal(op.result()),
                        duals.primal(op.operand(0)),
                        b == null ? null : duals.primal(b),
                        duals.tangentOrNull(op.operand(0)),
                        b == null ? null : duals.tangentOrNull(b));
                duals.set(op.result(), tangent);
            }
        } else if (op.operator() instanceof StrongScale) {
            strongScale(op);
        } else if (op.operator() instanceof StrongRatio) {
            strongRatio(op);
        } else if (op.operator() instanceof ArrayLoad load) {
            arrayLoad(op, load);
        } else if (op.operator() instanceof ArrayStore store) {
            arrayStore(op, store);
        } else if (op.operator() instanceof CheckCast cast) {
            if (facts.isActive(op.result())) {
                duals.set(op.result(), out.value(cast, cast.target(), duals.shadow(op.operand(0))));
            }
        } else if (op.operator() instanceof NewArray allocation) {
            if (facts.isActive(op.result())) {
                Value[] lengths = op.operands().stream().map(duals::primal).toArray(Value[]::new);
                duals.set(op.result(), out.value(allocation, allocation.arrayType(), lengths));
            }
        } else if (op.operator() instanceof ShadowOperation operation) {
            shadowOperation(op, operation);
        } else if (op.operator() instanceof Invoke invoke) {
            invoke(op, copy, invoke);
        }
    }

    // d(a g) = g da + a dg, where a zero of the guard g makes the product zero, so also its coefficient in dg's place.
    private void strongScale(Op op) {
        if (!facts.isActive(op.result())) {
            return;
        }
        Type type = op.result().type();
        Value da = duals.tangentOrNull(op.operand(0));
        Value dg = duals.tangentOrNull(op.operand(1));
        Value first = da == null ? null : out.linear(new StrongScale(type), type, da, duals.primal(op.operand(1)));
        Value second = dg == null ? null : out.linear(new StrongScale(type), type, duals.primal(op.operand(0)), dg);
        duals.set(op.result(), first == null ? second : second == null ? first : out.add(first, second));
    }

    // p = a g / b: dp = (g/b) da + (a/b) dg - p db / b. The guard of the first product is g, so that a zero of g stays
    // zero.
    private void strongRatio(Op op) {
        if (!facts.isActive(op.result())) {
            return;
        }
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
        duals.set(op.result(), sum);
    }

    private void arrayLoad(Op op, ArrayLoad load) {
        if (!facts.isActive(op.result())) {
            return;
        }
        Value shadow = duals.shadow(op.operand(0));
        Value index = duals.primal(op.operand(1));
        Type type = op.result().type();
        duals.set(
                op.result(),
                load.element() == Element.REFERENCE
                        ? out.value(load, type, shadow, index)
                        : out.linear(load, type, shadow, index));
    }

    private void arrayStore(Op op, ArrayStore store) {
        Value array = op.operand(0);
        if (facts.isActive(array)) {
            Value stored = op.operand(2);
            if (store.element() == Element.REFERENCE || stored.type().isFloating()) {
                Value dual = duals.get(stored);
                out.effect(store, duals.shadow(array), duals.primal(op.operand(1)), dual);
            }
        }
    }

    // Bulk operations on shadows are linear in the arrays' contents: their tangents pass by the same operation.
    private void shadowOperation(Op op, ShadowOperation operation) {
        if (!facts.isActive(op.operand(0))) {
            return;
        }
        List<Value> operands = new ArrayList<>();
        for (Value operand : op.operands()) {
            boolean tangent = operand.type().isFloating() || MemoryClasses.isShadowable(operand.type());
            operands.add(tangent ? duals.get(operand) : duals.primal(operand));
        }
        List<Value> results = op.results().stream().map(duals::add).toList();
        out.append(new Op(
                new ShadowOperation(operation.kind(), operation.type(), true), operands, results, op.position()));
    }

    private void invoke(Op op, Op copy, Invoke invoke) {
        if (Intrinsic.of(op) == Intrinsic.TAPE_KEEP || Intrinsic.of(op) == Intrinsic.TAPE_RECALL) {
            // The shadow goes the same way, if there is one.
            if (facts.isActive(op.result())) {
                duals.set(op.result(), duals.shadow(op.operand(0)));
            }
        } else if (Intrinsic.isOfTape(invoke)) {
            duals.setBuffer(op);
        } else if (Intrinsic.of(op) != Intrinsic.NONE) {
            Value dual = IntrinsicTangent.emit(out, op, copy, facts, duals.primals(), duals::get);
            if (dual != null) {
                duals.set(op.result(), dual);
            }
        } else if (rules.treatment(invoke.method()) == Treatment.RULE && facts.isActive(op.result())) {
            rule(op, rules.rule(invoke.method()));
        } else if (facts.signed().get(op) != null && facts.isActive(op.result())) {
            SignBits.Signed signed = facts.signed().get(op);
            Value number = signed.magnitude();
            duals.set(
                    op.result(),
                    SignTangent.emit(
                            out, signed, duals.primal(number), duals.primal(op.result()), duals.tangent(number)));
        }
    }

    private void rule(Op op, RuleTable.Rule rule) {
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
        duals.set(op.result(), RuleInlining.inline(out, rule, arguments, tangents));
    }
}
