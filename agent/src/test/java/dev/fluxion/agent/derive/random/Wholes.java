package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.Both;
import dev.fluxion.agent.derive.random.Expression.Comparison;
import dev.fluxion.agent.derive.random.Expression.Conditional;
import dev.fluxion.agent.derive.random.Expression.Convert;
import dev.fluxion.agent.derive.random.Expression.Either;
import dev.fluxion.agent.derive.random.Expression.Element;
import dev.fluxion.agent.derive.random.Expression.Field;
import dev.fluxion.agent.derive.random.Expression.InertCall;
import dev.fluxion.agent.derive.random.Expression.Length;
import dev.fluxion.agent.derive.random.Expression.Literal;
import dev.fluxion.agent.derive.random.Expression.Narrow;
import dev.fluxion.agent.derive.random.Expression.Negate;
import dev.fluxion.agent.derive.random.Expression.Not;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Expression.SameArray;
import dev.fluxion.agent.derive.random.Expression.Small;
import dev.fluxion.agent.derive.random.Expression.Step;
import dev.fluxion.agent.derive.random.Expression.SwitchValue;
import dev.fluxion.agent.derive.random.Expression.ValueCase;
import dev.fluxion.agent.derive.random.Scope.Range;
import dev.fluxion.agent.derive.random.Taste.Feature;
import java.util.List;

/** Expressions of type int, long and boolean: what decides branches and indices, and carries no derivative. */
final class Wholes {
    private static final Kind DOUBLE = Kind.DOUBLE;

    private final Context context;

    Wholes(Context context) {
        this.context = context;
    }

    private Draw draw() {
        return context.draw;
    }

    static Literal literal(int value) {
        return new Literal(Kind.INT, value);
    }

    private static InertCall inert(InertFunction function, Expression... arguments) {
        return new InertCall(function, List.of(arguments));
    }

    /** An index of every array: 0, 1 or 2. */
    Expression small(int depth) {
        return context.<Expression>ways()
                .add(3, () -> literal(draw().below(3)))
                .add(5, () -> variable(Range.SMALL))
                .add(depth <= 0 ? 0 : 1.5, () -> context.arrays.wholeElement(depth - 1))
                .add(depth <= 0 ? 0 : 0.5, () -> new Element(new Field(Constants.TABLE), small(depth - 1)))
                .add(depth <= 0 ? 0 : 0.7, () -> new Arithmetic(Operator.AND, any(depth - 1), literal(1)))
                .add(depth <= 0 ? 0 : 1, () -> inert(InertFunction.FLOOR_MOD, any(depth - 1), literal(3)))
                .add(depth <= 0 ? 0 : 0.5, () -> new Conditional(condition(0), small(depth - 1), small(depth - 1)))
                .add(
                        depth <= 0 ? 0 : 0.5,
                        () -> inert(
                                draw().of(InertFunction.MAX, InertFunction.MIN), small(depth - 1), small(depth - 1)))
                .add(
                        depth <= 0 ? 0 : 0.3,
                        () -> new SwitchValue(selector(), List.of(new ValueCase(List.of(1, 2), small(0))), small(0)))
                .make(() -> literal(draw().below(3)));
    }

    private Expression variable(Range range) {
        List<Variable> variables = context.scope.within(range);
        return variables.isEmpty() ? null : new Read(draw().of(variables));
    }

    /** 0, 1 or 2, and no constant: what depends on a variable of the program, or on its numbers. */
    Expression selector() {
        return context.<Expression>ways()
                .add(3, () -> variable(Range.SMALL))
                .add(2, () -> {
                    Expression variable = variable(Range.ANY);
                    return variable == null ? null : inert(InertFunction.FLOOR_MOD, variable, literal(3));
                })
                .add(1, () -> inert(InertFunction.FLOOR_MOD, fromReal(), literal(3)))
                .add(0.5, () -> context.arrays.wholeElement(0))
                .make(() -> inert(InertFunction.FLOOR_MOD, fromReal(), literal(3)));
    }

