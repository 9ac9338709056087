package dev.fluxion.agent.link.companion;

import dev.fluxion.runtime.Refusal;

/** The refusal of what may be of some code that was there and of some that is now. */
public final class ChangedCode {
    static final String CAUSE = " because code that it uses was redefined while the derivative was computed";
    static final String REMEDY = "Compute it again.";

    private ChangedCode() {}

    /**
     * The refusal of one evaluation.
     *
     * @param display what was evaluated, null if that is not known
     */
    public static Refusal refusal(String display) {
        return Refusal.of((display == null ? "a method" : display) + CAUSE, REMEDY);
    }
}
