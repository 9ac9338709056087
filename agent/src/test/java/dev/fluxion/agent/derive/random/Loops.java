package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Context.Target;
import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.Assign;
import dev.fluxion.agent.derive.random.Expression.Both;
import dev.fluxion.agent.derive.random.Expression.Comparison;
import dev.fluxion.agent.derive.random.Expression.Length;
import dev.fluxion.agent.derive.random.Expression.Literal;
import dev.fluxion.agent.derive.random.Expression.MathCall;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Expression.Step;
import dev.fluxion.agent.derive.random.Scope.Range;
import dev.fluxion.agent.derive.random.Statement.Block;
import dev.fluxion.agent.derive.random.Statement.Break;
import dev.fluxion.agent.derive.random.Statement.Declare;
import dev.fluxion.agent.derive.random.Statement.DoWhile;
import dev.fluxion.agent.derive.random.Statement.For;
import dev.fluxion.agent.derive.random.Statement.ForEach;
import dev.fluxion.agent.derive.random.Statement.If;
import dev.fluxion.agent.derive.random.Statement.Run;
import dev.fluxion.agent.derive.random.Statement.While;
import java.util.ArrayList;
import java.util.List;

/** Loops of all shapes that end after a few iterations. */
final class Loops {
    private static final int HUGE = 1_000_000_000;
    private static final int MOST_REPETITIONS = 150;

    private final Context context;

    Loops(Context context) {
        this.context = context;
    }

    private Draw draw() {
        return context.draw;
    }

    List<Statement> loop() {
        if (context.repetitions > MOST_REPETITIONS / 4) {
            return null;
        }
        String label = draw().chance(0.3) ? context.scope.freshName("loop") : null;
        int mark = context.scope.mark();
        context.targets.add(new Target(label, true, label != null));
        List<Statement> made = context.<List<Statement>>ways()
                .add(3, () -> upwards(label))
                .add(2, () -> overArray(label))
                .add(1, () -> downwards(label))
                .add(1, () -> underHugeBound(label))
                .add(1.2, () -> whileCounting(label))
                .add(1, () -> untilSettled(label))
                .add(1, () -> doWhile(label))
                .add(1.5, () -> each(label))
                .add(0.7, () -> countedByReals(label))
                .add(0.5, () -> countedByLongs(label))
                .make(() -> upwards(label));
        context.targets.remove(context.targets.size() - 1);
        context.scope.release(mark);
        return made;
    }

    private Block body(int trips) {
        return body(trips, List.of());
    }

    /** @param start statements to run first in each iteration */
    private Block body(int trips, List<Statement> start) {
        int outside = context.repetitions;
        context.repetitions *= Math.max(trips, 2);
        List<Statement> statements = new ArrayList<>(start);
        int mark = context.scope.mark();
        context.statements.append(statements, 4);
        context.scope.release(mark);
        context.repetitions = outside;
        return new Block(statements);
    }

    private Variable counter(Range range) {
        Variable counter = context.scope.fresh("i", Kind.INT);
        context.scope.add(counter, false, range);
        return counter;
    }

    private static Comparison below(Variable counter, Expression limit) {
        return new Comparison(Relation.LESS, new Read(counter), limit);
    }

    private List<Expression> updates(Expression update) {
        List<Expression> updates = new ArrayList<>(List.of(update));
        if (draw().chance(0.12)) {
            Expression target = context.reals.target(Kind.DOUBLE);
            if (target != null) {
                updates.add(new Assign(target, Operator.MULTIPLY, new Literal(Kind.DOUBLE, 0.75)));
            }
        }
        return updates;
    }

