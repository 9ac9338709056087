package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.Assign;
import dev.fluxion.agent.derive.random.Expression.Comparison;
import dev.fluxion.agent.derive.random.Expression.Element;
import dev.fluxion.agent.derive.random.Expression.Length;
import dev.fluxion.agent.derive.random.Expression.Literal;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Expression.Step;
import dev.fluxion.agent.derive.random.Program.Form;
import dev.fluxion.agent.derive.random.Program.Method;
import dev.fluxion.agent.derive.random.Statement.Block;
import dev.fluxion.agent.derive.random.Statement.Declare;
import dev.fluxion.agent.derive.random.Statement.For;
import dev.fluxion.agent.derive.random.Statement.ForEach;
import dev.fluxion.agent.derive.random.Statement.If;
import dev.fluxion.agent.derive.random.Statement.Return;
import dev.fluxion.agent.derive.random.Statement.Run;
import dev.fluxion.agent.derive.random.Taste.Feature;
import java.util.ArrayList;
import java.util.List;

/** A program from a seed. */
final class Generator {
    private static final int MOST_HELPERS = 4;

    private final Draw draw;
    private final Taste taste;
    private final long seed;

    private Generator(long seed) {
        this.seed = seed;
        this.draw = new Draw(seed);
        this.taste = new Taste(draw);
    }

    static Program program(long seed) {
        return new Generator(seed).program();
    }

    private Program program() {
        List<Method> signatures = new ArrayList<>();
        if (taste.has(Feature.CALLS)) {
            int helpers = draw.between(1, MOST_HELPERS);
            for (int i = 0; i < helpers; i++) {
                signatures.add(signature(i));
            }
        }
        Method entry =
                new Method(Form.STATIC, Program.ENTRY, Kind.DOUBLE, List.of(new Variable("x", Kind.DOUBLES)), null);
        List<Method> methods = new ArrayList<>(List.of(withBody(entry, signatures, draw.between(6, 16))));
        for (int i = 0; i < signatures.size(); i++) {
            int index = i;
            Method method = signatures.get(i);
            List<Method> callable = signatures.stream()
                    .filter(other ->
                            signatures.indexOf(other) > index || (Calls.recursive(method) && Calls.recursive(other)))
                    .toList();
            methods.add(withBody(method, callable, draw.between(2, 7)));
        }
        return new Program(seed, draw.between(5, 8), methods);
    }

    private Method signature(int number) {
        Kind result = new Draw.Ways<Kind>(draw)
                .add(5, () -> Kind.DOUBLE)
                .add(2, () -> Kind.VOID)
                .add(2, () -> Kind.DOUBLES)
                .add(0.5, () -> Kind.INT)
                .add(1.5 * taste.of(Feature.FLOATS), () -> Kind.FLOAT)
                .add(taste.of(Feature.MATRICES), () -> Kind.MATRIX)
                .make(() -> Kind.DOUBLE);
        List<Variable> parameters = new ArrayList<>();
        if (draw.chance(0.4)) {
            parameters.add(new Variable(Calls.DEPTH, Kind.INT));
        }
        if (result == Kind.VOID || draw.chance(0.5)) {
            parameters.add(new Variable("q" + number, Kind.DOUBLES));
        }
        for (int i = draw.between(1, 3); i > 0; i--) {
            Kind kind = parameterKind();
            parameters.add(new Variable(Statements.prefix(kind) + "_" + number + i, kind));
        }
        Form form = taste.has(Feature.INSTANCE_METHODS)
                ? draw.of(Form.values())
                : draw.of(Form.STATIC, Form.PRIVATE_STATIC);
        String name = taste.has(Feature.HANDLERS) && draw.chance(0.3) ? Calls.RISKY : "h";
        return new Method(form, name + number, result, parameters, null);
    }

    private Kind parameterKind() {
        return new Draw.Ways<Kind>(draw)
                .add(5, () -> Kind.DOUBLE)
                .add(3, () -> Kind.DOUBLES)
                .add(1, () -> Kind.INT)
                .add(0.4, () -> Kind.LONG)
                .add(0.4, () -> Kind.BOOLEAN)
                .add(0.4, () -> Kind.INTS)
                .add(2 * taste.of(Feature.FLOATS), () -> draw.of(Kind.FLOAT, Kind.FLOATS))
                .add(2 * taste.of(Feature.MATRICES), () -> Kind.MATRIX)
                .make(() -> Kind.DOUBLE);
    }

