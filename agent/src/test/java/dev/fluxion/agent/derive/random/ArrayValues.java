package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.ArrayOf;
import dev.fluxion.agent.derive.random.Expression.Clone;
import dev.fluxion.agent.derive.random.Expression.Conditional;
import dev.fluxion.agent.derive.random.Expression.CopyOf;
import dev.fluxion.agent.derive.random.Expression.CopyOfRange;
import dev.fluxion.agent.derive.random.Expression.Element;
import dev.fluxion.agent.derive.random.Expression.Length;
import dev.fluxion.agent.derive.random.Expression.NewArray;
import dev.fluxion.agent.derive.random.Expression.NewCube;
import dev.fluxion.agent.derive.random.Expression.NewMatrix;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Taste.Feature;
import java.util.ArrayList;
import java.util.List;

/** Arrays and their elements. Every array, and every row of a matrix, has three elements or more; those of ints hold 0 to 2. */
final class ArrayValues {
    private final Context context;

    ArrayValues(Context context) {
        this.context = context;
    }

    private Draw draw() {
        return context.draw;
    }

    /** A visible array of any kind, or null. */
    Variable any() {
        List<Variable> arrays =
                context.scope.visible(entry -> entry.variable().kind().isArray());
        return arrays.isEmpty() ? null : draw().of(arrays);
    }

    private Variable visible(Kind kind) {
        List<Variable> arrays = context.scope.of(kind);
        return arrays.isEmpty() ? null : draw().of(arrays);
    }

    /** An element of the kind, or null. */
    Expression element(Kind kind) {
        Kind holder = kind == Kind.FLOAT ? Kind.FLOATS : Kind.DOUBLES;
        return context.<Expression>ways()
                .add(5, () -> elementOf(visible(holder)))
                .add(kind == Kind.DOUBLE ? 2 * context.taste.of(Feature.MATRICES) : 0, this::matrixElement)
                .add(kind == Kind.DOUBLE ? 0.3 * context.taste.of(Feature.CALLS) : 0, () -> {
                    Expression array = context.calls.of(Kind.DOUBLES);
                    return array == null ? null : new Element(array, context.wholes.small(0));
                })
                .make(() -> null);
    }

    private Expression elementOf(Variable array) {
        return array == null ? null : new Element(new Read(array), context.wholes.index(array));
    }

    Expression matrixElement() {
        Expression row = row();
        return row == null ? null : new Element(row, context.wholes.small(1));
    }

    /** An element that may be set, or null. */
    Expression settableElement(Kind kind) {
        return kind == Kind.FLOAT
                ? elementOf(visible(Kind.FLOATS))
                : context.<Expression>ways()
                        .add(4, () -> elementOf(visible(Kind.DOUBLES)))
                        .add(2 * context.taste.of(Feature.MATRICES), this::matrixElement)
                        .make(() -> null);
    }

    /** An element of an array of ints, or null. */
    Expression wholeElement(int depth) {
        Variable array = visible(Kind.INTS);
        return array == null ? null : new Element(new Read(array), context.wholes.small(depth));
    }

    Expression of(Kind kind, int depth) {
        return switch (kind) {
            case INTS -> wholes();
            case MATRIX -> matrix(depth);
            case CUBE -> cube();
            default -> vector(kind, depth);
        };
    }

    private Expression wholes() {
        Variable known = visible(Kind.INTS);
        if (known != null && draw().chance(0.4)) {
            return draw().chance(0.5) ? new Read(known) : new Clone(new Read(known));
        }
        List<Expression> elements = new ArrayList<>();
        for (int i = draw().between(3, 5); i > 0; i--) {
            elements.add(context.wholes.small(1));
        }
        return new ArrayOf(Kind.INTS, elements);
    }

