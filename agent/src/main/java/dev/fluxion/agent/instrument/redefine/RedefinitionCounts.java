package dev.fluxion.agent.instrument.redefine;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.VarHandle;

/** How often classes have been redefined, as the JVM counts it in the very moment in which it exchanges the code. */
final class RedefinitionCounts {
    /** Not a method handle, for which the JVM would have to make code. */
    private final VarHandle count;

    RedefinitionCounts(Lookup trusted) {
        try {
            this.count = trusted.findVarHandle(Class.class, "classRedefinedCount", int.class);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("This JVM does not say which classes were redefined.", changed);
        }
    }

    /** Redefinitions of the class and of its superclasses. */
    int of(Class<?> type) {
        return (int) count.get(type);
    }

    /** A number that a redefinition of the class makes greater by one, and nothing else changes. */
    int ownOf(Class<?> type) {
        Class<?> above =
                type == Object.class ? null : type.getSuperclass() == null ? Object.class : type.getSuperclass();
        if (above == null) {
            return of(type);
        }
        while (true) {
            int before = of(above);
            int both = of(type);
            if (of(above) == before) {
                return both - before;
            }
        }
    }
}
