package dev.fluxion;

/** The order in which the chain rule is applied. */
public enum Mode {
    /** Whichever costs less. */
    AUTOMATIC,
    /**
     * From inputs to outputs, along many inputs at once: a small fraction of the function's cost for each input, and memory in
     * proportion to what the function itself uses.
     */
    FORWARD,
    /**
     * From outputs to inputs: a small multiple of the function's cost for each output, however many inputs there are, and memory
     * in proportion to the function's running time.
     */
    REVERSE
}
