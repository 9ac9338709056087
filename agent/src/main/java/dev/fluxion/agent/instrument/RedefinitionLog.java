package dev.fluxion.agent.instrument;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** The redefinitions that began before there was a compiler, whose {@link RedefinedClasses} starts from it. */
final class RedefinitionLog {
    private final Lookup trusted;
    private final Map<Class<?>, Object[]> begun = Collections.synchronizedMap(new WeakHashMap<>());

    RedefinitionLog(Lookup trusted) {
        this.trusted = trusted;
    }

    /** To be called by the thread that redefines the class, before it does. */
    void begin(Class<?> type, byte[] classFile) {
        int before = new RedefinitionCounts(trusted).ownOf(type);
        synchronized (begun) {
            Object[] last = begun.get(type);
            boolean needsFile = last != null && last[2] != null || !RedefinitionKind.isRetransformation();
            begun.put(type, new Object[] {
                before, new WeakReference<>(Thread.currentThread()), needsFile ? classFile.clone() : null
            });
        }
    }

    /**
     * By class, how often it had been redefined before, a reference to the thread that did so last, and the class file, which is null
     * for one that was only retransformed and so can be captured.
     */
    Map<Class<?>, Object[]> begun() {
        return begun;
    }
}
