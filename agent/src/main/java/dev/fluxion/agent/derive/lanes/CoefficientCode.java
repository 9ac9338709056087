package dev.fluxion.agent.derive.lanes;

import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.StrongRatio;
import dev.fluxion.agent.ir.operator.StrongScale;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes what is the same in all lanes: coefficients, and whether they are in range. Where they are finite, a zero tangent stays
 * zero by itself, and no product has to be a strong-zero one. Where none has underflowed, they may go before the tangent.
 */
final class CoefficientCode {
    private static final String RUNTIME = "dev/fluxion/runtime/StrongZero";
    private static final Invoke DOUBLE_UNDERFLOW = Invoke.ofStatic(RUNTIME, "underflow", "(DDD)I");
    private static final Invoke FLOAT_UNDERFLOW = Invoke.ofStatic(RUNTIME, "underflow", "(FFF)I");

    private static final double HUGE = 0x1p32;
    private static final double FLOAT_HUGE = 0x1p10;
    private static final Invoke DOUBLE_SIZE = Invoke.ofStatic("java/lang/Math", "abs", "(D)D");

    private final Emitter out;
    private final LanePlan plan;
    private final Map<Coefficient, Value> known = new IdentityHashMap<>();
    private final Map<Op, Value> slopes = new IdentityHashMap<>();
    private final List<Product> products = new ArrayList<>();

    CoefficientCode(Emitter out, LanePlan plan) {
        this.out = out;
        this.plan = plan;
    }

