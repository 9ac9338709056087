package dev.fluxion.agent.link;

import dev.fluxion.runtime.Refusal;
import dev.fluxion.runtime.Regularity;

/**
 * How a method runs where one run of it is not enough. If it may do something that a further one would do again, that is refused
 * when it is reached, in the first.
 */
final class Repeatable {
    private final Evaluator once;
    private Evaluator evaluator;

    Repeatable(Evaluator once) {
        this.once = once;
    }

    /** Whether there is nothing that it may come to refuse. */
    boolean is() {
        return evaluator() == once;
    }

    /** What makes the passes. */
    synchronized Evaluator evaluator() {
        if (evaluator == null) {
            Target target = once.target();
            boolean isQuiet = target.plain().isRepeated() || VisibleEffects.find(once.linker(), target) == null;
            evaluator = isQuiet ? once : new Evaluator(once.linker(), VisibleEffects.repeated(target));
        }
        return evaluator;
    }

    /** Requires that a pass returned what the first one did, to the bit. */
    void requireSame(Object first, Object again) throws Refusal {
        Regularity.requireSameValue(first, again, once.target().display());
    }
}