    private Expression fromReal() {
        Expression scaled = new Arithmetic(Operator.MULTIPLY, new Literal(DOUBLE, 4.0), context.reals.leaf(DOUBLE));
        return new Convert(Kind.INT, scaled);
    }

    /** An index of the array that a variable refers to. */
    Expression index(Variable array) {
        Length length = new Length(new Read(array));
        return context.<Expression>ways()
                .add(4, () -> small(1))
                .add(8, () -> {
                    List<Variable> indices = context.scope.indicesOf(array);
                    return indices.isEmpty() ? null : new Read(draw().of(indices));
                })
                .add(1.5, () -> {
                    Expression variable = variable(Range.NOT_NEGATIVE);
                    return variable == null ? null : new Arithmetic(Operator.REMAINDER, variable, length);
                })
                .add(0.5, () -> inert(InertFunction.FLOOR_MOD, any(1), length))
                .add(
                        0.5,
                        () -> new Arithmetic(
                                Operator.SUBTRACT, new Arithmetic(Operator.SUBTRACT, length, literal(1)), small(0)))
                .make(() -> small(0));
    }

    /** Any int. */
    Expression any(int depth) {
        if (depth <= 0) {
            Expression variable = variable(Range.ANY);
            if (variable != null && draw().chance(0.85)) {
                return variable;
            }
            return draw().chance(0.4) ? fromReal() : literal(draw().between(-3, 9));
        }
        return context.<Expression>ways()
                .add(3, () -> any(0))
                .add(
                        2,
                        () -> new Arithmetic(
                                draw().of(Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY),
                                any(depth - 1),
                                any(depth - 1)))
                .add(
                        0.5,
                        () -> new Arithmetic(
                                draw().of(Operator.DIVIDE, Operator.REMAINDER),
                                any(depth - 1),
                                literal(draw().between(2, 5))))
                .add(
                        0.5,
                        () -> new Arithmetic(
                                draw().of(Operator.AND, Operator.OR, Operator.XOR), any(depth - 1), any(depth - 1)))
                .add(
                        0.4,
                        () -> new Arithmetic(
                                draw().of(Operator.LEFT, Operator.RIGHT, Operator.UNSIGNED_RIGHT),
                                any(depth - 1),
                                small(0)))
                .add(0.3, () -> new Negate(any(depth - 1)))
                .add(0.3, () -> new Narrow(draw().of(Small.values()), any(depth - 1)))
                .add(0.8, () -> {
                    Variable array = context.arrays.any();
                    return array == null ? null : new Length(new Read(array));
                })
                .add(1, () -> new Convert(Kind.INT, context.reals.of(DOUBLE, 1)))
                .add(0.4, () -> new Convert(Kind.INT, large(depth - 1)))
                .add(0.4, () -> inert(InertFunction.COMPARE, context.reals.of(DOUBLE, 0), context.reals.of(DOUBLE, 0)))
                .add(0.2, () -> inert(InertFunction.EXPONENT, context.reals.of(DOUBLE, 0)))
                .add(0.2, () -> inert(InertFunction.BIT_COUNT, any(depth - 1)))
                .add(0.2, () -> inert(InertFunction.ABS, any(depth - 1)))
                .add(0.5 * context.taste.of(Feature.CALLS), () -> context.calls.of(Kind.INT))
                .add(0.5 * context.taste.of(Feature.ASSIGNMENTS_IN_EXPRESSIONS), this::step)
                .make(() -> any(0));
    }

    private Expression step() {
        List<Variable> variables = context.scope.free(Kind.INT);
        return variables.isEmpty()
                ? null
                : new Step(new Read(draw().of(variables)), draw().chance(0.5), draw().chance(0.6));
    }

