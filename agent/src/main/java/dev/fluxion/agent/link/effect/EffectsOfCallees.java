package dev.fluxion.agent.link.effect;

import dev.fluxion.agent.ir.operator.Variant;

/** What is known of the methods that are called. */
interface EffectsOfCallees {
    /** So far. */
    EffectSummary summary(Variant callee);

    /** Whether what a method does can be refused within it. */
    boolean canBeRepeated(Variant callee);
}
