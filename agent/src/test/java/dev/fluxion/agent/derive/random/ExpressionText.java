package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.ArrayOf;
import dev.fluxion.agent.derive.random.Expression.Assign;
import dev.fluxion.agent.derive.random.Expression.Both;
import dev.fluxion.agent.derive.random.Expression.Call;
import dev.fluxion.agent.derive.random.Expression.Clone;
import dev.fluxion.agent.derive.random.Expression.Comparison;
import dev.fluxion.agent.derive.random.Expression.Conditional;
import dev.fluxion.agent.derive.random.Expression.Convert;
import dev.fluxion.agent.derive.random.Expression.CopyOf;
import dev.fluxion.agent.derive.random.Expression.CopyOfRange;
import dev.fluxion.agent.derive.random.Expression.Either;
import dev.fluxion.agent.derive.random.Expression.Element;
import dev.fluxion.agent.derive.random.Expression.Field;
import dev.fluxion.agent.derive.random.Expression.InertCall;
import dev.fluxion.agent.derive.random.Expression.Length;
import dev.fluxion.agent.derive.random.Expression.Literal;
import dev.fluxion.agent.derive.random.Expression.MathCall;
import dev.fluxion.agent.derive.random.Expression.Narrow;
import dev.fluxion.agent.derive.random.Expression.Negate;
import dev.fluxion.agent.derive.random.Expression.NewArray;
import dev.fluxion.agent.derive.random.Expression.NewCube;
import dev.fluxion.agent.derive.random.Expression.NewMatrix;
import dev.fluxion.agent.derive.random.Expression.Not;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Expression.SameArray;
import dev.fluxion.agent.derive.random.Expression.Step;
import dev.fluxion.agent.derive.random.Expression.SwitchValue;
import dev.fluxion.agent.derive.random.Expression.ValueCase;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Expressions as Java source, in parentheses wherever they might be needed. */
final class ExpressionText {
    private final UnaryOperator<String> receiver;

    /** @param receiver what to write before the name of a called method */
    ExpressionText(UnaryOperator<String> receiver) {
        this.receiver = receiver;
    }

    /** Without parentheses around assignments, which statements may not have. */
    String asStatement(Expression expression) {
        String text = of(expression);
        return text.startsWith("(") ? text.substring(1, text.length() - 1) : text;
    }

    String list(List<Expression> expressions) {
        return expressions.stream().map(this::of).collect(Collectors.joining(", "));
    }

    private String infix(Expression left, Object operator, Expression right) {
        return "(" + of(left) + " " + operator + " " + of(right) + ")";
    }

    String of(Expression expression) {
        if (expression instanceof Literal literal) {
            return literal(literal);
        } else if (expression instanceof Read read) {
            return read.variable().name();
        } else if (expression instanceof Field field) {
            return field.field().name();
        } else if (expression instanceof Element element) {
            return primary(element.array()) + "[" + of(element.index()) + "]";
        } else if (expression instanceof Length length) {
            return primary(length.array()) + ".length";
        } else if (expression instanceof Negate negation) {
            return "(-" + of(negation.operand()) + ")";
        } else if (expression instanceof Not negation) {
            return "(!" + of(negation.operand()) + ")";
        } else if (expression instanceof Arithmetic operation) {
            return infix(operation.left(), operation.operator(), operation.right());
        } else if (expression instanceof Comparison comparison) {
            return infix(comparison.left(), comparison.relation(), comparison.right());
        } else if (expression instanceof SameArray same) {
            return infix(same.left(), "==", same.right());
        } else if (expression instanceof Both both) {
            return infix(both.left(), "&&", both.right());
        } else if (expression instanceof Either either) {
            return infix(either.left(), "||", either.right());
        } else if (expression instanceof Conditional choice) {
            return "(" + of(choice.condition()) + " ? " + of(choice.yes()) + " : " + of(choice.no()) + ")";
        } else if (expression instanceof Convert conversion) {
            return "((" + conversion.kind() + ") " + of(conversion.operand()) + ")";
        } else if (expression instanceof Narrow narrow) {
            return "((int) (" + narrow.type().name().toLowerCase(Locale.ROOT) + ") " + of(narrow.operand()) + ")";
        }
        return longer(expression);
    }

    private String longer(Expression expression) {
        if (expression instanceof MathCall call) {
            boolean strict = call.strict() && call.function() != MathFunction.FMA;
            return (strict ? "StrictMath." : "Math.") + call.function() + "(" + list(call.arguments()) + ")";
        } else if (expression instanceof InertCall call) {
            return call.function() + "(" + list(call.arguments()) + ")";
        } else if (expression instanceof Call call) {
            return receiver.apply(call.method()) + call.method() + "(" + list(call.arguments()) + ")";
        } else if (expression instanceof SwitchValue choice) {
            return "(switch (" + of(choice.selector()) + ") { "
                    + choice.cases().stream().map(this::valueCase).collect(Collectors.joining())
                    + "default -> " + of(choice.otherwise()) + "; })";
        } else if (expression instanceof NewArray array) {
            return "new " + array.kind().element() + "[" + of(array.length()) + "]";
        } else if (expression instanceof NewMatrix matrix) {
            String columns = matrix.columns() == null ? "" : of(matrix.columns());
            return "new double[" + of(matrix.rows()) + "][" + columns + "]";
        } else if (expression instanceof NewCube cube) {
            return "new double[" + of(cube.planes()) + "][" + of(cube.rows()) + "][" + of(cube.columns()) + "]";
        } else if (expression instanceof ArrayOf array) {
            return "new " + array.kind() + " {" + list(array.elements()) + "}";
        } else if (expression instanceof Clone clone) {
            return primary(clone.array()) + ".clone()";
        } else if (expression instanceof CopyOf copy) {
            return "java.util.Arrays.copyOf(" + of(copy.array()) + ", " + of(copy.length()) + ")";
        } else if (expression instanceof CopyOfRange copy) {
            return "java.util.Arrays.copyOfRange(" + list(List.of(copy.array(), copy.from(), copy.to())) + ")";
        } else if (expression instanceof Assign assignment) {
            String operator = assignment.operator() == null ? "=" : assignment.operator() + "=";
            return infix(assignment.target(), operator, assignment.value());
        }
        Step step = (Step) expression;
        String operator = step.up() ? "++" : "--";
        return step.prefix() ? "(" + operator + of(step.target()) + ")" : "(" + of(step.target()) + operator + ")";
    }

    /** An array expression of which an element is taken. */
    private String primary(Expression array) {
        String text = of(array);
        return text.startsWith("new ") ? "(" + text + ")" : text;
    }

    private String valueCase(ValueCase each) {
        return "case " + each.labels().stream().map(String::valueOf).collect(Collectors.joining(", ")) + " -> "
                + of(each.value()) + "; ";
    }

    private static String literal(Literal literal) {
        String suffix = switch (literal.kind()) {
            case LONG -> "L";
            case FLOAT -> "f";
            default -> "";
        };
        String text = literal.value() + suffix;
        return text.startsWith("-") ? "(" + text + ")" : text;
    }
}
