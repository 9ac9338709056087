package dev.fluxion.runtime;

/**
 * The tapes that are used again, one for each thread. Anybody may make a pool; the one of the derivatives is the compiler's own, so that
 * nobody else comes to hold a tape on which another's evaluation leaves its values.
 */
public final class TapePool {
    /**
     * A tape stays there while it is in use: to take a reference out and put it back would have the garbage collector's barriers run
     * at every evaluation.
     */
    @SuppressWarnings("ThreadLocalUsage") // each pool has its own tapes, and there are few pools
    private final ThreadLocal<Tape[]> homes = new ThreadLocal<>() { // linking a lambda takes milliseconds
                @Override
                protected Tape[] initialValue() {
                    return new Tape[1];
                }
            };

    /** A tape for one evaluation, empty; give it back by {@link Tape#release}, on the same thread. Nested evaluations get another. */
    public Tape acquire() {
        Tape[] home = homes.get();
        Tape tape = home[0];
        if (tape == null || tape.isInUse) {
            tape = new Tape(home);
            home[0] = tape;
        }
        tape.isInUse = true;
        return tape;
    }
}