    /** A long. */
    Expression large(int depth) {
        List<Variable> variables = context.scope.of(Kind.LONG);
        return context.<Expression>ways()
                .add(1, () -> new Literal(Kind.LONG, (long) draw().between(-5, 12)))
                .add(4, () -> variables.isEmpty() ? null : new Read(draw().of(variables)))
                .add(1, () -> new Convert(Kind.LONG, any(depth - 1)))
                .add(
                        depth <= 0 ? 0 : 1,
                        () -> new Arithmetic(
                                draw().of(
                                                Operator.ADD,
                                                Operator.SUBTRACT,
                                                Operator.MULTIPLY,
                                                Operator.XOR,
                                                Operator.AND),
                                large(depth - 1),
                                large(depth - 1)))
                .add(
                        depth <= 0 ? 0 : 0.5,
                        () -> new Arithmetic(
                                draw().of(Operator.RIGHT, Operator.UNSIGNED_RIGHT), large(depth - 1), small(0)))
                .add(depth <= 0 ? 0 : 0.4, () -> inert(InertFunction.ROUND, context.reals.of(DOUBLE, 1)))
                .make(() -> new Literal(Kind.LONG, 3L));
    }

    private Relation relation() {
        return draw().of(Relation.LESS, Relation.GREATER, Relation.AT_MOST, Relation.AT_LEAST);
    }

    Expression condition(int depth) {
        return context.<Expression>ways()
                .add(
                        4,
                        () -> new Comparison(
                                relation(), context.reals.of(DOUBLE, depth), context.reals.literal(DOUBLE)))
                .add(2, () -> new Comparison(relation(), context.reals.of(DOUBLE, depth), context.reals.of(DOUBLE, 0)))
                .add(
                        context.taste.of(Feature.FLOATS),
                        () -> new Comparison(
                                relation(), context.reals.of(Kind.FLOAT, depth), context.reals.literal(Kind.FLOAT)))
                .add(1.5, () -> new Comparison(relation(), any(depth), literal(draw().below(3))))
                .add(
                        1,
                        () -> new Comparison(
                                draw().of(Relation.EQUAL, Relation.DIFFERENT),
                                new Arithmetic(Operator.REMAINDER, any(depth), literal(draw().between(2, 3))),
                                literal(draw().below(2))))
                .add(
                        0.5 * context.taste.of(Feature.WHOLE_NUMBERS),
                        () -> new Comparison(relation(), large(depth), any(0)))
                .add(2, () -> {
                    List<Variable> variables = context.scope.of(Kind.BOOLEAN);
                    return variables.isEmpty() ? null : new Read(draw().of(variables));
                })
                .add(0.3, this::bits)
                .add(0.3, () -> inert(InertFunction.IS_NAN, context.reals.of(DOUBLE, 0)))
                .add(0.5, this::same)
                .add(depth <= 0 ? 0 : 0.7, () -> new Both(condition(depth - 1), condition(depth - 1)))
                .add(depth <= 0 ? 0 : 0.7, () -> new Either(condition(depth - 1), condition(depth - 1)))
                .add(
                        depth <= 0 ? 0 : 0.3,
                        () -> new Arithmetic(
                                draw().of(Operator.AND, Operator.OR, Operator.XOR),
                                condition(depth - 1),
                                condition(depth - 1)))
                .add(depth <= 0 ? 0 : 0.5, () -> new Not(condition(depth - 1)))
                .make(() -> new Comparison(relation(), context.reals.leaf(DOUBLE), context.reals.literal(DOUBLE)));
    }

    /** Bits that are only compared. */
    private Expression bits() {
        if (context.taste.has(Feature.FLOATS) && draw().chance(0.5)) {
            return new Comparison(
                    relation(), inert(InertFunction.FLOAT_BITS, context.reals.of(Kind.FLOAT, 0)), literal(1 << 30));
        }
        if (draw().chance(0.3)) {
            return new Comparison(relation(), inert(InertFunction.HASH, context.reals.of(DOUBLE, 0)), literal(0));
        }
        return new Comparison(
                draw().of(Relation.EQUAL, Relation.DIFFERENT),
                new Arithmetic(
                        Operator.AND,
                        inert(InertFunction.BITS, context.reals.of(DOUBLE, 0)),
                        new Literal(Kind.LONG, 1L)),
                new Literal(Kind.LONG, 0L));
    }

    private Expression same() {
        List<Variable> arrays = context.scope.of(Kind.DOUBLES);
        return arrays.size() < 2 ? null : new SameArray(new Read(draw().of(arrays)), new Read(draw().of(arrays)));
    }
}
