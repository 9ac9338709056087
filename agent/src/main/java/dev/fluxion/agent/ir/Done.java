package dev.fluxion.agent.ir;

/**
 * What a {@code switch} over all kinds of something yields where it is made for its effects alone: as an expression it has to name every
 * kind, else it does not compile.
 */
public enum Done {
    DONE
}
