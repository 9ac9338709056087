package dev.fluxion;

/** Translates what derivatives throw: the runtime's refusals into {@link NotDifferentiableException}, the rest as it is. */
final class Refusals {
    /** The runtime's class lives in the boot loader and is known by name only. */
    static final String CLASS_NAME = "dev.fluxion.runtime.Refusal";

    private Refusals() {}

    /**
     * The exception to throw for {@code thrown}. Whatever is not a refusal is the program's own and is thrown from here unchanged,
     * a checked exception too.
     */
    static RuntimeException translate(Throwable thrown) {
        if (thrown.getClass().getName().equals(CLASS_NAME)) {
            return new NotDifferentiableException(thrown.getMessage(), thrown);
        }
        Refusals.<RuntimeException>throwUnchanged(thrown);
        throw new AssertionError("unreachable");
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwUnchanged(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
