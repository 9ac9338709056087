package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.Assign;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Expression.Step;
import dev.fluxion.agent.derive.random.Scope.Range;
import dev.fluxion.agent.derive.random.Statement.Block;
import dev.fluxion.agent.derive.random.Statement.Case;
import dev.fluxion.agent.derive.random.Statement.Declare;
import dev.fluxion.agent.derive.random.Statement.If;
import dev.fluxion.agent.derive.random.Statement.Run;
import dev.fluxion.agent.derive.random.Statement.Switch;
import dev.fluxion.agent.derive.random.Taste.Feature;
import java.util.ArrayList;
import java.util.List;

/** Statements. Some ways make several that belong together. */
final class Statements {
    private static final int DEPTH = 3;
    private static final int NESTING = 5;

    private final Context context;
    private int nesting;

    Statements(Context context) {
        this.context = context;
    }

    private Draw draw() {
        return context.draw;
    }

    /** Statements in a scope of their own. */
    Block block(int most) {
        List<Statement> statements = new ArrayList<>();
        int mark = context.scope.mark();
        append(statements, most);
        context.scope.release(mark);
        return new Block(statements);
    }

    /** The same, with something at the end that may leave; nothing can follow it. */
    Block block(int most, List<Statement> end) {
        List<Statement> statements = new ArrayList<>(block(most).statements());
        statements.addAll(end);
        return new Block(statements);
    }

    void append(List<Statement> statements, int most) {
        nesting++;
        for (int i = draw().between(1, most); i > 0 && context.budget > 0; i--) {
            context.budget--;
            statements.addAll(next());
        }
        nesting--;
    }

    private static List<Statement> one(Statement statement) {
        return statement == null ? null : List.of(statement);
    }

    private List<Statement> next() {
        boolean deep = nesting >= NESTING;
        Taste taste = context.taste;
        return context.<List<Statement>>ways()
                .add(5, () -> one(assignment(Kind.DOUBLE)))
                .add(3, () -> one(declaration(Kind.DOUBLE)))
                .add(2 * taste.of(Feature.FLOATS), () -> one(declaration(Kind.FLOAT)))
                .add(2 * taste.of(Feature.FLOATS), () -> one(assignment(Kind.FLOAT)))
                .add(0.7 * taste.of(Feature.FLOATS), () -> one(declaration(Kind.FLOATS)))
                .add(0.6, () -> one(declaration(Kind.BOOLEAN)))
                .add(0.7 * taste.of(Feature.WHOLE_NUMBERS), () -> one(declaration(Kind.INT)))
                .add(0.5 * taste.of(Feature.WHOLE_NUMBERS), () -> one(declaration(Kind.LONG)))
                .add(0.8 * taste.of(Feature.WHOLE_NUMBERS), this::wholeAssignment)
                .add(0.4, () -> one(declaration(Kind.INTS)))
                .add(1.8, () -> one(declaration(Kind.DOUBLES)))
                .add(1.5 * taste.of(Feature.MATRICES), context.moves::newMatrix)
                .add(0.4 * taste.of(Feature.MATRICES), () -> one(declaration(Kind.CUBE)))
                .add(0.7, context.moves::exchangeArrays)
                .add(1, context.moves::exchange)
                .add(1.2 * taste.of(Feature.MATRICES), context.moves::exchangeRows)
                .add(0.8, context.moves::redirect)
                .add(1.2 * taste.of(Feature.COPIES), context.moves::copy)
                .add(1.5 * taste.of(Feature.CALLS), this::call)
                .add(deep ? 0 : 2.5, () -> one(choice()))
                .add(deep ? 0 : 6, context.loops::loop)
                .add(deep ? 0 : 1.2 * taste.of(Feature.SWITCHES), () -> one(switches()))
                .add(deep ? 0 : 1.5 * taste.of(Feature.HANDLERS), () -> one(context.exceptions.attempt()))
                .add(deep ? 0 : 0.5 * taste.of(Feature.JUMPS), () -> one(context.jumps.labelled()))
                .add(Calls.risky(context.method) ? 2 : 0, () -> one(context.exceptions.escape()))
                .add(2 * taste.of(Feature.JUMPS), context.jumps::conditional)
                .make(() -> one(declaration(Kind.DOUBLE)));
    }

    private Expression value(Kind kind) {
        return switch (kind) {
            case BOOLEAN -> context.wholes.condition(2);
            case INT -> context.wholes.any(2);
            case LONG -> context.wholes.large(2);
            case FLOAT, DOUBLE -> context.reals.of(kind, DEPTH);
            default -> context.arrays.of(kind, 1);
        };
    }

    Statement declaration(Kind kind) {
        if (kind == Kind.INT && draw().chance(0.5)) {
            Expression index = context.wholes.small(2);
            Variable variable = context.scope.fresh("k", kind);
            context.scope.add(variable, true, Range.SMALL);
            return new Declare(variable, index);
        }
        Expression value = value(kind);
        Variable variable = context.scope.fresh(prefix(kind), kind);
        context.scope.add(variable);
        return new Declare(variable, value);
    }

    static String prefix(Kind kind) {
        return switch (kind) {
            case BOOLEAN -> "b";
            case INT -> "n";
            case LONG -> "l";
            case FLOAT -> "f";
            case DOUBLE -> "v";
            case INTS -> "p";
            case FLOATS -> "g";
            case DOUBLES -> "a";
            case MATRIX -> "m";
            case CUBE -> "c";
            case VOID -> throw new IllegalArgumentException();
        };
    }

