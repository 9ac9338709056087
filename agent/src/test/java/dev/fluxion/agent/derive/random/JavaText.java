package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Program.Form;
import dev.fluxion.agent.derive.random.Program.Method;
import dev.fluxion.agent.derive.random.Statement.ArrayCopy;
import dev.fluxion.agent.derive.random.Statement.Block;
import dev.fluxion.agent.derive.random.Statement.Break;
import dev.fluxion.agent.derive.random.Statement.Case;
import dev.fluxion.agent.derive.random.Statement.Catch;
import dev.fluxion.agent.derive.random.Statement.Continue;
import dev.fluxion.agent.derive.random.Statement.Declare;
import dev.fluxion.agent.derive.random.Statement.DoWhile;
import dev.fluxion.agent.derive.random.Statement.Fill;
import dev.fluxion.agent.derive.random.Statement.For;
import dev.fluxion.agent.derive.random.Statement.ForEach;
import dev.fluxion.agent.derive.random.Statement.If;
import dev.fluxion.agent.derive.random.Statement.Labelled;
import dev.fluxion.agent.derive.random.Statement.Return;
import dev.fluxion.agent.derive.random.Statement.Run;
import dev.fluxion.agent.derive.random.Statement.Switch;
import dev.fluxion.agent.derive.random.Statement.Throw;
import dev.fluxion.agent.derive.random.Statement.Try;
import dev.fluxion.agent.derive.random.Statement.While;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A program as Java source. */
final class JavaText {
    static final String RECEIVER = "SELF";

    private final Program program;
    private final StringBuilder text = new StringBuilder();
    private int indentation;
    private ExpressionText expressions;

    private JavaText(Program program) {
        this.program = program;
    }

    static String of(Program program, String className) {
        JavaText text = new JavaText(program);
        text.type(className);
        return text.text.toString();
    }

    private void type(String name) {
        open("final class " + name);
        for (Constants field : Constants.values()) {
            line(field.declaration());
        }
        if (!program.methods().stream().map(Method::form).allMatch(Form::isStatic)) {
            line("private static final " + name + " " + RECEIVER + " = new " + name + "();");
        }
        program.methods().forEach(this::method);
        close();
    }

    private void method(Method method) {
        Predicate<String> isStatic = called -> program.method(called).form().isStatic();
        expressions = new ExpressionText(
                called -> isStatic.test(called) ? "" : method.form().isStatic() ? RECEIVER + "." : "this.");
        String form = switch (method.form()) {
            case STATIC -> "static ";
            case PRIVATE_STATIC -> "private static ";
            case PRIVATE -> "private ";
            case FINAL -> "final ";
        };
        String parameters = method.parameters().stream()
                .map(parameter -> parameter.kind() + " " + parameter.name())
                .collect(Collectors.joining(", "));
        open(form + method.result() + " " + method.name() + "(" + parameters + ")");
        statements(method.body());
        close();
    }

    private void line(String content) {
        text.append("    ".repeat(indentation)).append(content).append('\n');
    }

    private void open(String head) {
        line(head.isEmpty() ? "{" : head + " {");
        indentation++;
    }

    private void close() {
        indentation--;
        line("}");
    }

    private void nested(String head, Block body) {
        open(head);
        statements(body);
        close();
    }

    private void statements(Block block) {
        block.statements().forEach(this::statement);
    }

    private String text(Expression expression) {
        return expressions.of(expression);
    }

    private static String label(String label) {
        return label == null ? "" : label + ": ";
    }

    private static String target(String label) {
        return label == null ? ";" : " " + label + ";";
    }

    private void statement(Statement statement) {
        if (statement instanceof Block block) {
            nested("", block);
        } else if (statement instanceof Declare declare) {
            line(declaration(declare) + ";");
        } else if (statement instanceof Run run) {
            line(expressions.asStatement(run.expression()) + ";");
        } else if (statement instanceof If choice) {
            nested("if (" + text(choice.condition()) + ")", choice.yes());
            if (choice.no() != null) {
                nested("else", choice.no());
            }
        } else if (statement instanceof Labelled labelled) {
            nested(labelled.label() + ":", labelled.body());
        } else if (statement instanceof Break leave) {
            line("break" + target(leave.label()));
        } else if (statement instanceof Continue next) {
            line("continue" + target(next.label()));
        } else if (statement instanceof Return leave) {
            line(leave.value() == null ? "return;" : "return " + text(leave.value()) + ";");
        } else if (statement instanceof Throw raise) {
            line("throw new " + raise.type() + "();");
        } else if (statement instanceof Switch choice) {
            choice(choice);
        } else if (statement instanceof Try attempt) {
            attempt(attempt);
        } else if (statement instanceof ArrayCopy copy) {
            line("System.arraycopy("
                    + expressions.list(List.of(
                            copy.source(), copy.sourceStart(), copy.target(), copy.targetStart(), copy.length()))
                    + ");");
        } else if (statement instanceof Fill fill) {
            String bounds = fill.from() == null ? "" : text(fill.from()) + ", " + text(fill.to()) + ", ";
            line("java.util.Arrays.fill(" + text(fill.array()) + ", " + bounds + text(fill.value()) + ");");
        } else {
            loop(statement);
        }
    }

    private String declaration(Declare declare) {
        return declare.variable().kind() + " " + declare.variable().name() + " = " + text(declare.value());
    }

    private void loop(Statement statement) {
        if (statement instanceof While loop) {
            nested(label(loop.label()) + "while (" + text(loop.condition()) + ")", loop.body());
        } else if (statement instanceof DoWhile loop) {
            nested(label(loop.label()) + "do", loop.body());
            line("while (" + text(loop.condition()) + ");");
        } else if (statement instanceof For loop) {
            String start = loop.start() == null ? "" : declaration(loop.start());
            String condition = loop.condition() == null ? "" : text(loop.condition());
            String updates =
                    loop.updates().stream().map(expressions::asStatement).collect(Collectors.joining(", "));
            nested(label(loop.label()) + "for (" + start + "; " + condition + "; " + updates + ")", loop.body());
        } else if (statement instanceof ForEach loop) {
            String head = loop.variable().kind() + " " + loop.variable().name() + " : " + text(loop.array());
            nested(label(loop.label()) + "for (" + head + ")", loop.body());
        }
    }

    private void choice(Switch choice) {
        open("switch (" + text(choice.selector()) + ")");
        for (Case each : choice.cases()) {
            String labels = each.labels().isEmpty()
                    ? "default"
                    : "case " + each.labels().stream().map(String::valueOf).collect(Collectors.joining(", "));
            if (choice.arrows()) {
                nested(labels + " ->", each.body());
            } else {
                line(labels + ":");
                indentation++;
                statements(each.body());
                indentation--;
            }
        }
        close();
    }

    private void attempt(Try attempt) {
        nested("try", attempt.body());
        for (Catch handler : attempt.catches()) {
            nested("catch (" + handler.type() + " " + handler.name() + ")", handler.body());
        }
        if (attempt.last() != null) {
            nested("finally", attempt.last());
        }
    }
}
