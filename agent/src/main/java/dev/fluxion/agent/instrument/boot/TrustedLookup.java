package dev.fluxion.agent.instrument.boot;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The JDK's own lookup, which may define nestmates of any class: no other gives full privileges across modules.
 *
 * <p>To read it, its package has to be opened, which cannot be undone, and the agent's own module is that of all code on the class
 * path. So the package is opened to the module of one class in a loader of its own, to which nothing refers once it has read the
 * field.
 */
final class TrustedLookup extends ClassLoader {
    /** The class that reads the field. */
    static final String READER = "dev/fluxion/agent/instrument/boot/LookupReader";

    private TrustedLookup() {
        super(null);
    }

    /** @param reader class file of {@link #READER} */
    @SuppressWarnings("unchecked") // of the same name and version
    static Lookup obtain(Instrumentation instrumentation, byte[] reader) throws ReflectiveOperationException {
        TrustedLookup loader = new TrustedLookup();
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of(Lookup.class.getPackageName(), Set.of(loader.getUnnamedModule())),
                Set.of(),
                Map.of());
        Class<?> type = loader.defineClass(READER.replace('/', '.'), reader, 0, reader.length);
        return ((Supplier<Lookup>) type.getDeclaredConstructor().newInstance()).get();
    }
}
