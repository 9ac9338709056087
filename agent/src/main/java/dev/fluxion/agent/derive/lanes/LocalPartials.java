package dev.fluxion.agent.derive.lanes;

import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.OpKind;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The linear ops of one loop as linear combinations: what leaves the loop, in terms of what enters it, with coefficients that are
 * the same in all lanes and need to be computed once. Preaccumulation of local Jacobians, as in Griewank and Walther, Evaluating
 * Derivatives (2008), section 10.2.
 */
final class LocalPartials {
    /** A combination of more terms than this is held in a variable of its own. */
    private static final int MOST_TERMS = 8;

    /** So is one whose coefficients are as deeply nested as this. */
    private static final int DEEPEST = 40;

    /** A product of a coefficient and a tangent. */
    record Term(Coefficient coefficient, Value of) {}

    private final LanePlan.Together together;
    private final int lanes;
    private final Map<Value, BitSet> sinks = new HashMap<>();
    private final Map<Value, Map<Value, Coefficient>> combinations = new HashMap<>();
    private final Map<Value, Map<Value, Coefficient>> held = new HashMap<>();
    private final List<Map<Value, Coefficient>> computed = new ArrayList<>();

    private LocalPartials(LanePlan.Together together, int lanes) {
        this.together = together;
        this.lanes = lanes;
    }

    /**
     * The combinations of what is wanted from some linear ops.
     *
     * @param kept the values that are used elsewhere
     * @param lanes at least so many
     */
    static LocalPartials of(LanePlan.Together together, Set<Value> kept, int lanes) {
        LocalPartials partials = new LocalPartials(together, lanes);
        partials.findSinks(kept);
        together.ops().forEach(partials::combine);
        for (Op op : together.ops()) {
            Value computed = computed(op);
            if (computed != null) {
                partials.computed.add(partials.of(computed));
            }
            op.results().stream().filter(kept::contains).forEach(result -> partials.computed.add(partials.of(result)));
        }
        together.copies().forEach(copy -> partials.computed.add(partials.of(copy.from())));
        return partials;
    }

    /** A value as a combination of what enters the loop and of {@link #held} values. */
    Map<Value, Coefficient> of(Value value) {
        Map<Value, Coefficient> known = combinations.get(value);
        return known == null ? Map.of(value, Coefficient.one()) : known;
    }

    /** What a value that the loop holds in a variable is made of; null for others. */
    Map<Value, Coefficient> held(Value value) {
        return held.get(value);
    }

    /** All terms of all combinations that the loop computes. */
    List<Term> terms() {
        List<Term> terms = new ArrayList<>();
        for (Map<Value, Coefficient> combination : computed) {
            combination.forEach((leaf, coefficient) -> terms.add(new Term(coefficient, leaf)));
        }
        return terms;
    }

