package dev.fluxion;

/**
 * The program reached something on the way from an active input to the result that Fluxion cannot differentiate. The message names
 * the construct, the source line, the calls that led there, and what would help. Nothing was approximated and no derivative was
 * returned.
 */
public final class NotDifferentiableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotDifferentiableException(String message, Throwable cause) {
        super(message, cause);
    }
}
