package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Enclosure.Kept;
import dev.fluxion.agent.derive.random.Enclosure.Target;
import dev.fluxion.agent.derive.random.Shapes.Shape;
import dev.fluxion.agent.derive.random.Statement.ArrayCopy;
import dev.fluxion.agent.derive.random.Statement.Block;
import dev.fluxion.agent.derive.random.Statement.Break;
import dev.fluxion.agent.derive.random.Statement.Continue;
import dev.fluxion.agent.derive.random.Statement.Declare;
import dev.fluxion.agent.derive.random.Statement.Fill;
import dev.fluxion.agent.derive.random.Statement.If;
import dev.fluxion.agent.derive.random.Statement.Labelled;
import dev.fluxion.agent.derive.random.Statement.Return;
import dev.fluxion.agent.derive.random.Statement.Run;
import dev.fluxion.agent.derive.random.Statement.Switch;
import dev.fluxion.agent.derive.random.Statement.Throw;
import dev.fluxion.agent.derive.random.Statement.Try;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Statements. Below what they put on the stack there may be variables that are kept there. */
final class StatementCode implements Opcodes {
    private static final int MOST_KEPT = 3;
    private static final int MOST_SUBROUTINES = 2;
    private static final Set<Class<?>> WAYS_OUT = Set.of(Return.class, Break.class, Continue.class, Throw.class);

    private final MethodCode method;
    private final Code code;
    private int kept;
    private int subroutines;

    StatementCode(MethodCode method) {
        this.method = method;
        code = method.code;
    }

    void block(Block block) {
        int mark = method.locals.mark();
        all(block.statements());
        method.locals.release(mark);
    }

    /** In the scope that is open. */
    void all(List<Statement> statements) {
        statements.forEach(this::one);
    }

    private void one(Statement statement) {
        if (!code.isReachable()) {
            return;
        }
        Draw outer = method.shapes.enter(place(statement));
        method.disturbances.deadStore();
        if (maySubroutine(statement) && method.shapes.wants(Shape.SUBROUTINE)) {
            subroutine(statement);
        } else {
            shaped(statement);
        }
        method.shapes.leave(outer);
    }

    /** Of the statement without those in it, so that it is the same when they are left out. */
    private static String place(Statement statement) {
        if (Tree.children(statement).stream().noneMatch(StatementCode::holdsStatements)) {
            return statement.toString();
        }
        StringBuilder place = new StringBuilder(statement.getClass().getSimpleName());
        Tree.children(statement).stream()
                .filter(child -> !holdsStatements(child))
                .forEach(place::append);
        return place.toString();
    }

    private static boolean holdsStatements(Node node) {
        return !(node instanceof Expression) && !(node instanceof Declare);
    }

    private static boolean contains(Node node, Set<Class<?>> kinds) {
        return kinds.contains(node.getClass())
                || Tree.children(node).stream().anyMatch(child -> contains(child, kinds));
    }

    private boolean maySubroutine(Statement statement) {
        return method.shapes.isOld()
                && subroutines < MOST_SUBROUTINES
                && !(statement instanceof Declare)
                && !contains(statement, WAYS_OUT);
    }

    /** Sometimes called from two places. */
    private void subroutine(Statement statement) {
        LabelNode subroutine = new LabelNode();
        if (method.shapes.draw().chance(0.3)) {
            LabelNode other = new LabelNode();
            LabelNode join = new LabelNode();
            method.disturbances.condition();
            code.jump(IFLT, other, 1);
            code.call(subroutine);
            code.jump(GOTO, join, 0);
            code.mark(other);
            code.call(subroutine);
            code.mark(join);
        } else {
            code.call(subroutine);
        }
        subroutines++;
        method.disturbances.subroutine(subroutine, () -> shaped(statement));
        subroutines--;
    }

    private void shaped(Statement statement) {
        boolean may = kept < MOST_KEPT && !(statement instanceof Declare) && !contains(statement, Set.of(Try.class));
        Variable variable = may && method.shapes.wants(Shape.KEPT) ? method.locals.movable() : null;
        if (variable == null) {
            plain(statement);
            return;
        }
        method.locals.keep(variable);
        if (method.shapes.draw().chance(0.6)) {
            method.locals.overwrite(variable, method.disturbances::push);
        }
        kept++;
        method.leaving.inside(new Kept(method.leaving.innermost(), variable), () -> plain(statement));
        kept--;
        if (code.isReachable()) {
            method.locals.restore(variable);
        } else {
            method.locals.forget(variable);
        }
    }

    private void plain(Statement statement) {
        if (statement instanceof Block nested) {
            block(nested);
        } else if (statement instanceof Declare declare) {
            declare(declare);
        } else if (statement instanceof Run run) {
            method.expressions.effect(run.expression());
        } else if (statement instanceof If choice) {
            choose(choice);
        } else if (statement instanceof Labelled labelled) {
            LabelNode end = new LabelNode();
            Enclosure outer = method.leaving.innermost();
            method.leaving.inside(new Target(outer, labelled.label(), false, end, null), () -> block(labelled.body()));
            code.mark(end);
        } else if (statement instanceof Break jump) {
            method.leaving.leave(jump);
        } else if (statement instanceof Continue jump) {
            method.leaving.next(jump);
        } else if (statement instanceof Return end) {
            method.leaving.end(end);
        } else if (statement instanceof Throw raise) {
            raise(raise);
        } else if (statement instanceof Switch choice) {
            method.switches.run(choice);
        } else if (statement instanceof Try attempt) {
            method.attempts.run(attempt);
        } else if (statement instanceof ArrayCopy copy) {
            method.arrays.copy(copy);
        } else if (statement instanceof Fill fill) {
            method.arrays.fill(fill);
        } else {
            method.loops.run(statement);
        }
    }

    void declare(Declare declare) {
        Variable variable = declare.variable();
        method.expressions.as(declare.value(), variable.kind());
        method.locals.declare(variable);
        method.locals.store(variable);
    }

    private void choose(If choice) {
        LabelNode no = new LabelNode();
        LabelNode join = new LabelNode();
        method.conditions.branch(choice.condition(), false, no);
        block(choice.yes());
        if (choice.no() == null) {
            code.mark(no);
            return;
        }
        if (code.isReachable()) {
            code.jump(GOTO, join, 0);
        }
        code.mark(no);
        block(choice.no());
        code.mark(join);
    }

    private void raise(Throw raise) {
        String thrown = raise.type().internalName();
        Type type = Type.getObjectType(thrown);
        code.instruction(new TypeInsnNode(NEW, thrown), 0, type);
        code.plain(DUP, 0, type);
        code.instruction(new MethodInsnNode(INVOKESPECIAL, thrown, "<init>", "()V", false), 1);
        code.leave(ATHROW, 1);
    }
}
