package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.Assign;
import dev.fluxion.agent.derive.random.Expression.Conditional;
import dev.fluxion.agent.derive.random.Expression.Convert;
import dev.fluxion.agent.derive.random.Expression.Element;
import dev.fluxion.agent.derive.random.Expression.Field;
import dev.fluxion.agent.derive.random.Expression.Literal;
import dev.fluxion.agent.derive.random.Expression.MathCall;
import dev.fluxion.agent.derive.random.Expression.Negate;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Expression.Step;
import dev.fluxion.agent.derive.random.Expression.SwitchValue;
import dev.fluxion.agent.derive.random.Expression.ValueCase;
import dev.fluxion.agent.derive.random.Taste.Feature;
import java.util.ArrayList;
import java.util.List;

/** Expressions of type double and float. Their values stay moderate: most of what could grow or leave a domain is guarded. */
final class Reals {
    private static final MathFunction[] BOUNDED = {
        MathFunction.SIN, MathFunction.COS, MathFunction.TANH, MathFunction.ATAN,
    };

    private final Context context;

    Reals(Context context) {
        this.context = context;
    }

    private Draw draw() {
        return context.draw;
    }

    Expression of(Kind kind, int depth) {
        if (depth <= 0) {
            return leaf(kind);
        }
        Taste taste = context.taste;
        return context.<Expression>ways()
                .add(4, () -> leaf(kind))
                .add(9, () -> arithmetic(kind, depth))
                .add(2, () -> quotient(kind, depth))
                .add(1, () -> new Negate(of(kind, depth - 1)))
                .add(3 * taste.of(Feature.MATHS), () -> smooth(kind, depth))
                .add(1.5 * taste.of(Feature.MATHS), () -> kinked(kind, depth))
                .add(1.5, () -> new Conditional(context.wholes.condition(1), of(kind, depth - 1), of(kind, depth - 1)))
                .add(taste.of(Feature.SWITCHES), () -> chosen(kind, depth))
                .add(1.2, () -> converted(kind, depth))
                .add(2 * taste.of(Feature.CALLS), () -> context.calls.of(kind))
                .add(taste.of(Feature.ASSIGNMENTS_IN_EXPRESSIONS), () -> assigned(kind, depth))
                .make(() -> leaf(kind));
    }

    Expression literal(Kind kind) {
        double number = draw().number();
        return new Literal(kind, kind == Kind.FLOAT ? (Object) (float) number : (Object) number);
    }

    Expression leaf(Kind kind) {
        return context.<Expression>ways()
                .add(5, () -> variable(kind))
                .add(4, () -> context.arrays.element(kind))
                .add(1, () -> literal(kind))
                .add(kind == Kind.DOUBLE ? 0.3 : 0, this::constant)
                .make(() -> literal(kind));
    }

    private Expression variable(Kind kind) {
        List<Variable> variables = context.scope.of(kind);
        return variables.isEmpty() ? null : new Read(draw().of(variables));
    }

    private Expression constant() {
        return draw().chance(0.5)
                ? new Field(Constants.OFFSET)
                : new Element(new Field(Constants.WEIGHTS), context.wholes.small(1));
    }

    private Expression arithmetic(Kind kind, int depth) {
        Operator operator = draw().of(Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY, Operator.MULTIPLY);
        Expression left = of(kind, depth - 1);
        Expression right = draw().chance(0.9) ? of(kind, depth - 1) : mixed(kind, depth);
        return new Arithmetic(operator, left, right);
    }

    /** An operand of another type, which Java converts to the kind. */
    private Expression mixed(Kind kind, int depth) {
        if (kind == Kind.DOUBLE && context.taste.has(Feature.FLOATS) && draw().chance(0.5)) {
            return of(Kind.FLOAT, depth - 1);
        }
        return draw().chance(0.7) ? context.wholes.small(1) : context.wholes.large(1);
    }

    /** At least 1, and smooth. */
    private Expression positive(Kind kind, int depth) {
        Expression square = square(kind, depth);
        return new Arithmetic(Operator.ADD, number(kind, draw().of(1.0, 1.25, 1.5, 2.0)), square);
    }

    private Expression square(Kind kind, int depth) {
        Expression operand = leaf(kind);
        if (operand instanceof Read || operand instanceof Literal) {
            return new Arithmetic(Operator.MULTIPLY, operand, operand);
        }
        Expression bounded = bounded(kind, depth - 1);
        return kind == Kind.DOUBLE
                ? math(MathFunction.POW, bounded, number(Kind.DOUBLE, 2))
                : math(kind, MathFunction.ABS, bounded);
    }

    Expression number(Kind kind, double value) {
        return new Literal(kind, kind == Kind.FLOAT ? (Object) (float) value : (Object) value);
    }

    private Expression quotient(Kind kind, int depth) {
        Operator operator = draw().chance(0.8) ? Operator.DIVIDE : Operator.REMAINDER;
        return new Arithmetic(operator, of(kind, depth - 1), positive(kind, depth));
    }

    private Expression math(MathFunction function, Expression... arguments) {
        return math(Kind.DOUBLE, function, arguments);
    }

    private Expression math(Kind kind, MathFunction function, Expression... arguments) {
        if (kind == Kind.FLOAT && !function.hasFloatForm()) {
            return new Convert(Kind.FLOAT, math(Kind.DOUBLE, function, arguments));
        }
        return new MathCall(function, draw().chance(0.15), kind, List.of(arguments));
    }

