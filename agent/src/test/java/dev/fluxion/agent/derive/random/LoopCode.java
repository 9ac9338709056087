package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Enclosure.Target;
import dev.fluxion.agent.derive.random.Shapes.Shape;
import dev.fluxion.agent.derive.random.Statement.Block;
import dev.fluxion.agent.derive.random.Statement.DoWhile;
import dev.fluxion.agent.derive.random.Statement.For;
import dev.fluxion.agent.derive.random.Statement.ForEach;
import dev.fluxion.agent.derive.random.Statement.While;
import java.util.List;
import java.util.function.BiConsumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.LabelNode;

/** Loops, with the test at either end, and some that are also entered in the middle. */
final class LoopCode implements Opcodes {
    private static final int MOST_COPIES = 2;

    private final MethodCode method;
    private final Code code;

    /** How many statements around the place are made twice. */
    private int copies;

    LoopCode(MethodCode method) {
        this.method = method;
        code = method.code;
    }

    /**
     * A loop in parts.
     *
     * @param test jumps if the condition is as told
     * @param head what comes before the body's statements
     * @param update what comes after them
     * @param first whether the test comes before the first iteration
     */
    private record Parts(
            String label,
            BiConsumer<Boolean, LabelNode> test,
            Runnable head,
            Block body,
            Runnable update,
            boolean first) {}

    void run(Statement statement) {
        int mark = method.locals.mark();
        if (statement instanceof While loop) {
            make(new Parts(loop.label(), condition(loop.condition()), () -> {}, loop.body(), () -> {}, true));
        } else if (statement instanceof DoWhile loop) {
            make(new Parts(loop.label(), condition(loop.condition()), () -> {}, loop.body(), () -> {}, false));
        } else if (statement instanceof For loop) {
            if (loop.start() != null) {
                method.statements.declare(loop.start());
            }
            BiConsumer<Boolean, LabelNode> test = loop.condition() == null
                    ? condition(new Expression.Literal(Kind.BOOLEAN, true))
                    : condition(loop.condition());
            Runnable update = () -> loop.updates().forEach(method.expressions::effect);
            make(new Parts(loop.label(), test, () -> {}, loop.body(), update, true));
        } else {
            each((ForEach) statement);
        }
        method.locals.release(mark);
    }

    private BiConsumer<Boolean, LabelNode> condition(Expression condition) {
        return (sense, target) -> method.conditions.branch(condition, sense, target);
    }

    private void each(ForEach loop) {
        Type type = loop.array().kind().type();
        method.expressions.value(loop.array());
        int array = method.locals.take(type);
        code.store(array);
        code.load(type, array);
        method.arrays.length();
        int length = method.locals.take(Type.INT_TYPE);
        code.store(length);
        int index = method.locals.take(Type.INT_TYPE);
        code.whole(0);
        code.store(index);
        BiConsumer<Boolean, LabelNode> test = (sense, target) -> {
            code.load(Type.INT_TYPE, index);
            code.load(Type.INT_TYPE, length);
            code.jump(sense ? IF_ICMPLT : IF_ICMPGE, target, 2);
        };
        Runnable head = () -> {
            code.load(type, array);
            code.load(Type.INT_TYPE, index);
            method.arrays.load(loop.array().kind().element());
            method.expressions.convert(
                    loop.array().kind().element(), loop.variable().kind());
            method.locals.declare(loop.variable());
            method.locals.store(loop.variable());
        };
        make(new Parts(
                loop.label(), test, head, loop.body(), () -> code.instruction(new IincInsnNode(index, 1), 0), true));
        method.locals.give(array, type);
        method.locals.give(length, Type.INT_TYPE);
        method.locals.give(index, Type.INT_TYPE);
    }

    private void make(Parts parts) {
        LabelNode leave = new LabelNode();
        LabelNode next = new LabelNode();
        Target target = new Target(method.leaving.innermost(), parts.label(), true, leave, next);
        method.leaving.inside(target, () -> made(parts, leave, next));
        code.mark(leave);
    }

    private void made(Parts parts, LabelNode leave, LabelNode next) {
        int mark = method.locals.mark();
        LabelNode head = new LabelNode();
        LabelNode test = new LabelNode();
        List<Statement> statements = parts.body().statements();
        int start = 0;
        LabelNode middle = null;
        if (copies < MOST_COPIES && method.shapes.wants(Shape.SIDE_ENTRY)) {
            start = method.shapes.draw().below(statements.size() + 1);
            middle = new LabelNode();
            enterAtTheSide(parts, statements.subList(0, start), middle, leave);
        }
        boolean rotated = !parts.first() || method.shapes.wants(Shape.ROTATED);
        if (rotated && parts.first()) {
            code.foresee(head);
            code.jump(GOTO, test, 0);
        }
        code.mark(head);
        if (!rotated) {
            parts.test().accept(false, leave);
        }
        parts.head().run();
        method.statements.all(statements.subList(0, start));
        if (middle != null) {
            code.mark(middle);
        }
        method.statements.all(statements.subList(start, statements.size()));
        method.locals.release(mark);
        code.mark(next);
        if (code.isReachable()) {
            parts.update().run();
        }
        if (rotated) {
            code.mark(test);
            if (code.isReachable()) {
                parts.test().accept(true, head);
                falls(leave);
            }
        } else {
            falls(head);
        }
    }

    private void falls(LabelNode target) {
        if (code.isReachable()) {
            code.jump(GOTO, target, 0);
        }
    }

    /** The first statements again, before the loop; then into it after them. */
    private void enterAtTheSide(Parts parts, List<Statement> again, LabelNode middle, LabelNode leave) {
        LabelNode regular = new LabelNode();
        int mark = method.locals.mark();
        method.disturbances.condition();
        code.jump(method.shapes.draw().of(IFEQ, IFNE, IFLE, IFGT), regular, 1);
        if (parts.first()) {
            parts.test().accept(false, leave);
        }
        copies++;
        parts.head().run();
        method.statements.all(again);
        copies--;
        falls(middle);
        method.locals.hide(mark);
        code.mark(regular);
    }
}
