package dev.fluxion.agent.link.body;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.operator.Condition;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Operator.Purpose;
import java.util.ArrayList;
import java.util.List;

/** The tests with which a derivative begins, that its arguments are regular. */
final class BodyConditions {
    private static final String OBJECT = DerivativeCode.OBJECT;
    private static final String ROWS = "[" + OBJECT;

    private final DerivativeCode code;
    private final Operator operator;

    BodyConditions(DerivativeCode code, Operator operator) {
        this.code = code;
        this.operator = operator;
    }

    /** A direction is copied, so that it may be the same array as an argument, but not as a buffer. */
    boolean isDirection(int parameter) {
        if (isArgument(parameter) || !code.isNested()) {
            return false;
        }
        int extra = parameter - operator.target().types().size();
        Purpose purpose = operator.extras().get(extra).purpose();
        return purpose == Purpose.TANGENT || purpose == Purpose.COTANGENT;
    }

    private boolean isArgument(int parameter) {
        return parameter < operator.target().types().size();
    }

    void require(List<Condition> conditions) {
        conditions.forEach(this::require);
    }

    private Done require(Condition condition) {
        return switch (condition.kind()) {
            case NOT_NULL -> notNull((Condition.NotNull) condition);
            case SAME_SHAPE -> sameShape((Condition.SameShape) condition);
            case HAS_LENGTH -> hasLength((Condition.HasLength) condition);
            case DIFFER ->
                requireOther(((Condition.Differ) condition).first(), ((Condition.Differ) condition).second());
            case NO_ROW -> requireOther(((Condition.NoRow) condition).array(), ((Condition.NoRow) condition).rows());
            case ROWS_DIFFER -> rowsDiffer((Condition.RowsDiffer) condition);
            case ALL_DIFFER -> requireAllDiffer((Condition.AllDiffer) condition);
            case NO_ARRAY -> noArray((Condition.NoArray) condition);
        };
    }

    private Done notNull(Condition.NotNull notNull) {
        return require(test("isNotNull", "(" + OBJECT + ")Z", code.parameter(notNull.array())));
    }

    private Done sameShape(Condition.SameShape shapes) {
        Value first = code.parameter(shapes.first());
        boolean flat = first.type().descriptor().equals("[D");
        return require(test(
                "sameShape", flat ? "([D[D)Z" : "(" + OBJECT + OBJECT + ")Z", first, code.parameter(shapes.second())));
    }

    private Done hasLength(Condition.HasLength wanted) {
        return require(test("hasLength", "([DI)Z", code.parameter(wanted.array()), code.constant(wanted.length())));
    }

    private Done noArray(Condition.NoArray noArray) {
        return require(test("isNoArray", "(" + OBJECT + ")Z", code.parameter(noArray.object())));
    }

    private Done rowsDiffer(Condition.RowsDiffer rows) {
        return require(code.holdsNoRowTwice(code.parameter(rows.rows())));
    }

    private Done requireAllDiffer(Condition.AllDiffer all) {
        List<Integer> different = all.different();
        if (!code.isNested()) {
            return require(code.areAllDifferent(values(different), values(all.others())));
        }
        for (int i = 0; i < different.size(); i++) {
            if (hasRows(different.get(i))) {
                require(code.holdsNoRowTwice(code.parameter(different.get(i))));
            }
            List<Integer> others = new ArrayList<>(different.subList(i + 1, different.size()));
            others.addAll(all.others());
            for (int other : others) {
                requireOther(different.get(i), other);
            }
        }
        return DONE;
    }

    private List<Value> values(List<Integer> parameters) {
        return parameters.stream().map(code::parameter).toList();
    }

    private Done requireOther(int first, int second) {
        if (isArgument(first) && isDirection(second) || isDirection(first) && isArgument(second)) {
            return DONE;
        }
        Value one = code.parameter(first);
        Value two = code.parameter(second);
        if (hasRows(first) && hasRows(second)) {
            require(test("shareNoRow", "(" + ROWS + ROWS + ")Z", one, two));
        } else if (hasRows(first)) {
            require(test("isNoRow", "(" + OBJECT + ROWS + ")Z", two, one));
        } else if (hasRows(second)) {
            require(test("isNoRow", "(" + OBJECT + ROWS + ")Z", one, two));
        } else {
            require(test("differ", "(" + OBJECT + OBJECT + ")Z", one, two));
        }
        return DONE;
    }

    /** Requires that a flat array is no other of the parameters. */
    void requireOtherThanAll(int array) {
        Value own = code.parameter(array);
        for (int i = 0; i < operator.type().parameterCount(); i++) {
            Value other = code.parameter(i);
            if (i != array && other.type().isArray()) {
                require(
                        hasRows(i)
                                ? test("isNoRow", "(" + OBJECT + ROWS + ")Z", own, other)
                                : test("differ", "(" + OBJECT + OBJECT + ")Z", own, other));
            }
        }
    }

    /** Requires that an array has the shape of the value. */
    void requireBuffer(int array, Value value) {
        require(test("sameShape", "(" + OBJECT + OBJECT + ")Z", value, code.parameter(array)));
    }

    private boolean hasRows(int parameter) {
        String descriptor = code.parameter(parameter).type().descriptor();
        if (descriptor.startsWith("[[[")) {
            throw code.unsupported();
        }
        return descriptor.startsWith("[[");
    }

    /** Requires that an array of rows has rows of the length. */
    void requireColumns(Value rows, Value columns) {
        require(test("hasColumns", "([[DI)Z", rows, columns));
    }

    /** Requires that an array of rows has as many. */
    void requireRows(Value rows, Value count) {
        require(test("hasRows", "([[DI)Z", rows, count));
    }

    private Value test(String name, String descriptor, Value... operands) {
        return code.invoke(DerivativeCode.REGULARITY, name, descriptor, operands);
    }

    private Done require(Value holds) {
        code.require(holds);
        return DONE;
    }
}
