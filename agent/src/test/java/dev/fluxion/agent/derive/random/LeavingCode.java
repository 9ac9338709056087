package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Enclosure.Ending;
import dev.fluxion.agent.derive.random.Enclosure.Kept;
import dev.fluxion.agent.derive.random.Enclosure.Target;
import dev.fluxion.agent.derive.random.Statement.Break;
import dev.fluxion.agent.derive.random.Statement.Continue;
import dev.fluxion.agent.derive.random.Statement.Return;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.LabelNode;

/** Jumps out of statements, with what has to be done on the way. */
final class LeavingCode implements Opcodes {
    private final MethodCode method;
    private final Code code;
    private Enclosure innermost;

    LeavingCode(MethodCode method) {
        this.method = method;
        code = method.code;
    }

    Enclosure innermost() {
        return innermost;
    }

    /** Makes code inside of the enclosure. */
    void inside(Enclosure enclosure, Runnable body) {
        Enclosure outer = innermost;
        innermost = enclosure;
        body.run();
        innermost = outer;
    }

    void leave(Break jump) {
        Target target = target(
                each -> jump.label() == null ? each.plain() : jump.label().equals(each.label()));
        jump(target, target.leave());
    }

    void next(Continue jump) {
        Target target = target(each ->
                each.next() != null && (jump.label() == null || jump.label().equals(each.label())));
        jump(target, target.next());
    }

    private Target target(Predicate<Target> which) {
        for (Enclosure each = innermost; each != null; each = each.outer()) {
            if (each instanceof Target target && which.test(target)) {
                return target;
            }
        }
        throw new Program.IllFormed("a jump to nowhere");
    }

    private void jump(Target target, LabelNode label) {
        unwind(target, () -> code.jump(GOTO, label, 0));
    }

    /** What is left on the stack does not matter to who calls the method. */
    void end(Return end) {
        if (method.result == Kind.VOID) {
            unwind(null, () -> code.leave(RETURN, 0));
            return;
        }
        Type type = method.result.type();
        method.expressions.as(end.value(), method.result);
        if (!hasEnding()) {
            code.leave(type.getOpcode(IRETURN), 1);
            return;
        }
        // The slot is never given back: a subroutine that is yet to be made runs while it is in use.
        int slot = method.locals.take(type);
        code.store(slot);
        unwind(null, () -> {
            code.load(type, slot);
            code.leave(type.getOpcode(IRETURN), 1);
        });
    }

    private boolean hasEnding() {
        for (Enclosure each = innermost; each != null; each = each.outer()) {
            if (each instanceof Ending) {
                return true;
            }
        }
        return false;
    }

    /** Does what is to be done on the way out, then leaves; what follows is inside again. */
    private void unwind(Enclosure outermost, Runnable exit) {
        Enclosure inside = innermost;
        List<Landing> protection = code.protection();
        List<Type> stack = code.stack();
        Map<Variable, Integer> restored = new LinkedHashMap<>();
        for (Enclosure each = inside; each != outermost && code.isReachable(); each = each.outer()) {
            innermost = each.outer();
            if (each instanceof Kept kept) {
                restored.put(kept.variable(), method.locals.place(kept.variable()));
                method.locals.restore(kept.variable());
            } else if (each instanceof Ending ending) {
                code.protect(ending.outside());
                run(ending);
            }
        }
        if (code.isReachable()) {
            exit.run();
        }
        innermost = inside;
        code.protect(protection);
        code.assume(stack);
        restored.forEach(method.locals::keepAt);
    }

    void run(Ending ending) {
        if (ending.subroutine() == null) {
            method.statements.block(ending.block());
        } else {
            code.call(ending.subroutine());
        }
    }
}
