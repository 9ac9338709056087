package dev.fluxion.runtime;

/**
 * The internal form of "this cannot be differentiated". It is neither an Exception nor an Error, so that of the program's own
 * handlers only those for Throwable (and finally blocks) could catch it; differentiated code rethrows it there.
 */
public final class Refusal extends Throwable {
    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
        super(message);
    }

    /**
     * Raises a refusal; differentiated code calls it where the program reaches something unsupported.
     *
     * @param cause what cannot be differentiated
     * @param remedy what the user can do about it
     * @param position method and source line
     */
    public static void raise(String cause, String remedy, String position) throws Refusal {
        throw new Refusal("Cannot differentiate " + cause + " at " + position + ". " + remedy);
    }

    /** Called first in differentiated handlers that could catch a refusal: lets it pass by the program. */
    public static void rethrow(Throwable caught) throws Refusal {
        if (caught instanceof Refusal refusal) {
            throw refusal;
        }
    }
}
