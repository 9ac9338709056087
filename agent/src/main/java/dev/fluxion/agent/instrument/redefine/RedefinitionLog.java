package dev.fluxion.agent.instrument.redefine;

import java.lang.invoke.MethodHandles.Lookup;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;

/** The redefinitions that begin before there is a compiler; those after it are for its {@link RedefinedClasses}. */
public final class RedefinitionLog {
    private final Lookup trusted;
    private final Map<Class<?>, RedefinedClass> begun = new WeakHashMap<>();
    private BiConsumer<Class<?>, byte[]> next;

    public RedefinitionLog(Lookup trusted) {
        this.trusted = trusted;
    }

    /** To be called by the thread that redefines the class, before it does. */
    public void begin(Class<?> type, byte[] classFile) {
        BiConsumer<Class<?>, byte[]> told = note(type, classFile);
        if (told != null) {
            told.accept(type, classFile);
        }
    }

    private synchronized BiConsumer<Class<?>, byte[]> note(Class<?> type, byte[] classFile) {
        if (next == null) {
            int own = new RedefinitionCounts(trusted).ownOf(type);
            RedefinedClass redefined = begun.computeIfAbsent(type, t -> new RedefinedClass(own));
            redefined.advance(own);
            redefined.begin(classFile);
        }
        return next;
    }

    /**
     * Leaves what begins from now on to another.
     *
     * @return what there is until now: by class, what {@link RedefinedClass#parts} gives
     */
    public synchronized Map<Class<?>, Object[]> handOver(BiConsumer<Class<?>, byte[]> successor) {
        next = successor;
        Map<Class<?>, Object[]> parts = new HashMap<>();
        begun.forEach((type, redefined) -> parts.put(type, redefined.parts()));
        begun.clear();
        return parts;
    }
}
