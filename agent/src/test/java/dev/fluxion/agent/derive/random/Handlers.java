package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.Assign;
import dev.fluxion.agent.derive.random.Expression.Convert;
import dev.fluxion.agent.derive.random.Expression.Element;
import dev.fluxion.agent.derive.random.Expression.Length;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Statement.Block;
import dev.fluxion.agent.derive.random.Statement.Catch;
import dev.fluxion.agent.derive.random.Statement.Declare;
import dev.fluxion.agent.derive.random.Statement.If;
import dev.fluxion.agent.derive.random.Statement.Run;
import dev.fluxion.agent.derive.random.Statement.Throw;
import dev.fluxion.agent.derive.random.Statement.Try;
import java.util.ArrayList;
import java.util.List;

/** Statements with handlers, some of which are reached by what the method itself does. */
final class Handlers {
    private final Context context;

    Handlers(Context context) {
        this.context = context;
    }

    private Draw draw() {
        return context.draw;
    }

    Statement attempt() {
        Thrown risk = draw().of(null, Thrown.INDEX, Thrown.ARITHMETIC, Thrown.STATE);
        boolean lastly = draw().chance(0.4);
        boolean catching = risk != null || !lastly || draw().chance(0.5);
        boolean all = catching && (risk == null || draw().chance(0.4));
        context.guards += all ? 1 : 0;
        Block body = guarded(risk);
        context.guards -= all ? 1 : 0;
        List<Catch> catches = new ArrayList<>();
        if (catching) {
            Thrown other = draw().of(Thrown.INDEX, Thrown.ARITHMETIC, Thrown.STATE);
            if (other != risk && draw().chance(0.3)) {
                catches.add(handler(other));
            }
            catches.add(handler(all ? draw().of(Thrown.ANY_RUNTIME, Thrown.ANYTHING) : risk));
        }
        Block last = lastly ? new Block(ending()) : null;
        return new Try(body, catches, last);
    }

    private Catch handler(Thrown type) {
        return new Catch(type, context.scope.freshName("e"), context.statements.block(2));
    }

    private List<Statement> ending() {
        List<Statement> statements = new ArrayList<>();
        int mark = context.scope.mark();
        Statement assignment = context.statements.assignment(Kind.DOUBLE);
        statements.add(assignment == null ? context.statements.declaration(Kind.DOUBLE) : assignment);
        context.scope.release(mark);
        return statements;
    }

    private Block guarded(Thrown risk) {
        List<Statement> statements = new ArrayList<>();
        int mark = context.scope.mark();
        context.statements.append(statements, 2);
        if (risk != null) {
            statements.add(risky(risk));
            context.statements.append(statements, 2);
        }
        context.scope.release(mark);
        return new Block(statements);
    }

    /** What a method does that may leave it by an exception. */
    Statement escape() {
        return risky(draw().of(Thrown.INDEX, Thrown.ARITHMETIC, Thrown.STATE));
    }

    private Statement risky(Thrown risk) {
        return switch (risk) {
            case INDEX -> beyond();
            case ARITHMETIC -> divided();
            default -> new If(context.wholes.condition(1), new Block(List.of(new Throw(Thrown.STATE))), null);
        };
    }

    /** A read or a write that may be out of bounds. */
    private Statement beyond() {
        List<Variable> arrays = context.scope.of(Kind.DOUBLES);
        Expression index = new Arithmetic(Operator.ADD, context.wholes.any(0), context.wholes.small(1));
        if (arrays.isEmpty()) {
            return divided();
        }
        Variable array = draw().of(arrays);
        if (draw().chance(0.4)) {
            index = new Arithmetic(
                    Operator.ADD,
                    context.wholes.small(1),
                    new Arithmetic(Operator.SUBTRACT, new Length(new Read(array)), Wholes.literal(2)));
        }
        Element element = new Element(new Read(array), index);
        Expression target = draw().chance(0.5) ? element : context.reals.target(Kind.DOUBLE);
        if (target == null || target == element) {
            return new Run(new Assign(element, draw().of(null, Operator.ADD), context.reals.bounded(Kind.DOUBLE, 1)));
        }
        return new Run(new Assign(
                target,
                Operator.ADD,
                new Arithmetic(Operator.MULTIPLY, context.reals.number(Kind.DOUBLE, 0.5), element)));
    }

    private Statement divided() {
        Expression quotient = new Arithmetic(
                draw().of(Operator.DIVIDE, Operator.REMAINDER),
                Wholes.literal(draw().between(3, 9)),
                context.wholes.small(1));
        Expression target = context.reals.target(Kind.DOUBLE);
        Expression real = new Arithmetic(
                Operator.MULTIPLY, new Convert(Kind.DOUBLE, quotient), context.reals.bounded(Kind.DOUBLE, 1));
        return target == null
                ? new Declare(context.scope.fresh("n", Kind.INT), quotient)
                : new Run(new Assign(target, Operator.ADD, real));
    }
}
