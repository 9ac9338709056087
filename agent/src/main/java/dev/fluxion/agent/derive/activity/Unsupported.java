package dev.fluxion.agent.derive.activity;

/** A function as a whole that cannot be given the derivative asked for. */
public final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    public Unsupported(String cause, String remedy) {
        super(cause);
        this.remedy = remedy;
    }

    /** What the user can do about it. */
    public String remedy() {
        return remedy;
    }
}
