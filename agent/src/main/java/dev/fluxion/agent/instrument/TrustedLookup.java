package dev.fluxion.agent.instrument;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;

/** The JDK's own lookup, which may define nestmates of any class: no other gives full privileges across modules. */
final class TrustedLookup {
    private TrustedLookup() {}

    static Lookup obtain(Instrumentation instrumentation) throws ReflectiveOperationException {
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of("java.lang.invoke", Set.of(TrustedLookup.class.getModule())),
                Set.of(),
                Map.of());
        Field field = Lookup.class.getDeclaredField("IMPL_LOOKUP");
        field.setAccessible(true);
        return (Lookup) field.get(null);
    }
}
