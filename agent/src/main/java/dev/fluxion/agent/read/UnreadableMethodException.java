package dev.fluxion.agent.read;

/** A method that has no IR: it has no code, or its code contains what the reader does not understand. */
public final class UnreadableMethodException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String construct;

    /**
     * @param method {@code pkg.Class.method}
     * @param line source line, or -1
     * @param construct what cannot be read
     */
    public UnreadableMethodException(String method, int line, String construct) {
        super(method + (line < 0 ? "" : ":" + line) + " cannot be read: " + construct);
        this.construct = construct;
    }

    /** What cannot be read, without the place. */
    public String construct() {
        return construct;
    }
}
