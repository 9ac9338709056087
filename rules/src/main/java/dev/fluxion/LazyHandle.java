package dev.fluxion;

import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;

/**
 * A derivative that is asked for at its first evaluation, because the agent may be attached after the object was made. Only success
 * is remembered. The field needs no synchronization: method handles are immutable, and asking twice gives the same derivative.
 */
final class LazyHandle {
    private final Supplier<MethodHandle> source;
    private MethodHandle handle;

    LazyHandle(Supplier<MethodHandle> source) {
        this.source = source;
    }

    MethodHandle get() {
        MethodHandle known = handle;
        if (known == null) {
            known = source.get();
            handle = known;
        }
        return known;
    }
}
