package dev.fluxion.agent.sweep;

/** What was found of a method, the worse the later. */
enum Verdict {
    /** The call at no point that was tried returns finite numbers, or it writes nothing. */
    NO_POINT,
    AGREES,
    /** The differences are too inexact to say anything. */
    ILL_CONDITIONED,
    /** The function has a kink or a jump just there. */
    KINK,
    /** There is a derivative, but the one computed is NaN: something in between has none (docs/conventions.md), and a factor is 0. */
    NOT_A_NUMBER,
    /** Differences see another derivative than the program has, for a reason that is named. */
    EXPLAINED,
    REFUSED,
    TIMED_OUT,
    /** The derivative threw what the plain call does not. */
    THREW,
    WRONG,
    VALUE_CHANGED;

    boolean isFault() {
        return compareTo(THREW) >= 0;
    }

    boolean isAnswer() {
        return this == AGREES || this == ILL_CONDITIONED || this == KINK;
    }
}
