package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.link.companion.Generation;
import dev.fluxion.agent.link.companion.Generations;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/**
 * Keeps an entry from giving the derivative of code that is not there any more. Asked before an evaluation whether another entry
 * is to do it, and after it whether it counts, both only while its generation is not quiet.
 */
final class Guard {
    /** Makes an entry for the code as it is then. */
    interface Source {
        MethodHandle entry() throws Throwable;
    }

    private record Made(Generation generation, MethodHandle entry) {}

    private final Generations generations;
    private final Generation generation;
    private final Source source;
    private final String display;
    private volatile Made latest;

    /** @param display what is differentiated, for messages; null if it could not be found out */
    Guard(Generations generations, Generation generation, Source source, String display) {
        this.generations = generations;
        this.generation = generation;
        this.source = source;
        this.display = display;
    }

    /** Bootstrap method of an entry's question whether all is quiet; its guard is the first of its constants. */
    static CallSite quiet(Lookup lookup, String name, MethodType type) throws IllegalAccessException {
        return MethodHandles.classDataAt(lookup, "_", Guard.class, 0).generation.site();
    }

    boolean isQuiet() {
        return generation.isQuiet();
    }

    /**
     * The entry that has taken the place of the guarded one, or null if none has.
     *
     * @param type the one wanted, of the same number of parameters
     */
    MethodHandle successor(MethodType type) throws Throwable {
        Generation now = generations.current();
        if (now == generation) {
            return null;
        }
        Made made = latest;
        if (made == null || made.generation() != now || !made.entry().type().equals(type)) {
            made = new Made(now, source.entry().asType(type));
            latest = made;
        }
        return made.entry();
    }

    /** @throws Refusal if the code has changed since the evaluation began */
    void requireUnchanged() throws Refusal {
        generations.requireStill(generation, display);
    }
}
