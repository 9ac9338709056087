package dev.fluxion.agent.ir;

/** A text that is not a function, with the place where it stops being one. */
public final class IrSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IrSyntaxException(int line, int column, String problem) {
        super("line " + line + ", column " + column + ": " + problem);
    }
}