    private List<Statement> upwards(String label) {
        Expression limit;
        int trips = draw().between(0, 6);
        List<Variable> outer = context.scope.within(Range.NOT_NEGATIVE);
        if (!outer.isEmpty() && draw().chance(0.3)) {
            limit = new Read(draw().of(outer));
            limit = draw().chance(0.5) ? limit : new Arithmetic(Operator.ADD, limit, Wholes.literal(1));
        } else if (draw().chance(0.15)) {
            limit = new Expression.Convert(
                    Kind.INT, new Arithmetic(Operator.ADD, Wholes.literal(3), context.reals.bounded(Kind.DOUBLE, 1)));
        } else {
            limit = Wholes.literal(trips);
        }
        boolean small = limit instanceof Literal && trips <= 3;
        Variable counter = counter(small ? Range.SMALL : Range.NOT_NEGATIVE);
        int stride = draw().chance(0.2) ? 2 : 1;
        Expression update = stride == 1
                ? new Step(new Read(counter), draw().chance(0.3), true)
                : new Assign(new Read(counter), Operator.ADD, Wholes.literal(stride));
        List<Expression> updates = updates(update);
        Declare start = new Declare(counter, Wholes.literal(draw().chance(0.8) ? 0 : 1));
        return List.of(new For(label, start, below(counter, limit), updates, body(trips)));
    }

    private List<Statement> overArray(String label) {
        Variable array = context.arrays.any();
        if (array == null) {
            return null;
        }
        Variable counter = context.scope.fresh("i", Kind.INT);
        context.scope.addIndex(counter, array);
        context.scope.pin(array);
        Expression limit = new Length(new Read(array));
        List<Expression> updates = updates(new Step(new Read(counter), false, true));
        Block body = body(5);
        context.scope.unpin();
        return List.of(new For(label, new Declare(counter, Wholes.literal(0)), below(counter, limit), updates, body));
    }

    private List<Statement> downwards(String label) {
        Variable array = context.arrays.any();
        Variable counter;
        Expression last;
        boolean pinned = array != null && draw().chance(0.6);
        if (pinned) {
            counter = context.scope.fresh("i", Kind.INT);
            context.scope.addIndex(counter, array);
            context.scope.pin(array);
            last = new Arithmetic(Operator.SUBTRACT, new Length(new Read(array)), Wholes.literal(1));
        } else {
            counter = counter(Range.NOT_NEGATIVE);
            last = Wholes.literal(draw().between(1, 5));
        }
        Comparison condition = new Comparison(Relation.AT_LEAST, new Read(counter), Wholes.literal(0));
        List<Expression> updates = updates(new Step(new Read(counter), draw().chance(0.3), false));
        Block body = body(4);
        if (pinned) {
            context.scope.unpin();
        }
        return List.of(new For(label, new Declare(counter, last), condition, updates, body));
    }

    /** Left by a break that is not the loop's own condition. */
    private List<Statement> underHugeBound(String label) {
        Variable counter = counter(Range.NOT_NEGATIVE);
        int trips = draw().between(1, 5);
        Expression limit = Wholes.literal(trips);
        List<Variable> arrays = context.scope.of(Kind.DOUBLES);
        if (!arrays.isEmpty() && draw().chance(0.3)) {
            limit = new Length(new Read(draw().of(arrays)));
        }
        Statement leave = new If(
                new Comparison(Relation.AT_LEAST, new Read(counter), limit),
                new Block(List.of(new Break(label != null && draw().chance(0.3) ? label : null))),
                null);
        Expression condition = draw().chance(0.4) ? null : below(counter, Wholes.literal(HUGE));
        List<Expression> updates = updates(new Step(new Read(counter), false, true));
        Block body = body(trips, draw().chance(0.5) ? List.of(leave) : beforeLeaving(leave));
        return List.of(new For(label, new Declare(counter, Wholes.literal(0)), condition, updates, body));
    }

    private List<Statement> beforeLeaving(Statement leave) {
        Statement assignment = context.statements.assignment(Kind.DOUBLE);
        return assignment == null ? List.of(leave) : List.of(assignment, leave);
    }

    private Statement count(Variable counter) {
        return new Run(new Step(new Read(counter), draw().chance(0.5), true));
    }

    /** Declared before the loop. */
    private Declare hiddenCounter() {
        Variable counter = counter(Range.NOT_NEGATIVE);
        return new Declare(counter, Wholes.literal(0));
    }

    private List<Statement> whileCounting(String label) {
        Declare start = hiddenCounter();
        int trips = draw().between(1, 6);
        if (draw().chance(0.3)) {
            Statement leave = new If(
                    new Comparison(
                            Relation.GREATER, new Step(new Read(start.variable()), false, true), Wholes.literal(trips)),
                    new Block(List.of(new Break(null))),
                    null);
            Block body = body(trips, List.of(leave));
            return List.of(start, new While(label, new Literal(Kind.BOOLEAN, true), body));
        }
        Expression condition = below(start.variable(), Wholes.literal(trips));
        if (draw().chance(0.5)) {
            condition = new Both(condition, context.wholes.condition(1));
        }
        return List.of(start, new While(label, condition, body(trips, List.of(count(start.variable())))));
    }

