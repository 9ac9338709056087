package dev.fluxion.agent.link.operator;

import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.program.Functions;
import dev.fluxion.runtime.Refusal;
import dev.fluxion.runtime.Regularity;
import java.util.ArrayList;
import java.util.List;

/**
 * How a method runs where one run of it is not enough. If it may do something that a further one would do again, that is refused
 * when it is reached, in the first.
 */
public final class Repeatable {
    private final TargetFacts once;
    private TargetFacts facts;

    public Repeatable(TargetFacts once) {
        this.once = once;
    }

    /** Whether there is nothing that it may come to refuse. */
    public boolean is() {
        return facts() == once;
    }

    /** What makes the passes. */
    public synchronized TargetFacts facts() {
        if (facts == null) {
            Target target = once.target();
            boolean isQuiet = target.plain().isRepeated() || effect(once.linker(), target) == null;
            facts = isQuiet ? once : new TargetFacts(once.linker(), repeated(target));
        }
        return facts;
    }

    /** The first thing that a target does and a further run would do again, in words that name it and its place; null if there is none. */
    public static String effect(Linker linker, Target target) {
        Functions functions = linker.functions(target.loader());
        Variant method = new Variant(target.plain().kind(), target.plain().method(), List.of());
        return functions.effect(method, seen(target));
    }

    /** The target as one of several passes. */
    private static Target repeated(Target target) {
        Variant own = target.plain();
        Variant repeated = new Variant(own.kind(), own.method(), List.of()).then(Variant.Kind.REPEATED, seen(target));
        for (Variant.Transform transform : own.transforms()) {
            repeated = repeated.then(transform.kind(), transform.lanes(), transform.activity());
        }
        return new Target(target.display(), target.loader(), repeated, target.types(), target.names(), target.result());
    }

    /** A pass has copies of arrays of numbers, but what objects the caller passes is seen by all. */
    private static Activity seen(Target target) {
        List<Boolean> seen = new ArrayList<>();
        for (Class<?> type : target.types()) {
            seen.add(
                    !type.isPrimitive() && !(type.isArray() && Shapes.leaf(type).isPrimitive()));
        }
        return new Activity(seen, List.of());
    }

    /** Requires that a pass returned what the first one did, to the bit. */
    public void requireSame(Object first, Object again) throws Refusal {
        Regularity.requireSameValue(first, again, once.target().display());
    }
}