    private Expression vector(Kind kind, int depth) {
        Kind element = kind.element();
        Variable known = visible(kind);
        double copies = known == null ? 0 : context.taste.of(Feature.COPIES);
        return context.<Expression>ways()
                .add(2, () -> new NewArray(kind, length(known)))
                .add(1.5, () -> listed(kind, () -> context.reals.of(element, depth)))
                .add(known == null ? 0 : 2.5, () -> new Read(known))
                .add(0.5 + copies, () -> known == null ? null : new Clone(new Read(known)))
                .add(copies, () -> new CopyOf(new Read(known), length(known)))
                .add(copies, () -> {
                    int from = draw().below(3);
                    return new CopyOfRange(
                            new Read(known), Wholes.literal(from), Wholes.literal(from + draw().between(3, 5)));
                })
                .add(kind == Kind.DOUBLES ? 2 * context.taste.of(Feature.MATRICES) : 0, this::row)
                .add(kind == Kind.DOUBLES ? 2 * context.taste.of(Feature.CALLS) : 0, () -> context.calls.of(kind))
                .add(
                        known == null ? 0 : 0.7,
                        () -> new Conditional(context.wholes.condition(1), new Read(known), new Read(visible(kind))))
                .make(() -> new NewArray(kind, length(known)));
    }

    private Expression length(Variable like) {
        if (like != null && draw().chance(0.5)) {
            Expression length = new Length(new Read(like));
            return draw().chance(0.6)
                    ? length
                    : new Arithmetic(Operator.ADD, length, Wholes.literal(draw().between(1, 2)));
        }
        return Wholes.literal(draw().between(3, 6));
    }

    private Expression listed(Kind kind, java.util.function.Supplier<Expression> element) {
        List<Expression> elements = new ArrayList<>();
        for (int i = draw().between(3, 4); i > 0; i--) {
            elements.add(element.get());
        }
        return new ArrayOf(kind, elements);
    }

    private Expression cube() {
        Variable known = visible(Kind.CUBE);
        return context.<Expression>ways()
                .add(2, () -> new NewCube(Wholes.literal(3), Wholes.literal(3), Wholes.literal(draw().between(3, 4))))
                .add(1, () -> listed(Kind.CUBE, () -> matrix(0)))
                .add(known == null ? 0 : 1, () -> new Read(known))
                .add(known == null ? 0 : 0.5, () -> new Clone(new Read(known)))
                .make(() -> new NewCube(Wholes.literal(3), Wholes.literal(3), Wholes.literal(3)));
    }

    /** A matrix variable or a plane of a cube, or null. */
    private Expression anyMatrix() {
        Variable cube = visible(Kind.CUBE);
        Variable matrix = visible(Kind.MATRIX);
        if (cube != null && (matrix == null || draw().chance(0.5))) {
            return elementOf(cube);
        }
        return matrix == null ? null : new Read(matrix);
    }

    /** A row, or null. */
    Expression row() {
        Expression matrix = anyMatrix();
        if (matrix instanceof Read read) {
            return elementOf(read.variable());
        }
        return matrix == null ? null : new Element(matrix, context.wholes.small(1));
    }

    private Expression matrix(int depth) {
        Variable known = visible(Kind.MATRIX);
        return context.<Expression>ways()
                .add(2, () -> new NewMatrix(Wholes.literal(draw().between(3, 4)), length(visible(Kind.DOUBLES))))
                .add(3, () -> listed(Kind.MATRIX, () -> vector(Kind.DOUBLES, depth - 1)))
                .add(known == null ? 0 : 1, () -> new Read(known))
                .add(0.5, () -> {
                    Variable cube = visible(Kind.CUBE);
                    return cube == null ? null : elementOf(cube);
                })
                .add(known == null ? 0 : 0.7, () -> new Clone(new Read(known)))
                .add(
                        known == null ? 0 : 0.3 * context.taste.of(Feature.COPIES),
                        () -> new CopyOf(new Read(known), Wholes.literal(3)))
                .add(1.5 * context.taste.of(Feature.CALLS), () -> context.calls.of(Kind.MATRIX))
                .make(() -> new NewMatrix(Wholes.literal(3), Wholes.literal(3)));
    }
}
