package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Enclosure.Ending;
import dev.fluxion.agent.derive.random.Shapes.Shape;
import dev.fluxion.agent.derive.random.Statement.Catch;
import dev.fluxion.agent.derive.random.Statement.Try;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.LabelNode;

/** Handlers. What always runs at the end is copied to each way out, or is a subroutine. */
final class AttemptCode implements Opcodes {
    private static final String ANYTHING = Thrown.ANYTHING.internalName();

    private final MethodCode method;
    private final Code code;

    AttemptCode(MethodCode method) {
        this.method = method;
        code = method.code;
    }

    void run(Try attempt) {
        if (attempt.last() == null) {
            LabelNode end = new LabelNode();
            caught(attempt, end, () -> {});
            code.mark(end);
            return;
        }
        boolean apart = method.shapes.isOld() && method.shapes.wants(Shape.SUBROUTINE);
        List<Landing> outside = code.protection();
        Enclosure outer = method.leaving.innermost();
        Ending ending = new Ending(outer, attempt.last(), outside, apart ? new LabelNode() : null);
        Landing any = new Landing(new LabelNode(), ANYTHING);
        LabelNode end = new LabelNode();
        Runnable finish = () -> {
            code.protect(outside);
            method.leaving.inside(outer, () -> method.leaving.run(ending));
        };
        method.leaving.inside(ending, () -> {
            code.protect(with(List.of(any), outside));
            method.locals.guard(1);
            caught(attempt, end, finish);
            method.locals.guard(-1);
        });
        code.protect(outside);
        code.mark(any);
        Type type = Type.getObjectType(ANYTHING);
        int slot = method.locals.take(type);
        code.store(slot);
        method.leaving.run(ending);
        if (code.isReachable()) {
            code.load(type, slot);
            code.leave(ATHROW, 1);
        }
        if (apart) {
            method.disturbances.subroutine(ending.subroutine(), () -> method.statements.block(attempt.last()));
        }
        method.locals.give(slot, type);
        code.mark(end);
    }

    private static List<Landing> with(List<Landing> inner, List<Landing> outer) {
        List<Landing> all = new ArrayList<>(inner);
        all.addAll(outer);
        return all;
    }

    /** The body and what catches, each of which finishes and then jumps to the end. */
    private void caught(Try attempt, LabelNode end, Runnable finish) {
        List<Landing> outside = code.protection();
        List<Landing> landings = attempt.catches().stream()
                .map(each -> new Landing(new LabelNode(), each.type().internalName()))
                .toList();
        code.protect(with(landings, outside));
        method.locals.guard(1);
        method.statements.block(attempt.body());
        method.locals.guard(-1);
        finish(outside, end, finish);
        for (int i = 0; i < landings.size(); i++) {
            code.mark(landings.get(i));
            handle(attempt.catches().get(i));
            finish(outside, end, finish);
        }
    }

    private void finish(List<Landing> outside, LabelNode end, Runnable finish) {
        code.protect(outside);
        if (code.isReachable()) {
            finish.run();
            if (code.isReachable()) {
                code.jump(GOTO, end, 0);
            }
        }
        code.protect(outside);
    }

    private void handle(Catch handler) {
        if (method.shapes.wants(Shape.POPPED)) {
            code.pop();
            method.statements.block(handler.body());
            return;
        }
        Type type = code.below(0);
        int slot = method.locals.take(type);
        code.store(slot);
        method.statements.block(handler.body());
        method.locals.give(slot, type);
    }
}