    /**
     * What may have underflowed.
     *
     * @param mayBeLess whether it may be much less than its first factor
     * @param depth of the coefficient
     */
    private record Product(Value value, Value first, Value second, boolean mayBeLess, int depth) {}

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
        return switch (coefficient.kind()) {
            case UNIT -> coefficient.isOne() ? out.one(type) : out.negate(out.one(type));
            case PARTIAL -> ((Coefficient.Partial) coefficient).value();
            case NEGATIVE -> out.negate(value(((Coefficient.Negative) coefficient).positive(), type));
            case PRODUCT -> {
                Coefficient.Product product = (Coefficient.Product) coefficient;
                yield out.multiply(value(product.first(), type), product.second());
            }
            case RATIO -> {
                Coefficient.Ratio ratio = (Coefficient.Ratio) coefficient;
                Value first = value(ratio.first(), type);
                yield out.value(new StrongRatio(type), type, ratio.factor(), first, ratio.divisor());
            }
            case SUM -> {
                Coefficient.Sum sum = (Coefficient.Sum) coefficient;
                yield out.add(value(sum.first(), type), value(sum.second(), type));
            }
        };
    }

    /**
     * Computes the coefficients of all combinations; those of them that are finite only if all are. A product or sum is finite only
     * if its parts are, and the opposite of a coefficient only if that is.
     *
     * @param tangentsMayBeHuge else a product that underflows does not matter
     */
    Set<Value> factors(LocalPartials partials, boolean tangentsMayBeHuge) {
        Set<Value> factors = new LinkedHashSet<>();
        Set<Coefficient> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Value> implied = new HashSet<>();
        for (LocalPartials.Term term : partials.terms()) {
            if (!term.coefficient().isUnit()) {
                Type type = term.of().type();
                value(term.coefficient(), type);
                Coefficient positive = positive(term.coefficient());
                factors.add(value(positive, type));
                addParts(positive, type, tangentsMayBeHuge, seen, implied);
            }
        }
        factors.removeAll(implied);
        return factors;
    }

    private void addParts(
            Coefficient coefficient, Type type, boolean mayUnderflow, Set<Coefficient> seen, Set<Value> implied) {
        if (!seen.add(coefficient)) {
            return;
        }
        if (coefficient instanceof Coefficient.Product product) {
            implied.add(product.second());
            if (mayUnderflow) {
                Value first = value(product.first(), type);
                boolean mayBeLess = plan.mayBeTiny(product.second());
                products.add(new Product(value(product, type), first, product.second(), mayBeLess, product.depth()));
            }
        } else if (coefficient instanceof Coefficient.Ratio ratio && mayUnderflow) {
            Value first = value(ratio.first(), type);
            products.add(new Product(value(ratio, type), first, ratio.factor(), true, ratio.depth()));
        }
        for (Coefficient part : coefficient.parts()) {
            Coefficient positive = positive(part);
            if (!positive.isUnit()) {
                implied.add(value(positive, type));
                addParts(positive, type, mayUnderflow, seen, implied);
            }
        }
    }

    private static Coefficient positive(Coefficient coefficient) {
        return coefficient instanceof Coefficient.Negative negative ? positive(negative.positive()) : coefficient;
    }

    /** What scales tangents where the ops are done as they are. */
    Set<Value> factors(List<Op> ops) {
        Set<Value> factors = new LinkedHashSet<>();
        for (Op op : ops) {
            if (isScaledByPartial(op)) {
                factors.add(slope(op));
            }
        }
        return factors;
    }

    private Value slope(Op op) {
        if (op.operator() instanceof StrongScale) {
            return op.operand(0);
        }
        Value known = slopes.get(op);
        if (known == null) {
            Value one = out.one(op.result().type());
            known = out.value(op.operator(), op.result().type(), op.operand(0), one, op.operand(2));
            slopes.put(op, known);
            products.add(new Product(known, op.operand(0), one, true, 1));
        }
        return known;
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

    /** An op that is done as it is; if its slope is known to be in range, a strong-zero product is a plain one. */
    Op plain(Op op) {
        if (!isScaledByPartial(op)) {
            return op;
        }
        Arithmetic product = op.result().type().equals(Type.FLOAT) ? Arithmetic.FMUL : Arithmetic.DMUL;
        return new Op(product, List.of(slope(op), op.operand(1)), op.results(), op.position());
    }

    private static boolean isScaledByPartial(Op op) {
        return (op.operator() instanceof StrongScale || op.operator() instanceof StrongRatio)
                && !op.operand(0).isLinear();
    }

    /**
     * Ends the current block by a branch that goes where coefficients are used only if all factors are finite and no product has underflowed.
     *
     * @param moderate tangents, and what they are first multiplied by, that may not be huge either
     */
    void branch(Set<Value> factors, List<Value> moderate, Edge inRange, Edge other) {
        Value zero = out.constant(0);
        if (moderate.isEmpty()) {
            continueIf(Comparison.EQ, compareToFinite(factors), zero, other);
        } else {
            continueIf(Comparison.LE, compareToHuge(factors, moderate), zero, other);
        }
        if (products.isEmpty()) {
            out.block().terminate(new Terminator.Jump(inRange));
            return;
        }
        // One comparison for each product; what zeros and tiny numbers mean is found out elsewhere.
        Block exact = out.target().addBlock();
        for (Product product : products) {
            if (product.mayBeLess()) {
                continueIf(Comparison.GE, compareToTiny(product), zero, new Edge(exact));
            }
        }
        out.block().terminate(new Terminator.Jump(inRange));
        out.moveTo(exact);
        Value underflows = zero;
        for (Product product : products) {
            Invoke test = Emitter.isFloat(product.value()) ? FLOAT_UNDERFLOW : DOUBLE_UNDERFLOW;
            Value underflow = out.invoke(test, Type.INT, product.value(), product.first(), product.second());
            underflows = out.arithmetic(Arithmetic.IOR, underflows, underflow);
        }
        continueIf(Comparison.EQ, underflows, zero, other);
        out.block().terminate(new Terminator.Jump(new Edge(inRange.target(), inRange.arguments())));
    }

    private void continueIf(Comparison comparison, Value compared, Value zero, Edge other) {
        Block next = out.target().addBlock();
        Edge copy = new Edge(other.target(), other.arguments());
        out.block().terminate(new Terminator.Branch(comparison, compared, zero, new Edge(next), copy));
        out.moveTo(next);
    }

    /**
     * Positive if a factor is not finite or one of the others is huge. What a coefficient loses by underflow is next to what a tangent
     * that is not huge would lose itself.
     */
    private Value compareToHuge(Set<Value> factors, List<Value> moderate) {
        Set<Value> others = new LinkedHashSet<>(factors);
        moderate.forEach(others::remove);
        Value sum = others.isEmpty() ? null : zeroIfFinite(others);
        double huge = HUGE;
        for (Value value : moderate) {
            Value wide = wide(value);
            Value square = out.multiply(wide, wide);
            sum = sum == null ? square : out.add(sum, square);
            huge = Emitter.isFloat(value) ? FLOAT_HUGE : huge;
        }
        return out.arithmetic(Arithmetic.DCMPG, sum, out.value(Constant.of(huge * huge), Type.DOUBLE));
    }

    /** Negative if the size of a product is not above all underflow, its own and that of what follows by {@link LanePlan#mayBeTiny}. */
    private Value compareToTiny(Product product) {
        boolean single = Emitter.isFloat(product.value());
        Value wide = single ? out.arithmetic(Arithmetic.F2D, product.value()) : product.value();
        double normal = single ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        double least = normal * Math.pow(LanePlan.LEAST, -product.depth());
        Value size = out.invoke(DOUBLE_SIZE, Type.DOUBLE, wide);
        return out.arithmetic(Arithmetic.DCMPL, size, out.value(Constant.of(least), Type.DOUBLE));
    }

    /** An int that is zero only if all factors are finite. */
    private Value compareToFinite(Set<Value> factors) {
        return out.arithmetic(Arithmetic.DCMPL, zeroIfFinite(factors), out.value(Constant.of(0.0), Type.DOUBLE));
    }

    /**
     * Zero only if all factors are finite. It is not either where their sum overflows, so that the strong-zero products, which are
     * right for all factors, are done more often than they need to be, but one product is enough for the test.
     */
    private Value zeroIfFinite(Set<Value> factors) {
        Value sum = null;
        for (Value factor : factors) {
            sum = sum == null ? wide(factor) : out.add(sum, wide(factor));
        }
        return out.multiply(sum, out.value(Constant.of(0.0), Type.DOUBLE));
    }

    private Value wide(Value value) {
        return Emitter.isFloat(value) ? out.arithmetic(Arithmetic.F2D, value) : value;
    }
}
