package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.Assign;
import dev.fluxion.agent.derive.random.Expression.Call;
import dev.fluxion.agent.derive.random.Expression.Conditional;
import dev.fluxion.agent.derive.random.Expression.Convert;
import dev.fluxion.agent.derive.random.Expression.Field;
import dev.fluxion.agent.derive.random.Expression.InertCall;
import dev.fluxion.agent.derive.random.Expression.Literal;
import dev.fluxion.agent.derive.random.Expression.MathCall;
import dev.fluxion.agent.derive.random.Expression.Narrow;
import dev.fluxion.agent.derive.random.Expression.Negate;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Expression.Step;
import dev.fluxion.agent.derive.random.Expression.SwitchValue;
import dev.fluxion.agent.derive.random.Expression.ValueCase;
import dev.fluxion.agent.derive.random.Shapes.Shape;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.LabelNode;

/** Expressions, whose values end up on the stack. */
final class ExpressionCode implements Opcodes {
    private final MethodCode method;
    private final Code code;

    ExpressionCode(MethodCode method) {
        this.method = method;
        code = method.code;
    }

    void value(Expression expression) {
        push(expression);
        method.disturbances.add();
    }

    /** Converted as by an assignment. */
    void as(Expression expression, Kind kind) {
        value(expression);
        convert(expression.kind(), kind);
    }

    /** For what it does, not for its value. */
    void effect(Expression expression) {
        if (expression instanceof Assign assignment) {
            method.assignments.assign(assignment, false);
        } else if (expression instanceof Step step) {
            method.assignments.step(step, false);
        } else {
            value(expression);
            if (expression.kind() != Kind.VOID) {
                code.pop();
            }
        }
    }

    private void push(Expression expression) {
        if (ConditionCode.isCondition(expression)) {
            method.conditions.value(expression);
        } else if (expression instanceof Literal literal) {
            literal(literal);
        } else if (expression instanceof Read read) {
            method.locals.load(read.variable());
        } else if (expression instanceof Field field) {
            method.disturbances.field(field.field());
        } else if (expression instanceof Negate negation) {
            value(negation.operand());
            Type type = negation.kind().type();
            code.plain(type.getOpcode(INEG), 1, type);
        } else if (expression instanceof Arithmetic operation) {
            arithmetic(operation);
        } else if (expression instanceof Conditional choice) {
            conditional(choice);
        } else if (expression instanceof SwitchValue choice) {
            choose(choice);
        } else if (expression instanceof Convert conversion) {
            as(conversion.operand(), conversion.kind());
        } else if (expression instanceof Narrow narrow) {
            value(narrow.operand());
            int opcode = switch (narrow.type()) {
                case BYTE -> I2B;
                case SHORT -> I2S;
                case CHAR -> I2C;
            };
            code.plain(opcode, 1, Type.INT_TYPE);
        } else if (expression instanceof MathCall call) {
            method.calls.math(call);
        } else if (expression instanceof InertCall call) {
            method.calls.inert(call);
        } else if (expression instanceof Call call) {
            method.calls.own(call);
        } else if (expression instanceof Assign assignment) {
            method.assignments.assign(assignment, true);
        } else if (expression instanceof Step step) {
            method.assignments.step(step, true);
        } else {
            method.arrays.push(expression);
        }
    }

    private void literal(Literal literal) {
        Object value = literal.value() instanceof Boolean truth ? (Object) (truth ? 1 : 0) : literal.value();
        boolean positiveZero = value instanceof Double real && Double.doubleToRawLongBits(real) == 0;
        if (positiveZero) {
            code.plain(DCONST_0, 0, Type.DOUBLE_TYPE);
        } else {
            code.constant(value, literal.kind().type());
        }
    }

    private void arithmetic(Arithmetic operation) {
        Kind kind = operation.kind();
        Type type = kind.type();
        Expression left = operation.left();
        Expression right = operation.right();
        Operator operator = operation.operator();
        if (operator.isShift()) {
            value(left);
            distance(right);
        } else if (left instanceof Read && left.equals(right) && method.shapes.wants(Shape.TWICE)) {
            as(left, kind);
            code.plain(type.getSize() == 2 ? DUP2 : DUP, 0, type);
        } else if (isSimple(left) && isSimple(right) && method.shapes.wants(Shape.EXCHANGE)) {
            as(right, kind);
            as(left, kind);
            method.locals.exchange();
        } else {
            as(left, kind);
            as(right, kind);
            if (isCommutative(operator) && method.shapes.wants(Shape.EXCHANGE)) {
                method.locals.exchange();
            }
        }
        compute(operator, kind);
    }

    /** Whether it can be evaluated earlier or later without a difference. */
    private static boolean isSimple(Expression expression) {
        return expression instanceof Read || expression instanceof Literal;
    }

    private static boolean isCommutative(Operator operator) {
        return switch (operator) {
            case ADD, MULTIPLY, AND, OR, XOR -> true;
            default -> false;
        };
    }

    /** An operator's result from two operands of the kind, or of an int that a shift has on top. */
    void compute(Operator operator, Kind kind) {
        Type type = kind.type();
        int opcode = switch (operator) {
            case ADD -> IADD;
            case SUBTRACT -> ISUB;
            case MULTIPLY -> IMUL;
            case DIVIDE -> IDIV;
            case REMAINDER -> IREM;
            case AND -> IAND;
            case OR -> IOR;
            case XOR -> IXOR;
            case LEFT -> ISHL;
            case RIGHT -> ISHR;
            case UNSIGNED_RIGHT -> IUSHR;
        };
        code.plain(type.getOpcode(opcode), 2, type);
    }

    /** How far to shift. */
    void distance(Expression expression) {
        as(expression, Kind.INT);
    }

    void convert(Kind from, Kind to) {
        if (from == to || !from.isNumber() || !to.isNumber()) {
            return;
        }
        int first = switch (from) {
            case INT -> I2L;
            case LONG -> L2I;
            case FLOAT -> F2I;
            default -> D2I;
        };
        // Each type has its conversions to the three others in the order of the types.
        int place = to.ordinal() - Kind.INT.ordinal();
        code.plain(first + (to.compareTo(from) > 0 ? place - 1 : place), 1, to.type());
    }

    private void conditional(Conditional choice) {
        LabelNode no = new LabelNode();
        LabelNode join = new LabelNode();
        boolean first = method.shapes.draw().chance(0.5);
        method.conditions.branch(choice.condition(), !first, no);
        value(first ? choice.yes() : choice.no());
        code.jump(GOTO, join, 0);
        code.mark(no);
        value(first ? choice.no() : choice.yes());
        code.mark(join);
    }

    private void choose(SwitchValue choice) {
        LabelNode join = new LabelNode();
        LabelNode otherwise = new LabelNode();
        List<List<Integer>> labels = new ArrayList<>();
        List<LabelNode> targets = new ArrayList<>();
        for (ValueCase each : choice.cases()) {
            labels.add(each.labels());
            targets.add(new LabelNode());
        }
        as(choice.selector(), Kind.INT);
        method.switches.select(labels, targets, otherwise);
        for (int i = 0; i < targets.size(); i++) {
            code.mark(targets.get(i));
            value(choice.cases().get(i).value());
            code.jump(GOTO, join, 0);
        }
        code.mark(otherwise);
        value(choice.otherwise());
        code.mark(join);
    }
}
