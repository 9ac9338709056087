package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Arithmetic;
import dev.fluxion.agent.ir.Constant;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Operator;
import dev.fluxion.agent.ir.StrongScale;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes what is the same in all lanes: coefficients, and whether they are finite. Where they are, a zero tangent stays zero by
 * itself, and no product has to be a strong-zero one.
 */
final class CoefficientCode {
    private final Emitter out;
    private final Map<Coefficient, Value> known = new IdentityHashMap<>();

    CoefficientCode(Emitter out) {
        this.out = out;
    }

    /** A coefficient as a value; it has to be wanted first where the current block dominates the use. */
    Value value(Coefficient coefficient, Type type) {
        Value value = known.get(coefficient);
        if (value == null) {
            value = compute(coefficient, type);
            known.put(coefficient, value);
        }
        return value;
    }

    private Value compute(Coefficient coefficient, Type type) {
        if (coefficient instanceof Coefficient.Partial partial) {
            return partial.value();
        }
        if (coefficient instanceof Coefficient.Negative negative) {
            return out.negate(value(negative.positive(), type));
        }
        if (coefficient instanceof Coefficient.Product product) {
            return out.multiply(value(product.first(), type), product.second());
        }
        if (coefficient instanceof Coefficient.Sum sum) {
            return out.add(value(sum.first(), type), value(sum.second(), type));
        }
        int unit = coefficient.isOne() ? 1 : -1;
        return out.value(type.equals(Type.FLOAT) ? Constant.of((float) unit) : Constant.of((double) unit), type);
    }

    /**
     * Computes the coefficients of all combinations; those of them that are finite only if all are. A product or sum is finite only
     * if its parts are, and the opposite of a coefficient only if that is.
     */
    Set<Value> factors(LocalPartials partials) {
        Set<Value> factors = new LinkedHashSet<>();
        Set<Coefficient> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Value> implied = new HashSet<>();
        for (LocalPartials.Term term : partials.terms()) {
            if (!term.coefficient().isUnit()) {
                Type type = term.of().type();
                value(term.coefficient(), type);
                Coefficient positive = positive(term.coefficient());
                factors.add(value(positive, type));
                addParts(positive, type, seen, implied);
            }
        }
        factors.removeAll(implied);
        return factors;
    }

    private void addParts(Coefficient coefficient, Type type, Set<Coefficient> seen, Set<Value> implied) {
        if (!seen.add(coefficient)) {
            return;
        }
        if (coefficient instanceof Coefficient.Product product) {
            implied.add(product.second());
        }
        for (Coefficient part : coefficient.parts()) {
            Coefficient positive = positive(part);
            if (!positive.isUnit()) {
                implied.add(value(positive, type));
                addParts(positive, type, seen, implied);
            }
        }
    }

    private static Coefficient positive(Coefficient coefficient) {
        return coefficient instanceof Coefficient.Negative negative ? positive(negative.positive()) : coefficient;
    }

    /** What scales tangents where the ops are done as they are. */
    static Set<Value> factors(List<Op> ops) {
        Set<Value> factors = new LinkedHashSet<>();
        for (Op op : ops) {
            if (isScaledByPartial(op)) {
                factors.add(op.operand(0));
            }
        }
        return factors;
    }

    /** A coefficient times a tangent. */
    Value times(Coefficient coefficient, Value tangent) {
        if (coefficient.isOne()) {
            return tangent;
        }
        return coefficient.isMinusOne()
                ? out.negate(tangent)
                : out.multiply(value(coefficient, tangent.type()), tangent);
    }

    /** The operator for an op that is done as it is: if its factor is known to be finite, a strong-zero product is a plain one. */
    static Operator operator(Op op, boolean strong) {
        if (strong || !isScaledByPartial(op)) {
            return op.operator();
        }
        return op.result().type().equals(Type.FLOAT) ? Arithmetic.FMUL : Arithmetic.DMUL;
    }

    private static boolean isScaledByPartial(Op op) {
        return op.operator() instanceof StrongScale && !op.operand(0).isLinear();
    }

    /**
     * An int that is zero only if all factors are finite. It is not either where their sum overflows, so that the strong-zero
     * products, which are right for all factors, are done more often than they need to be, but one product is enough for the test.
     */
    Value compareToFinite(Set<Value> factors) {
        Value sum = null;
        for (Value factor : factors) {
            Value wide = Emitter.isFloat(factor) ? out.arithmetic(Arithmetic.F2D, factor) : factor;
            sum = sum == null ? wide : out.add(sum, wide);
        }
        Value zero = out.value(Constant.of(0.0), Type.DOUBLE);
        return out.arithmetic(Arithmetic.DCMPL, out.multiply(sum, zero), zero);
    }
}
