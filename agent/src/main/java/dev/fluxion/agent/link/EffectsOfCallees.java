package dev.fluxion.agent.link;

import dev.fluxion.agent.ir.Variant;

/** What is known of the methods that are called. */
interface EffectsOfCallees {
    /** So far. */
    EffectSummary summary(Variant callee);

    /** Whether what a method does can be refused within it. */
    boolean canBeRepeated(Variant callee);
}
