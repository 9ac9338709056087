package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Assign;
import dev.fluxion.agent.derive.random.Expression.Call;
import dev.fluxion.agent.derive.random.Expression.Literal;
import dev.fluxion.agent.derive.random.Expression.NewArray;
import dev.fluxion.agent.derive.random.Program.Form;
import dev.fluxion.agent.derive.random.Program.Method;
import dev.fluxion.agent.derive.random.Statement.Block;
import dev.fluxion.agent.derive.random.Statement.Case;
import dev.fluxion.agent.derive.random.Statement.Catch;
import dev.fluxion.agent.derive.random.Statement.For;
import dev.fluxion.agent.derive.random.Statement.If;
import dev.fluxion.agent.derive.random.Statement.Switch;
import dev.fluxion.agent.derive.random.Statement.Try;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How programs become smaller. Some results are no programs of Java any more, which whoever tries them finds out. */
final class ProgramReductions implements Tree.Reductions {
    @Override
    public boolean maySkip(Node node, List<?> list) {
        return node instanceof Block
                || node instanceof Switch
                || node instanceof Try
                || node instanceof Program
                || node instanceof For;
    }

    @Override
    public void of(Node node, Consumer<Node> reduced) {
        if (node instanceof Program program) {
            ofProgram(program, reduced);
        } else if (node instanceof Method method && method.form() != Form.STATIC) {
            reduced.accept(new Method(Form.STATIC, method.name(), method.result(), method.parameters(), method.body()));
        } else if (node instanceof Statement statement) {
            ofStatement(statement, reduced);
        } else if (node instanceof Expression expression) {
            ofExpression(expression, reduced);
        }
    }

    private static void ofProgram(Program program, Consumer<Node> reduced) {
        for (Method method : program.methods()) {
            for (int i = 0; i < method.parameters().size(); i++) {
                if (!method.name().equals(Program.ENTRY)) {
                    reduced.accept(withoutParameter(program, method, i));
                }
            }
        }
    }

    private static Node withoutParameter(Program program, Method method, int index) {
        return Tree.map(program, node -> {
            if (node instanceof Method declared && declared.name().equals(method.name())) {
                return new Method(
                        declared.form(),
                        declared.name(),
                        declared.result(),
                        without(declared.parameters(), index),
                        declared.body());
            }
            return node instanceof Call call && call.method().equals(method.name())
                    ? new Call(call.method(), call.kind(), without(call.arguments(), index))
                    : node;
        });
    }

    private static <T> List<T> without(List<T> list, int index) {
        List<T> rest = new ArrayList<>(list);
        rest.remove(index);
        return rest;
    }

    private static void ofStatement(Statement statement, Consumer<Node> reduced) {
        if (statement instanceof Block block) {
            flatten(block, reduced);
            return;
        }
        for (Node child : Tree.children(statement)) {
            if (child instanceof Block block) {
                reduced.accept(block);
            } else if (child instanceof Case each) {
                reduced.accept(each.body());
            } else if (child instanceof Catch each) {
                reduced.accept(each.body());
            }
        }
        if (statement instanceof If choice && choice.no() != null) {
            reduced.accept(new If(choice.condition(), choice.yes(), null));
        } else if (statement instanceof Try attempt && attempt.last() != null) {
            reduced.accept(new Try(attempt.body(), attempt.catches(), null));
        } else if (statement instanceof For loop && loop.label() != null) {
            reduced.accept(new For(null, loop.start(), loop.condition(), loop.updates(), loop.body()));
        }
    }

    private static void flatten(Block block, Consumer<Node> reduced) {
        for (int i = 0; i < block.statements().size(); i++) {
            if (block.statements().get(i) instanceof Block nested) {
                List<Statement> flat = new ArrayList<>(block.statements());
                flat.remove(i);
                flat.addAll(i, nested.statements());
                reduced.accept(new Block(flat));
            }
        }
    }

    private static void ofExpression(Expression expression, Consumer<Node> reduced) {
        if (expression instanceof Literal literal) {
            Literal simple = simple(literal.kind());
            if (simple != null && !literal.equals(simple) && !literal.equals(zero(literal.kind()))) {
                reduced.accept(simple);
            }
            return;
        }
        Literal simple = simple(expression.kind());
        if (simple != null) {
            reduced.accept(simple);
            reduced.accept(zero(expression.kind()));
        } else if (expression.kind().isArray()
                && expression.kind() != Kind.MATRIX
                && !(expression instanceof NewArray)) {
            reduced.accept(new NewArray(expression.kind(), new Literal(Kind.INT, 3)));
        }
        for (Node child : Tree.children(expression)) {
            if (child instanceof Expression part && part.kind() == expression.kind()) {
                reduced.accept(part);
            }
        }
        if (expression instanceof Assign assignment && assignment.operator() != null) {
            reduced.accept(new Assign(assignment.target(), null, assignment.value()));
        }
    }

    private static Literal simple(Kind kind) {
        return switch (kind) {
            case BOOLEAN -> new Literal(kind, true);
            case INT -> new Literal(kind, 1);
            case LONG -> new Literal(kind, 1L);
            case FLOAT -> new Literal(kind, 1f);
            case DOUBLE -> new Literal(kind, 1.0);
            default -> null;
        };
    }

    private static Literal zero(Kind kind) {
        return switch (kind) {
            case BOOLEAN -> new Literal(kind, false);
            case INT -> new Literal(kind, 0);
            case LONG -> new Literal(kind, 0L);
            case FLOAT -> new Literal(kind, 0f);
            case DOUBLE -> new Literal(kind, 0.0);
            default -> null;
        };
    }
}
