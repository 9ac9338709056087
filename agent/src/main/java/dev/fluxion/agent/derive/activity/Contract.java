package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a caller relies on where the method that runs is found when the call is made: the facts of none in particular, so bad that those
 * of any method are no worse. Which parameters and results carry a derivative is settled by the call; a method that cannot keep
 * to that is refused when it is met.
 */
final class Contract {
    private final Map<String, Integer> ofArrays = new HashMap<>();
    private final Set<MemoryGraph.Edge> edges = new LinkedHashSet<>();
    private final boolean isMixed;
    private int nodes;

    private Contract(boolean isMixed) {
        this.isMixed = isMixed;
    }

    /**
     * The facts of an open call.
     *
     * @param asked the arguments and references among the results that are active so far
     */
    static CallFacts of(Op op, Activity asked, ActivityState state) {
        List<Value> all = new ArrayList<>(op.operands());
        all.addAll(op.results());
        Contract contract = new Contract(all.stream().map(Value::type).anyMatch(Contract::mayBeAnyArray));
        List<Integer> parameters = op.operands().stream().map(contract::node).toList();
        List<Integer> results = op.results().stream().map(contract::node).toList();
        Set<Integer> written = new TreeSet<>();
        for (int i = 0; i < parameters.size(); i++) {
            if (!Intrinsic.isTape(op.operand(i))) {
                contract.reach(parameters.get(i), written);
            }
        }
        results.forEach(result -> contract.reach(result, written));
        List<Boolean> active = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            active.add(asked.parameter(i) || asked.any() && mayGetShadow(op.operand(i), state));
        }
        List<Boolean> given = new ArrayList<>();
        List<Boolean> foreign = new ArrayList<>();
        for (Value result : op.results()) {
            boolean mayCarry = result.type().isFloating() || ShadowTypes.isShadowable(result.type());
            given.add(asked.any() && mayCarry);
            foreign.add(result.type().isReference() && !(asked.any() && mayCarry));
        }
        return new CallFacts(
                null,
                new Activity(active, given),
                new MemoryGraph(parameters, results, List.copyOf(contract.edges), written, true),
                Collections.nCopies(op.results().size(), false),
                op.results().stream().map(result -> result.type().isReference()).toList(),
                foreign,
                true,
                true,
                false,
                true);
    }

    /** What is met may put values with a derivative into any array of numbers; one that no shadow can be found for stays without. */
    private static boolean mayGetShadow(Value operand, ActivityState state) {
        return operand.type().isArray()
                && RuleTable.hasTangent(operand.type())
                && !state.memory().reachesForeign(state.memory().of(operand));
    }

    /** Arrays of any rank and of either kind of number may be the same as what a value of this type holds. */
    private static boolean mayBeAnyArray(Type type) {
        return ShadowTypes.isShadowable(type) && !RuleTable.hasTangent(type);
    }

    private int node(Value value) {
        Type type = value.type();
        if (!type.isReference() || type.equals(Type.NULL)) {
            return MemoryGraph.NONE;
        }
        boolean isShadowable = ShadowTypes.isShadowable(type);
        if (isShadowable && isMixed) {
            Integer known = ofArrays.get("");
            if (known == null) {
                known = nodes++;
                ofArrays.put("", known);
                edges.add(new MemoryGraph.Edge(known, MemoryLabel.ELEMENT, known));
            }
            return known;
        }
        return isShadowable ? ofArrays(type.descriptor()) : apart(type.descriptor());
    }

    /** Arrays of numbers of one type are taken for the same. */
    private int ofArrays(String descriptor) {
        Integer known = ofArrays.get(descriptor);
        if (known == null) {
            known = nodes++;
            ofArrays.put(descriptor, known);
            if (descriptor.startsWith("[[")) {
                edges.add(new MemoryGraph.Edge(known, MemoryLabel.ELEMENT, ofArrays(descriptor.substring(1))));
            }
        }
        return known;
    }

    /** Whether others that carry no derivative are the same does not matter, since all are written. */
    private int apart(String descriptor) {
        int node = nodes++;
        if (descriptor.startsWith("[[")) {
            edges.add(new MemoryGraph.Edge(node, MemoryLabel.ELEMENT, apart(descriptor.substring(1))));
        }
        return node;
    }

    private void reach(int node, Set<Integer> reached) {
        if (node != MemoryGraph.NONE && reached.add(node)) {
            for (MemoryGraph.Edge edge : edges) {
                if (edge.holder() == node) {
                    reach(edge.held(), reached);
                }
            }
        }
    }
}
