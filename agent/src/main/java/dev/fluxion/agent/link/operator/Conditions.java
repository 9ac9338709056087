package dev.fluxion.agent.link.operator;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.operator.Operator.Extra;
import dev.fluxion.agent.link.operator.Operator.Purpose;
import dev.fluxion.runtime.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which conditions make an operator's arguments regular. An array must be told apart from all others of its element type if it is
 * active, written by the method, or a buffer; others may be the same as each other. Types and facts decide that and how, so that
 * a call pays for no more: a comparison for two flat arrays, a loop for a flat array and rows, and a table of identities only
 * where both have rows.
 */
public final class Conditions {
    /** Up to so many arrays are looked for among rows one after the other. */
    private static final int FEW = 3;

    /** The array parameters of one element type. */
    private record Group(List<Integer> marked, List<Integer> others) {}

    private final Operator operator;
    private final Target target;
    private final CallFacts facts;
    private final List<Class<?>> types;
    private final List<Condition> conditions = new ArrayList<>();
    private final Map<Class<?>, Group> groups = new LinkedHashMap<>();

    private Conditions(Operator operator, CallFacts facts) {
        this.operator = operator;
        this.target = operator.target();
        this.facts = facts;
        this.types = operator.type().parameterList();
    }

    public static List<Condition> of(Operator operator, CallFacts facts) throws Refusal {
        Conditions conditions = new Conditions(operator, facts);
        conditions.addArguments();
        conditions.addExtras();
        conditions.groups.values().forEach(conditions::addIdentities);
        return conditions.conditions;
    }

    private void addArguments() {
        for (int i = 0; i < target.types().size(); i++) {
            Class<?> type = target.types().get(i);
            boolean active = facts.activity().parameter(i);
            if (type.isArray()) {
                if (active) {
                    conditions.add(new Condition.NotNull(i));
                }
                join(i, active || TargetFacts.isWritten(facts, i));
            } else if (type.isAssignableFrom(double[].class)) {
                conditions.add(new Condition.NoArray(i));
            }
        }
    }

    private void addExtras() {
        List<Extra> extras = operator.extras();
        for (int k = 0; k < extras.size(); k++) {
            Extra extra = extras.get(k);
            int parameter = target.types().size() + k;
            if (!extra.type().isArray() || extra.purpose() == Purpose.VALUE_TANGENT) {
                continue;
            }
            switch (extra.purpose()) {
                case SCALARS ->
                    conditions.add(new Condition.HasLength(
                            parameter, operator.scalars().size()));
                case COTANGENT -> conditions.add(new Condition.NotNull(parameter));
                case JACOBIAN, HESSIAN -> {} // its shape depends on more than one argument
                default -> conditions.add(new Condition.SameShape(extra.index(), parameter));
            }
            join(parameter, extra.purpose() != Purpose.TANGENT && extra.purpose() != Purpose.COTANGENT);
        }
    }

    private void join(int parameter, boolean isMarked) {
        Class<?> leaf = Shapes.leaf(types.get(parameter));
        // Arrays of different classes of objects can be one array by covariance.
        Group group = groups.computeIfAbsent(
                leaf.isPrimitive() ? leaf : Object.class, key -> new Group(new ArrayList<>(), new ArrayList<>()));
        (isMarked ? group.marked() : group.others()).add(parameter);
    }

    private void addIdentities(Group group) {
        List<Integer> marked = group.marked();
        boolean flat = marked.stream().allMatch(parameter -> rank(parameter) == 1);
        boolean othersAreFlat = group.others().stream().allMatch(parameter -> rank(parameter) == 1);
        boolean deep = group.others().stream().anyMatch(parameter -> rank(parameter) > 2);
        if (marked.size() <= FEW && othersAreFlat && hasOneOfRows(marked)) {
            addOneOfRows(group);
            return;
        }
        if (!flat || deep && !marked.isEmpty() || !othersAreFlat && marked.size() > FEW) {
            conditions.add(new Condition.AllDiffer(marked, group.others()));
            return;
        }
        for (int i = 0; i < marked.size(); i++) {
            for (int j = i + 1; j < marked.size(); j++) {
                conditions.add(new Condition.Differ(marked.get(i), marked.get(j)));
            }
            for (int other : group.others()) {
                conditions.add(
                        rank(other) == 1
                                ? new Condition.Differ(marked.get(i), other)
                                : new Condition.NoRow(marked.get(i), other));
            }
        }
    }

    /** Whether all but one are flat, which is an array of rows. */
    private boolean hasOneOfRows(List<Integer> parameters) {
        return parameters.stream().filter(parameter -> rank(parameter) != 1).count() == 1
                && parameters.stream().anyMatch(parameter -> rank(parameter) == 2);
    }

    private void addOneOfRows(Group group) {
        List<Integer> flat = group.marked().stream()
                .filter(parameter -> rank(parameter) == 1)
                .toList();
        addIdentities(new Group(flat, group.others()));
        for (int rows : group.marked()) {
            if (rank(rows) == 2) {
                conditions.add(new Condition.RowsDiffer(rows));
                flat.forEach(array -> conditions.add(new Condition.NoRow(array, rows)));
                group.others().forEach(array -> conditions.add(new Condition.NoRow(array, rows)));
            }
        }
    }

    private int rank(int parameter) {
        int rank = 0;
        for (Class<?> walk = types.get(parameter); walk.isArray(); walk = walk.getComponentType()) {
            rank++;
        }
        return rank;
    }
}