    /** Between -2 and 2. */
    Expression bounded(Kind kind, int depth) {
        if (draw().chance(0.25)) {
            Expression operand = leaf(kind);
            if (operand instanceof Read) {
                return new Arithmetic(
                        Operator.DIVIDE,
                        operand,
                        new Arithmetic(
                                Operator.ADD, number(kind, 1), new Arithmetic(Operator.MULTIPLY, operand, operand)));
            }
        }
        return math(kind, draw().of(BOUNDED), of(kind, depth));
    }

    private Expression smooth(Kind kind, int depth) {
        int inner = depth - 1;
        return switch (draw().below(20)) {
            case 0, 1, 2, 3 -> bounded(kind, inner);
            case 4 -> math(kind, draw().of(MathFunction.EXP, MathFunction.EXPM1), bounded(kind, inner));
            case 5 ->
                math(
                        kind,
                        draw().of(MathFunction.LOG, MathFunction.LOG10, MathFunction.LOG1P, MathFunction.SQRT),
                        positive(kind, depth));
            case 6 -> math(kind, draw().of(MathFunction.SINH, MathFunction.COSH), bounded(kind, inner));
            case 7 -> math(kind, MathFunction.TAN, times(kind, 0.75, bounded(kind, inner)));
            case 8 ->
                math(
                        kind,
                        draw().of(MathFunction.ASIN, MathFunction.ACOS),
                        times(kind, 0.9375, math(kind, MathFunction.SIN, of(kind, inner))));
            case 9 -> math(kind, MathFunction.CBRT, positive(kind, depth));
            case 10 -> math(kind, MathFunction.POW, positive(kind, depth), bounded(kind, inner));
            case 11 -> math(kind, MathFunction.POW, bounded(kind, inner), number(kind, draw().of(1.0, 2.0, 3.0, 4.0)));
            case 12 -> math(kind, MathFunction.HYPOT, of(kind, inner), positive(kind, depth));
            case 13 -> math(kind, MathFunction.ATAN2, of(kind, inner), positive(kind, depth));
            case 14 -> math(kind, MathFunction.ATAN2, positive(kind, depth), of(kind, inner));
            case 15 -> math(kind, draw().of(MathFunction.TO_RADIANS, MathFunction.NEXT_UP), of(kind, inner));
            case 18 ->
                kind == Kind.DOUBLE && draw().chance(0.3)
                        ? math(kind, MathFunction.NEXT_AFTER, of(kind, inner), of(kind, inner))
                        : math(kind, MathFunction.SCALB, of(kind, inner), Wholes.literal(draw().between(-2, 1)));
            case 16 -> math(kind, MathFunction.TO_DEGREES, times(kind, 0.0625, bounded(kind, inner)));
            case 17 -> math(kind, MathFunction.FMA, bounded(kind, inner), of(kind, inner), of(kind, inner));
            // Rarely outside its domain or next to a pole.
            default ->
                math(
                        kind,
                        draw().of(
                                        MathFunction.CBRT,
                                        MathFunction.ATAN,
                                        MathFunction.TANH,
                                        MathFunction.TAN,
                                        MathFunction.SQRT),
                        of(kind, inner));
        };
    }

    private Expression times(Kind kind, double factor, Expression operand) {
        return new Arithmetic(Operator.MULTIPLY, number(kind, factor), operand);
    }

    private Expression kinked(Kind kind, int depth) {
        int inner = depth - 1;
        return switch (draw().below(9)) {
            case 0, 1 -> math(kind, MathFunction.ABS, of(kind, inner));
            case 2, 3 -> math(kind, MathFunction.MAX, of(kind, inner), of(kind, inner));
            case 4, 5 -> math(kind, MathFunction.MIN, of(kind, inner), of(kind, inner));
            case 6 -> math(kind, MathFunction.COPY_SIGN, of(kind, inner), of(kind, inner));
            case 7 ->
                math(
                        kind,
                        draw().of(
                                        MathFunction.SIGNUM,
                                        MathFunction.ULP,
                                        MathFunction.FLOOR,
                                        MathFunction.CEIL,
                                        MathFunction.RINT),
                        of(kind, inner));
            default -> math(kind, MathFunction.IEEE_REMAINDER, of(kind, inner), positive(kind, depth));
        };
    }

    private Expression chosen(Kind kind, int depth) {
        List<ValueCase> cases = new ArrayList<>();
        cases.add(new ValueCase(draw().chance(0.5) ? List.of(0) : List.of(0, 3), of(kind, depth - 1)));
        cases.add(new ValueCase(List.of(draw().chance(0.7) ? 1 : 100), of(kind, depth - 1)));
        return new SwitchValue(context.wholes.selector(), cases, of(kind, depth - 1));
    }

    private Expression converted(Kind kind, int depth) {
        if (context.taste.has(Feature.FLOATS) && draw().chance(0.6)) {
            return new Convert(kind, of(kind == Kind.FLOAT ? Kind.DOUBLE : Kind.FLOAT, depth - 1));
        }
        Expression whole = draw().chance(0.7) ? context.wholes.small(depth - 1) : context.wholes.large(depth - 1);
        return new Convert(kind, whole);
    }

    private Expression assigned(Kind kind, int depth) {
        Expression target = target(kind);
        if (target == null) {
            return null;
        }
        if (draw().chance(0.3)) {
            return new Step(target, draw().chance(0.5), draw().chance(0.5));
        }
        Operator operator = draw().of(null, null, Operator.ADD, Operator.SUBTRACT);
        return new Assign(target, operator, bounded(kind, depth - 1));
    }

    /** A variable or an element that statements may set. */
    Expression target(Kind kind) {
        return context.<Expression>ways()
                .add(3, () -> {
                    List<Variable> variables = context.scope.assignable(kind);
                    return variables.isEmpty() ? null : new Read(draw().of(variables));
                })
                .add(3, () -> context.arrays.settableElement(kind))
                .make(() -> null);
    }
}
