package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.Assign;
import dev.fluxion.agent.derive.random.Expression.Comparison;
import dev.fluxion.agent.derive.random.Expression.Element;
import dev.fluxion.agent.derive.random.Expression.InertCall;
import dev.fluxion.agent.derive.random.Expression.Length;
import dev.fluxion.agent.derive.random.Expression.NewMatrix;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Expression.Step;
import dev.fluxion.agent.derive.random.Statement.ArrayCopy;
import dev.fluxion.agent.derive.random.Statement.Block;
import dev.fluxion.agent.derive.random.Statement.Declare;
import dev.fluxion.agent.derive.random.Statement.Fill;
import dev.fluxion.agent.derive.random.Statement.For;
import dev.fluxion.agent.derive.random.Statement.Run;
import java.util.List;

/** Statements that move values and references: swaps, rotations, copies, rows that change places or are shared. */
final class Moves {
    private final Context context;

    Moves(Context context) {
        this.context = context;
    }

    private Draw draw() {
        return context.draw;
    }

    private static Statement set(Expression target, Expression value) {
        return new Run(new Assign(target, null, value));
    }

    /** Two numbers change places, of which one may change on the way. */
    List<Statement> exchange() {
        Expression left = context.reals.target(Kind.DOUBLE);
        Expression right = context.reals.target(Kind.DOUBLE);
        if (left == null || right == null) {
            return null;
        }
        Variable kept = context.scope.fresh("v", Kind.DOUBLE);
        Expression back = new Read(kept);
        if (draw().chance(0.5)) {
            back = new Arithmetic(Operator.ADD, back, context.reals.bounded(Kind.DOUBLE, 1));
        }
        List<Statement> statements = List.of(new Declare(kept, left), set(left, right), set(right, back));
        context.scope.add(kept);
        return statements;
    }

    private Variable any(Kind kind) {
        List<Variable> variables = context.scope.of(kind);
        return variables.isEmpty() ? null : draw().of(variables);
    }

    /** Two variables exchange their arrays, as computations do that write what they read the time before. */
    List<Statement> exchangeArrays() {
        Kind kind = draw().of(Kind.DOUBLES, Kind.DOUBLES, Kind.MATRIX);
        List<Variable> variables = context.scope.assignable(kind);
        if (variables.size() < 2) {
            return null;
        }
        Read left = new Read(draw().of(variables));
        Read right = new Read(draw().of(variables));
        Variable kept = context.scope.fresh(Statements.prefix(kind), kind);
        context.scope.add(kept);
        return List.of(new Declare(kept, left), set(left, right), set(right, new Read(kept)));
    }

    List<Statement> exchangeRows() {
        Expression left = context.arrays.row();
        if (left == null) {
            return null;
        }
        if (draw().chance(0.4)) {
            return List.of(set(left, draw().chance(0.4) ? context.arrays.row() : context.arrays.of(Kind.DOUBLES, 1)));
        }
        Expression right = context.arrays.row();
        Variable kept = context.scope.fresh("a", Kind.DOUBLES);
        context.scope.add(kept);
        return List.of(new Declare(kept, left), set(left, right), set(right, new Read(kept)));
    }

    /** Another array in the variable. */
    List<Statement> redirect() {
        Kind kind = draw().of(Kind.DOUBLES, Kind.DOUBLES, Kind.MATRIX, Kind.FLOATS);
        List<Variable> variables = context.scope.assignable(kind);
        return variables.isEmpty() ? null : List.of(set(new Read(draw().of(variables)), context.arrays.of(kind, 1)));
    }

    /** Either at once or row by row. */
    List<Statement> newMatrix() {
        if (draw().chance(0.7)) {
            return List.of(context.statements.declaration(Kind.MATRIX));
        }
        Variable matrix = context.scope.fresh("m", Kind.MATRIX);
        Variable counter = context.scope.fresh("i", Kind.INT);
        int mark = context.scope.mark();
        context.scope.add(counter, false, Scope.Range.SMALL);
        int outside = context.repetitions;
        context.repetitions *= 3;
        Expression row = context.arrays.of(Kind.DOUBLES, 1);
        context.repetitions = outside;
        context.scope.release(mark);
        Declare declaration = new Declare(matrix, new NewMatrix(Wholes.literal(3), null));
        For rows = new For(
                null,
                new Declare(counter, Wholes.literal(0)),
                new Comparison(Relation.LESS, new Read(counter), Wholes.literal(3)),
                List.of(new Step(new Read(counter), false, true)),
                new Block(List.of(set(new Element(new Read(matrix), new Read(counter)), row))));
        context.scope.add(matrix);
        return List.of(declaration, rows);
    }

    List<Statement> copy() {
        Kind kind = draw().of(Kind.DOUBLES, Kind.DOUBLES, Kind.DOUBLES, Kind.FLOATS, Kind.MATRIX, Kind.INTS);
        Variable target = any(kind);
        Variable source = any(kind);
        if (target == null) {
            return null;
        }
        if (kind != Kind.MATRIX && draw().chance(0.4)) {
            return List.of(fill(target));
        }
        if (draw().chance(0.3)) {
            Expression length = new InertCall(
                    InertFunction.MIN, List.of(new Length(new Read(source)), new Length(new Read(target))));
            return List.of(
                    new ArrayCopy(new Read(source), Wholes.literal(0), new Read(target), Wholes.literal(0), length));
        }
        int length = draw().between(0, 3);
        return List.of(new ArrayCopy(
                new Read(source), start(length), new Read(target), start(length), Wholes.literal(length)));
    }

    private Expression start(int length) {
        return length <= 1 ? context.wholes.small(1) : Wholes.literal(draw().below(4 - length));
    }

    /** Not of rows: that is a method of the JDK for objects, which the runtime of tests is out of reach of. */
    private Statement fill(Variable array) {
        Expression value = array.kind() == Kind.INTS
                ? context.wholes.small(1)
                : context.reals.of(array.kind().element(), 1);
        if (draw().chance(0.5)) {
            return new Fill(new Read(array), null, null, value);
        }
        int from = draw().below(3);
        return new Fill(new Read(array), Wholes.literal(from), Wholes.literal(draw().between(from, 3)), value);
    }
}