    /** Values in loops are kept from growing. */
    Statement assignment(Kind kind) {
        Expression target = context.reals.target(kind);
        if (target == null) {
            return null;
        }
        Reals reals = context.reals;
        return new Run(context.<Expression>ways()
                .add(context.inLoop() ? 0.5 : 4, () -> new Assign(target, null, reals.of(kind, DEPTH)))
                .add(3, () -> new Assign(target, null, reals.bounded(kind, DEPTH - 1)))
                .add(
                        2,
                        () -> new Assign(
                                target,
                                null,
                                new Arithmetic(
                                        draw().of(Operator.ADD, Operator.SUBTRACT),
                                        new Arithmetic(
                                                Operator.MULTIPLY,
                                                reals.number(kind, draw().of(0.5, -0.5, 0.75, -0.25)),
                                                target),
                                        reals.bounded(kind, DEPTH - 1))))
                .add(
                        3,
                        () -> new Assign(
                                target, draw().of(Operator.ADD, Operator.SUBTRACT), reals.bounded(kind, DEPTH - 1)))
                .add(1.5, () -> new Assign(target, Operator.MULTIPLY, reals.bounded(kind, DEPTH - 1)))
                .add(
                        1,
                        () -> new Assign(
                                target,
                                Operator.DIVIDE,
                                new Arithmetic(Operator.ADD, reals.number(kind, 2.5), reals.bounded(kind, DEPTH - 1))))
                .add(
                        0.5,
                        () -> new Assign(
                                target,
                                Operator.REMAINDER,
                                new Arithmetic(Operator.ADD, reals.number(kind, 3), reals.bounded(kind, 1))))
                .add(0.4, () -> new Step(target, draw().chance(0.5), draw().chance(0.5)))
                .add(0.4, () -> chained(kind, target))
                .add(
                        kind == Kind.FLOAT ? 1 : 0,
                        () -> new Assign(
                                target, draw().of(Operator.ADD, Operator.MULTIPLY), reals.bounded(Kind.DOUBLE, 1)))
                .make(() -> new Assign(target, Operator.ADD, reals.leaf(kind))));
    }

    private Expression chained(Kind kind, Expression target) {
        Expression second = context.reals.target(kind);
        return second == null
                ? null
                : new Assign(target, null, new Assign(second, null, context.reals.bounded(kind, 2)));
    }

    private List<Statement> wholeAssignment() {
        List<Variable> small = context.scope.visible(
                entry -> entry.variable().kind() == Kind.INT && entry.assignable() && entry.range() == Range.SMALL);
        if (!small.isEmpty() && draw().chance(0.4)) {
            return one(new Run(new Assign(new Read(draw().of(small)), null, context.wholes.small(2))));
        }
        Kind kind = draw().of(Kind.INT, Kind.INT, Kind.LONG, Kind.BOOLEAN);
        List<Variable> variables = context.scope.free(kind);
        if (variables.isEmpty()) {
            return null;
        }
        Read target = new Read(draw().of(variables));
        if (kind == Kind.BOOLEAN) {
            return one(new Run(new Assign(target, null, context.wholes.condition(1))));
        }
        Expression value = kind == Kind.INT ? context.wholes.any(2) : context.wholes.large(2);
        return one(new Run(context.<Expression>ways()
                .add(1, () -> new Assign(target, null, value))
                .add(
                        1,
                        () -> new Assign(
                                target,
                                draw().of(Operator.ADD, Operator.SUBTRACT, Operator.XOR, Operator.MULTIPLY),
                                value))
                .add(
                        0.3,
                        () -> new Assign(
                                target,
                                draw().of(Operator.ADD, Operator.MULTIPLY),
                                context.reals.bounded(Kind.DOUBLE, 1)))
                .add(0.7, () -> new Step(target, draw().chance(0.5), draw().chance(0.5)))
                .make(() -> new Assign(target, null, value))));
    }

    private List<Statement> call() {
        Kind kind = draw().of(Kind.VOID, Kind.VOID, Kind.DOUBLE, Kind.DOUBLES);
        Expression call = context.calls.of(kind);
        return call == null ? null : one(new Run(call));
    }

    private Statement choice() {
        Expression condition = context.wholes.condition(2);
        Block yes = block(3);
        Block no = draw().chance(0.5) ? block(2) : null;
        return new If(condition, yes, no);
    }

    private Statement switches() {
        boolean arrows = draw().chance(0.4);
        Expression selector = draw().chance(0.8) ? context.wholes.selector() : context.wholes.any(1);
        List<Case> cases = new ArrayList<>();
        List<List<Integer>> labels = new ArrayList<>(List.of(
                List.of(0),
                draw().chance(0.3) ? List.of(1, 4) : List.of(1),
                draw().chance(0.3) ? List.of(2, 1000) : List.of(2)));
        if (draw().chance(0.8)) {
            labels.add(draw().below(labels.size() + 1), List.of());
        }
        context.targets.add(new Context.Target(null, false, false));
        for (List<Integer> each : labels) {
            Block body = arrows || draw().chance(0.4) ? block(2) : block(2, context.jumps.plainBreak());
            cases.add(new Case(each, body));
        }
        context.targets.remove(context.targets.size() - 1);
        return new Switch(arrows, selector, cases);
    }
}
