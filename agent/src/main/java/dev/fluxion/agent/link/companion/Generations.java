package dev.fluxion.agent.link.companion;

import dev.fluxion.agent.link.classfile.CodeChanges;
import dev.fluxion.runtime.Refusal;
import java.util.function.Supplier;

/** The generations of derivatives: when the code has changed that they were made of, all are made anew as they are wanted. */
public final class Generations {
    private final Supplier<Linker> linkers;
    private final CodeChanges changes;
    /** Held for moments only, since a thread that redefines classes waits for it. */
    private final Object warning = new Object();

    private volatile Generation current;

    /** @param linkers makes one that knows nothing yet */
    public Generations(Supplier<Linker> linkers, CodeChanges changes) {
        this.linkers = linkers;
        this.changes = changes;
        this.current = new Generation(linkers.get(), 0);
        changes.listen(this::warn);
        settle();
    }

    private void warn() {
        synchronized (warning) {
            current.setQuiet(false);
        }
    }

    /** Whether there may ever be another. */
    @SuppressWarnings("ReferenceEquality") // there is one
    public boolean mayFollow() {
        return changes != CodeChanges.NONE;
    }

    /** That of the code as it is now. */
    public Generation current() {
        Generation known = current;
        return known.isQuiet() ? known : settle();
    }

    private synchronized Generation settle() {
        long count = changes.count();
        Generation last = current;
        if (count != last.changes()) {
            Generation next = new Generation(linkers.get(), count);
            synchronized (warning) {
                last.setQuiet(false);
                current = next;
            }
            last.linker().end();
        }
        synchronized (warning) {
            if (changes.isSettled(count)) {
                current.setQuiet(true);
            }
        }
        return current;
    }

    /**
     * To be called at the end of an evaluation, before anybody sees what it gave.
     *
     * @throws Refusal if the code is not that of the generation any more: then the evaluation may be of some of each
     */
    public void requireStill(Generation begun, String display) throws Refusal {
        if (!begun.isQuiet() && current() != begun) {
            throw ChangedCode.refusal(display);
        }
    }
}
