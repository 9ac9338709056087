package dev.fluxion.agent.instrument.boot;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Field;
import java.util.function.Supplier;

/** Reads the field that {@link TrustedLookup} is about, once, in a loader in which it is alone. */
public final class LookupReader implements Supplier<Lookup> {
    @Override
    public Lookup get() {
        try {
            Field field = Lookup.class.getDeclaredField("IMPL_LOOKUP");
            field.setAccessible(true);
            return (Lookup) field.get(null);
        } catch (ReflectiveOperationException changed) {
            throw new LinkageError(changed.toString(), changed);
        }
    }
}
