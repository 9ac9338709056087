package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Assign;
import dev.fluxion.agent.derive.random.Expression.Element;
import dev.fluxion.agent.derive.random.Expression.Literal;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Expression.Step;
import dev.fluxion.agent.derive.random.Shapes.Shape;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Assignments to variables and elements, whose values are left on the stack where they are wanted. */
final class AssignmentCode implements Opcodes {
    private final MethodCode method;
    private final Code code;

    AssignmentCode(MethodCode method) {
        this.method = method;
        code = method.code;
    }

    void assign(Assign assignment, boolean wanted) {
        Kind kind = assignment.target().kind();
        if (assignment.target() instanceof Read read) {
            if (assignment.operator() == Operator.ADD
                    && assignment.value() instanceof Literal literal
                    && literal.value() instanceof Integer by
                    && method.locals.increment(read.variable(), by)) {
                reload(read.variable(), wanted);
                return;
            }
            if (assignment.operator() != null) {
                method.locals.load(read.variable());
            }
            assigned(assignment, kind);
            store(read.variable(), wanted);
            return;
        }
        Element element = (Element) assignment.target();
        place(element);
        if (assignment.operator() != null) {
            old(kind);
        }
        assigned(assignment, kind);
        store(kind, wanted);
    }

    private void place(Element element) {
        method.expressions.value(element.array());
        method.expressions.as(element.index(), Kind.INT);
    }

    /** The element whose array and index are on the stack, which stay there. */
    private void old(Kind kind) {
        code.plain(DUP2, 0, code.below(1), code.below(0));
        method.arrays.load(kind);
    }

    private void assigned(Assign assignment, Kind kind) {
        Operator operator = assignment.operator();
        if (operator == null) {
            method.expressions.as(assignment.value(), kind);
            return;
        }
        if (operator.isShift()) {
            method.expressions.distance(assignment.value());
            method.expressions.compute(operator, kind);
            return;
        }
        Kind wide = Kind.promoted(kind, assignment.value().kind());
        method.expressions.convert(kind, wide);
        method.expressions.as(assignment.value(), wide);
        method.expressions.compute(operator, wide);
        method.expressions.convert(wide, kind);
    }

    private void reload(Variable variable, boolean wanted) {
        if (wanted) {
            method.locals.load(variable);
        }
    }

    private void store(Variable variable, boolean wanted) {
        if (wanted && method.shapes.wants(Shape.TWICE)) {
            method.locals.store(variable);
            method.locals.load(variable);
        } else {
            copy(wanted, 0);
            method.locals.store(variable);
        }
    }

    private void store(Kind kind, boolean wanted) {
        copy(wanted, 2);
        method.arrays.store(kind);
    }

    /** Puts a copy of the top below so many values of one slot. */
    private void copy(boolean wanted, int depth) {
        if (!wanted) {
            return;
        }
        Type top = code.below(0);
        boolean wide = top.getSize() == 2;
        if (depth == 0) {
            code.plain(wide ? DUP2 : DUP, 0, top);
        } else {
            code.plain(wide ? DUP2_X2 : DUP_X2, 3, top, code.below(2), code.below(1), top);
        }
    }

    void step(Step step, boolean wanted) {
        Kind kind = step.target().kind();
        if (step.target() instanceof Read read) {
            Variable variable = read.variable();
            if (wanted && !step.prefix()) {
                method.locals.load(variable);
            }
            // Beyond the range of one byte, and back.
            int detour = method.shapes.wants(Shape.IDLE) ? 1000 : 0;
            int by = step.up() ? 1 : -1;
            if (method.locals.increment(variable, by + detour)) {
                if (detour != 0) {
                    method.locals.increment(variable, -detour);
                }
            } else {
                method.locals.load(variable);
                one(step, kind);
                method.locals.store(variable);
            }
            reload(variable, wanted && step.prefix());
            return;
        }
        place((Element) step.target());
        old(kind);
        copy(wanted && !step.prefix(), 2);
        one(step, kind);
        store(kind, wanted && step.prefix());
    }

    private void one(Step step, Kind kind) {
        code.whole(1);
        method.expressions.convert(Kind.INT, kind);
        method.expressions.compute(step.up() ? Operator.ADD : Operator.SUBTRACT, kind);
    }
}
