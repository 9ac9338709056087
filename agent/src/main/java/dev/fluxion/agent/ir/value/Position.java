package dev.fluxion.agent.ir.value;

/**
 * Where in the source an operation comes from; after inlining the method differs from the function's own.
 *
 * @param method {@code pkg.Class.method}, for messages
 * @param line source line, or -1
 */
public record Position(String method, int line) {
    public static final Position UNKNOWN = new Position("?", -1);

    @Override
    public String toString() {
        return method + (line < 0 ? "" : ":" + line);
    }
}