    private Method withBody(Method method, List<Method> callable, int budget) {
        Context context = new Context(draw, taste, method, callable, budget);
        List<Statement> statements = new ArrayList<>();
        if (Calls.recursive(method)) {
            statements.add(bottom(context));
        }
        while (context.budget > 0) {
            context.statements.append(statements, context.budget);
        }
        if (method.name().equals(Program.ENTRY)) {
            total(context, statements);
        } else if (method.result() != Kind.VOID) {
            statements.add(new Return(result(context, 2)));
        }
        return new Method(method.form(), method.name(), method.result(), method.parameters(), new Block(statements));
    }

    private Expression result(Context context, int depth) {
        return switch (context.method.result()) {
            case INT -> context.wholes.small(depth);
            case FLOAT, DOUBLE -> context.reals.of(context.method.result(), depth);
            case VOID -> null;
            default -> context.arrays.of(context.method.result(), depth);
        };
    }

    /** Where a recursion ends. */
    private Statement bottom(Context context) {
        int calls = context.recursions;
        context.recursions = 0;
        Expression result = result(context, 1);
        context.recursions = calls;
        Read depth = new Read(context.method.parameters().get(0));
        return new If(
                new Comparison(Relation.AT_MOST, depth, Wholes.literal(0)),
                new Block(List.of(new Return(result))),
                null);
    }

    /** Everything that is visible at the end enters the result, or nearly. */
    private void total(Context context, List<Statement> statements) {
        Variable sum = context.scope.fresh("sum", Kind.DOUBLE);
        statements.add(new Declare(sum, context.reals.of(Kind.DOUBLE, 3)));
        Read total = new Read(sum);
        for (Variable variable : context.scope.visible(entry -> true)) {
            if (draw.chance(0.9)) {
                add(context, statements, total, new Read(variable));
            }
        }
        statements.add(new Return(total));
    }

    private void add(Context context, List<Statement> statements, Read total, Expression term) {
        switch (term.kind()) {
            case FLOAT, DOUBLE -> {
                Expression factor = draw.chance(0.5)
                        ? new Literal(Kind.DOUBLE, draw.number())
                        : context.reals.bounded(Kind.DOUBLE, 0);
                statements.add(increase(total, new Arithmetic(Operator.MULTIPLY, factor, term)));
            }
            case DOUBLES, FLOATS -> statements.add(addElements(context, total, term));
            case CUBE -> {
                Variable plane = context.scope.fresh("plane", Kind.MATRIX);
                List<Statement> inner = new ArrayList<>();
                add(context, inner, total, new Read(plane));
                statements.add(new ForEach(null, plane, term, new Block(inner)));
            }
            case MATRIX -> {
                Variable row = context.scope.fresh("row", Kind.DOUBLES);
                statements.add(
                        new ForEach(null, row, term, new Block(List.of(addElements(context, total, new Read(row))))));
            }
            default -> {}
        }
    }

    private static Statement increase(Read total, Expression term) {
        return new Run(new Assign(total, Operator.ADD, term));
    }

    private Statement addElements(Context context, Read total, Expression array) {
        if (draw.chance(0.5)) {
            Kind kind = array.kind().element();
            Variable element = context.scope.fresh("each", kind);
            Expression term = new Arithmetic(Operator.MULTIPLY, new Read(element), new Read(element));
            return new ForEach(null, element, array, new Block(List.of(increase(total, term))));
        }
        Variable index = context.scope.fresh("j", Kind.INT);
        Expression weight = new Arithmetic(Operator.ADD, new Read(index), new Literal(Kind.DOUBLE, 0.5));
        Expression term = new Arithmetic(Operator.MULTIPLY, new Element(array, new Read(index)), weight);
        return new For(
                null,
                new Declare(index, Wholes.literal(0)),
                new Comparison(Relation.LESS, new Read(index), new Length(array)),
                List.of(new Step(new Read(index), false, true)),
                new Block(List.of(increase(total, term))));
    }
}
