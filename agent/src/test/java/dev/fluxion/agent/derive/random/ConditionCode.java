package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Both;
import dev.fluxion.agent.derive.random.Expression.Comparison;
import dev.fluxion.agent.derive.random.Expression.Either;
import dev.fluxion.agent.derive.random.Expression.Literal;
import dev.fluxion.agent.derive.random.Expression.Not;
import dev.fluxion.agent.derive.random.Expression.SameArray;
import dev.fluxion.agent.derive.random.Shapes.Shape;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.LabelNode;

/** Conditions as jumps. */
final class ConditionCode implements Opcodes {
    private final MethodCode method;
    private final Code code;

    ConditionCode(MethodCode method) {
        this.method = method;
        code = method.code;
    }

    static boolean isCondition(Expression expression) {
        return expression instanceof Not
                || expression instanceof Both
                || expression instanceof Either
                || expression instanceof Comparison
                || expression instanceof SameArray;
    }

    /** As a number on the stack. */
    void value(Expression condition) {
        LabelNode no = new LabelNode();
        LabelNode join = new LabelNode();
        boolean first = method.shapes.draw().chance(0.5);
        branch(condition, !first, no);
        code.constant(first ? 1 : 0, Type.BOOLEAN_TYPE);
        code.jump(GOTO, join, 0);
        code.mark(no);
        code.constant(first ? 0 : 1, Type.BOOLEAN_TYPE);
        code.mark(join);
    }

    /** Jumps if the condition is as told. */
    void branch(Expression condition, boolean sense, LabelNode target) {
        if (condition instanceof Literal literal) {
            if (literal.value().equals(sense)) {
                code.jump(GOTO, target, 0);
            }
        } else if (condition instanceof Not negation) {
            branch(negation.operand(), !sense, target);
        } else if (condition instanceof Both both) {
            sequence(both.left(), both.right(), false, sense, target);
        } else if (condition instanceof Either either) {
            sequence(either.left(), either.right(), true, sense, target);
        } else if (condition instanceof SameArray same) {
            method.expressions.value(same.left());
            method.expressions.value(same.right());
            code.jump(sense ? IF_ACMPEQ : IF_ACMPNE, target, 2);
        } else if (condition instanceof Comparison comparison) {
            compare(comparison, sense, target);
        } else {
            method.expressions.value(condition);
            test(Relation.DIFFERENT, sense, target);
        }
    }

    /** @param decisive which value of the left one decides */
    private void sequence(Expression left, Expression right, boolean decisive, boolean sense, LabelNode target) {
        if (sense == decisive) {
            branch(left, decisive, target);
            branch(right, sense, target);
        } else {
            LabelNode decided = new LabelNode();
            branch(left, decisive, decided);
            branch(right, sense, target);
            code.mark(decided);
        }
    }

    private void compare(Comparison comparison, boolean sense, LabelNode target) {
        Kind kind = Kind.promoted(comparison.left().kind(), comparison.right().kind());
        method.expressions.as(comparison.left(), kind);
        method.expressions.as(comparison.right(), kind);
        Relation relation = comparison.relation();
        if (method.shapes.wants(Shape.EXCHANGE)) {
            method.locals.exchange();
            relation = mirrored(relation);
        }
        if (kind == Kind.INT || kind == Kind.BOOLEAN) {
            code.jump(opcode(IF_ICMPEQ, sense ? relation : opposite(relation)), target, 2);
            return;
        }
        code.plain(comparing(kind, relation), 2, Type.INT_TYPE);
        test(relation, sense, target);
    }

    /** A comparison with NaN has to fail. */
    private int comparing(Kind kind, Relation relation) {
        if (kind == Kind.LONG) {
            return LCMP;
        }
        boolean greater = switch (relation) {
            case LESS, AT_MOST -> true;
            case GREATER, AT_LEAST -> false;
            default -> method.shapes.draw().chance(0.5);
        };
        if (kind == Kind.FLOAT) {
            return greater ? FCMPG : FCMPL;
        }
        return greater ? DCMPG : DCMPL;
    }

    /** Jumps if the int on the stack is in the relation to 0, or if it is not. */
    private void test(Relation relation, boolean sense, LabelNode target) {
        boolean sign = relation != Relation.EQUAL && relation != Relation.DIFFERENT;
        if (sign || !method.shapes.wants(Shape.SWITCHED)) {
            code.jump(opcode(IFEQ, sense ? relation : opposite(relation)), target, 1);
            return;
        }
        LabelNode further = new LabelNode();
        boolean jumpsAtZero = (relation == Relation.EQUAL) == sense;
        code.choose(
                jumpsAtZero ? further : target,
                new int[] {0},
                new LabelNode[] {jumpsAtZero ? target : further},
                method.shapes.draw().chance(0.5));
        code.mark(further);
    }

    /** @param first the first of the six jumps, in the order that both groups have */
    private static int opcode(int first, Relation relation) {
        return first
                + switch (relation) {
                    case EQUAL -> 0;
                    case DIFFERENT -> 1;
                    case LESS -> 2;
                    case AT_LEAST -> 3;
                    case GREATER -> 4;
                    case AT_MOST -> 5;
                };
    }

    private static Relation opposite(Relation relation) {
        return switch (relation) {
            case LESS -> Relation.AT_LEAST;
            case AT_MOST -> Relation.GREATER;
            case EQUAL -> Relation.DIFFERENT;
            case DIFFERENT -> Relation.EQUAL;
            case AT_LEAST -> Relation.LESS;
            case GREATER -> Relation.AT_MOST;
        };
    }

    private static Relation mirrored(Relation relation) {
        return switch (relation) {
            case LESS -> Relation.GREATER;
            case AT_MOST -> Relation.AT_LEAST;
            case AT_LEAST -> Relation.AT_MOST;
            case GREATER -> Relation.LESS;
            default -> relation;
        };
    }
}
