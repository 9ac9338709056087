package dev.fluxion.agent.link.evaluate;

import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.operator.Derived;
import dev.fluxion.agent.link.operator.Derived.Result;
import dev.fluxion.runtime.Tape;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;

/**
 * A derivative that can be called.
 *
 * @param spread takes the tape and all arguments in an array, of type {@code (Object[])Object}
 */
public record Linked(Derived derived, MethodHandle spread) {
    /** @param asker what it is needed for */
    static Linked of(Derived derived, Linker linker, Supplier<String> asker) throws Throwable {
        return new Linked(derived, spread(derived.link(linker, asker)));
    }

    /** From a handle to one that takes all arguments in an array, of type {@code (Object[])Object}. */
    public static MethodHandle spread(MethodHandle entry) {
        int count = entry.type().parameterCount();
        return entry.asType(entry.type().generic()).asSpreader(Object[].class, count);
    }

    /**
     * Calls it.
     *
     * @param passed the tape, then an argument for each parameter
     * @return all results
     */
    Object[] call(Tape tape, Object[] passed) throws Throwable {
        Object first = (Object) spread.invokeExact(passed);
        Object[] results = new Object[derived.results().size()];
        for (int i = 0; i < results.length; i++) {
            Result result = derived.results().get(i);
            if (i == 0) {
                results[i] = first;
            } else if (result.type() == double.class) {
                results[i] = tape.doubleResults[derived.slot(result)];
            } else if (result.type() == float.class) {
                results[i] = (float) tape.doubleResults[derived.slot(result)];
            } else {
                results[i] = tape.objectResults[derived.slot(result)];
            }
        }
        return results;
    }
}