    /** Whether the loop has less to do than one that does the ops themselves. */
    boolean areWorthwhile() {
        long ops = together.ops().stream()
                .filter(op -> op.kind() != OpKind.ARRAY_LOAD && op.kind() != OpKind.ARRAY_STORE)
                .count();
        long combined = 0;
        Set<Coefficient> coefficients = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Map<Value, Coefficient> combination : computed) {
            combined += cost(combination);
            combination.values().forEach(coefficient -> collect(coefficient, coefficients));
        }
        return combined * lanes + coefficients.size() < ops * lanes;
    }

    private static int cost(Map<Value, Coefficient> combination) {
        int products = 0;
        for (Coefficient coefficient : combination.values()) {
            products += coefficient.isUnit() ? 0 : 1;
        }
        return products + combination.size() - 1;
    }

    private static void collect(Coefficient coefficient, Set<Coefficient> all) {
        if (!coefficient.isUnit() && all.add(coefficient)) {
            coefficient.parts().forEach(part -> collect(part, all));
        }
    }

    private void findSinks(Set<Value> kept) {
        int next = 0;
        for (LanePlan.Copy copy : together.copies()) {
            sink(copy.from(), next++);
        }
        for (int i = together.ops().size() - 1; i >= 0; i--) {
            Op op = together.ops().get(i);
            if (!op.results().isEmpty() && kept.contains(op.result())) {
                sink(op.result(), next++);
            }
            Value computed = computed(op);
            if (computed != null) {
                sink(computed, next++);
            } else {
                BitSet reached = sinks.getOrDefault(op.result(), new BitSet());
                for (Value operand : op.operands()) {
                    if (operand.isLinear()) {
                        sinks.computeIfAbsent(operand, o -> new BitSet()).or(reached);
                    }
                }
            }
        }
    }

    /** The operand that is needed as a number of its own before the op can be done; null if the op is a combination like any other. */
    private static Value computed(Op op) {
        return switch (op.kind()) {
            case ARRAY_STORE -> op.operand(2);
            case ARITHMETIC -> isConversion(op) ? op.operand(0) : null;
            case ARRAY_LOAD, STRONG_SCALE, STRONG_RATIO -> null;
            case CONSTANT, ARRAY_LENGTH, NEW_ARRAY, NEW_OBJECT, FIELD_GET, FIELD_PUT -> throw LanePlan.notOfOneLane(op);
            case INVOKE, INVOKE_DYNAMIC, INVOKE_VARIANT, SHADOW_OPERATION -> throw LanePlan.notOfOneLane(op);
            case CHECK_CAST, INSTANCE_OF, MONITOR, REFUSE -> throw LanePlan.notOfOneLane(op);
        };
    }

    private void sink(Value value, int number) {
        sinks.computeIfAbsent(value, v -> new BitSet()).set(number);
    }

    static boolean isConversion(Op op) {
        return op.operator() == Arithmetic.D2F || op.operator() == Arithmetic.F2D;
    }

    private void combine(Op op) {
        if (op.kind() == OpKind.ARRAY_LOAD || op.kind() == OpKind.ARRAY_STORE || isConversion(op)) {
            return;
        }
        Value result = op.result();
        Map<Value, Coefficient> combination = combination(op);
        int count = combination.size();
        int uses = sinks.getOrDefault(result, new BitSet()).cardinality();
        boolean isDeep = combination.values().stream().anyMatch(coefficient -> coefficient.depth() > DEEPEST);
        if (count > MOST_TERMS || count * uses > count + uses || isDeep) {
            held.put(result, combination);
            computed.add(combination);
        } else {
            combinations.put(result, combination);
        }
    }

    private Map<Value, Coefficient> combination(Op op) {
        return switch (op.kind()) {
            case STRONG_SCALE -> product(op);
            case STRONG_RATIO -> ratio(op);
            case ARITHMETIC -> arithmetic(op, (Arithmetic) op.operator());
            case CONSTANT, ARRAY_LOAD, ARRAY_STORE, ARRAY_LENGTH, NEW_ARRAY, NEW_OBJECT ->
                throw LanePlan.notOfOneLane(op);
            case FIELD_GET, FIELD_PUT, INVOKE, INVOKE_DYNAMIC, INVOKE_VARIANT -> throw LanePlan.notOfOneLane(op);
            case CHECK_CAST, INSTANCE_OF, MONITOR, SHADOW_OPERATION, REFUSE -> throw LanePlan.notOfOneLane(op);
        };
    }

    private Map<Value, Coefficient> product(Op op) {
        return op.operand(0).isLinear()
                ? scaled(of(op.operand(0)), op.operand(1))
                : scaled(of(op.operand(1)), op.operand(0));
    }

    private Map<Value, Coefficient> ratio(Op op) {
        Map<Value, Coefficient> combination = new LinkedHashMap<>();
        int linear = op.operand(0).isLinear() ? 0 : 1;
        of(op.operand(linear))
                .forEach((leaf, term) -> combination.put(leaf, term.times(op.operand(1 - linear), op.operand(2))));
        return combination;
    }

    private Map<Value, Coefficient> arithmetic(Op op, Arithmetic arithmetic) {
        Map<Value, Coefficient> combination = new LinkedHashMap<>();
        switch (arithmetic) {
            case DADD, FADD -> {
                combination.putAll(of(op.operand(0)));
                of(op.operand(1)).forEach((leaf, term) -> combination.merge(leaf, term, Coefficient::plus));
            }
            case DSUB, FSUB -> {
                combination.putAll(of(op.operand(0)));
                of(op.operand(1)).forEach((leaf, term) -> combination.merge(leaf, term.negated(), Coefficient::plus));
            }
            case DNEG, FNEG -> of(op.operand(0)).forEach((leaf, term) -> combination.put(leaf, term.negated()));
            case DMUL, FMUL -> {
                return product(op);
            }
            default -> throw new IllegalStateException(op.operator().text() + " is not linear");
        }
        return combination;
    }

    private static Map<Value, Coefficient> scaled(Map<Value, Coefficient> combination, Value factor) {
        Map<Value, Coefficient> result = new LinkedHashMap<>();
        combination.forEach((leaf, term) -> result.put(leaf, term.times(factor)));
        return result;
    }
}
