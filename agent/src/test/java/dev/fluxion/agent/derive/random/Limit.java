package dev.fluxion.agent.derive.random;

/** Refusals that {@code docs/limits.md} announces and that a program of the generator may meet. */
enum Limit {
    /** Only forward mode follows an exception out of a method that is differentiated. */
    ESCAPED_EXCEPTION("an exception thrown by a differentiated call and caught by its caller, in reverse mode"),

    /** The derivative does not fit into a method of the JVM. */
    TOO_LARGE("whose derivative would be larger than a method can be");

    private final String cause;

    Limit(String cause) {
        this.cause = cause;
    }

    /** The limit that a refusal names, if it can be met there; else null. */
    static Limit of(String message, String mode, boolean escaped) {
        for (Limit limit : values()) {
            if (message.contains(limit.cause)) {
                return limit != ESCAPED_EXCEPTION || escaped && !mode.equals("jvp") ? limit : null;
            }
        }
        return null;
    }
}