    /** A number that shrinks until it is small, as iterations do that converge. */
    private List<Statement> untilSettled(String label) {
        List<Variable> variables = context.scope.assignable(Kind.DOUBLE);
        if (variables.isEmpty()) {
            return null;
        }
        Read number = new Read(draw().of(variables));
        Declare start = hiddenCounter();
        Expression condition = new Both(
                new Comparison(
                        Relation.GREATER,
                        new MathCall(MathFunction.ABS, false, Kind.DOUBLE, List.of(number)),
                        new Literal(Kind.DOUBLE, 0.25)),
                below(start.variable(), Wholes.literal(draw().between(3, 7))));
        Statement shrink = new Run(new Assign(
                number,
                Operator.MULTIPLY,
                new Arithmetic(
                        Operator.SUBTRACT,
                        new Literal(Kind.DOUBLE, 0.5),
                        new Arithmetic(
                                Operator.MULTIPLY,
                                new Literal(Kind.DOUBLE, 0.125),
                                context.reals.bounded(Kind.DOUBLE, 1)))));
        Block body = body(4, List.of(count(start.variable()), shrink));
        return List.of(start, new While(label, condition, body));
    }

    private List<Statement> doWhile(String label) {
        Declare start = hiddenCounter();
        int trips = draw().between(1, 5);
        Expression condition =
                new Comparison(Relation.LESS, new Step(new Read(start.variable()), true, true), Wholes.literal(trips));
        if (draw().chance(0.4)) {
            condition = new Both(condition, context.wholes.condition(1));
        }
        return List.of(start, new DoWhile(label, body(trips), condition));
    }

    private List<Statement> each(String label) {
        List<Variable> arrays =
                context.scope.visible(entry -> entry.variable().kind().isArray());
        if (arrays.isEmpty()) {
            return null;
        }
        Variable array = draw().of(arrays);
        Kind kind = array.kind().element();
        Expression over = draw().chance(0.85) ? new Read(array) : context.arrays.of(array.kind(), 1);
        Variable element = context.scope.fresh(Statements.prefix(kind), kind);
        boolean assignable = kind != Kind.INT;
        context.scope.add(element, assignable, kind == Kind.INT ? Range.SMALL : Range.ANY);
        return List.of(new ForEach(label, element, over, body(5)));
    }

    /** The counter may be active. */
    private List<Statement> countedByReals(String label) {
        Variable counter = context.scope.fresh("t", Kind.DOUBLE);
        Expression start = draw().chance(0.5) ? new Literal(Kind.DOUBLE, 0.25) : context.reals.bounded(Kind.DOUBLE, 1);
        context.scope.add(counter, false, Range.ANY);
        Expression pace = new Literal(Kind.DOUBLE, draw().of(0.5, 0.75, 1.0));
        if (draw().chance(0.5)) {
            pace = new Arithmetic(
                    Operator.ADD,
                    pace,
                    new MathCall(MathFunction.ABS, false, Kind.DOUBLE, List.of(context.reals.bounded(Kind.DOUBLE, 0))));
        }
        Assign update = new Assign(new Read(counter), Operator.ADD, pace);
        Comparison condition = below(counter, new Literal(Kind.DOUBLE, draw().uniform(1, 3) > 2 ? 2.5 : 1.5));
        return List.of(new For(label, new Declare(counter, start), condition, updates(update), body(4)));
    }

    private List<Statement> countedByLongs(String label) {
        Variable counter = context.scope.fresh("l", Kind.LONG);
        context.scope.add(counter, false, Range.ANY);
        Literal start = new Literal(Kind.LONG, (long) draw().between(0, 3));
        Comparison condition = below(counter, new Literal(Kind.LONG, (long) draw().between(3, 6)));
        Step update = new Step(new Read(counter), false, true);
        return List.of(new For(label, new Declare(counter, start), condition, updates(update), body(4)));
    }
}
