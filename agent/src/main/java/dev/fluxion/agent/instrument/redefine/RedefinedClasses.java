package dev.fluxion.agent.instrument.redefine;

import dev.fluxion.agent.link.classfile.CodeChanges;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Watches classes being redefined. A transformer sees what becomes of a class before it comes into force, and is never told whether
 * it did; that, the JVM's own count of redefinitions says. The JVM redefines a class by one thread at a time.
 */
public final class RedefinedClasses implements CodeChanges {
    private final Instrumentation instrumentation;
    private final RedefinitionCounts counts;
    private final Map<Class<?>, RedefinedClass> states = new WeakHashMap<>();
    /** How often a class of that name was about to be redefined, and was found to be. */
    private final Map<String, Integer> warnings = new HashMap<>();
    /** The names of classes whose files were looked for, by the loader that they were looked for in. */
    private final Map<ClassLoader, Set<String>> asked = new WeakHashMap<>();

    private final Map<Thread, Class<?>> captures = new ConcurrentHashMap<>();
    private volatile Runnable listener = () -> {};
    private long changes;
    private Kept kept;

    /** The class files that derivatives were made from. */
    interface Kept {
        /**
         * Forgets the files of a class whose code is another than what it has become.
         *
         * @param now null if nobody knows
         * @return null if there was any; else one that is kept, empty if there is none
         */
        byte[] keepSame(Class<?> type, byte[] now);
    }

    public RedefinedClasses(Lookup trusted, Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
        this.counts = new RedefinitionCounts(trusted);
    }

    /**
     * Begins to watch.
     *
     * @param read what is told of changes
     * @param log {@link RedefinitionLog#handOver}
     */
    public void watch(Kept read, Function<BiConsumer<Class<?>, byte[]>, Map<Class<?>, Object[]>> log) {
        kept = read;
        catchUp(log);
    }

    private synchronized void catchUp(Function<BiConsumer<Class<?>, byte[]>, Map<Class<?>, Object[]>> log) {
        for (Map.Entry<Class<?>, Object[]> begun : log.apply(this::seen).entrySet()) {
            states.put(begun.getKey(), RedefinedClass.of(begun.getValue()));
            warn(begun.getKey());
        }
        for (Class<?> type : instrumentation.getAllLoadedClasses()) { // by others, before the agent came
            if (counts.of(type) != 0 && !states.containsKey(type)) {
                states.put(type, new RedefinedClass(counts.ownOf(type)));
                warn(type);
            }
        }
    }

    /** Called by a thread that begins to redefine a class. */
    private void seen(Class<?> type, byte[] classFile) {
        boolean isCapture = type == captures.get(Thread.currentThread());
        if (!isCapture && begin(type, classFile)) {
            listener.run();
        }
    }

    private void warn(Class<?> type) {
        warnings.merge(ClassResources.internalName(type), 1, Integer::sum);
    }

    /** Takes notice of what has come into force. */
    private void advance(Class<?> type, RedefinedClass state) {
        if (!state.advance(counts.ownOf(type))) {
            return;
        }
        warn(type); // who is reading it may have what it was
        if (state.isUsed) {
            // At each one, since the next may bring back what was.
            byte[] same = kept.keepSame(type, state.running);
            if (same == null) {
                changes++;
            } else if (same.length > 0) {
                state.running = same;
            }
        }
    }

    private synchronized boolean begin(Class<?> type, byte[] classFile) {
        RedefinedClass state = states.computeIfAbsent(type, t -> new RedefinedClass(counts.ownOf(t)));
        advance(type, state);
        boolean matters = isAsked(ClassResources.internalName(type));
        state.isUsed |= matters;
        state.begin(classFile);
        warn(type);
        return matters;
    }

    private boolean isAsked(String internalName) {
        for (Set<String> names : asked.values()) {
            if (names.contains(internalName)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void listen(Runnable warned) {
        listener = warned;
    }

    /** To be called before the class file of a class of that name is looked for; a number for {@link #unlessWarned}. */
    synchronized int ask(ClassLoader loader, String internalName) {
        asked.computeIfAbsent(loader, key -> new HashSet<>()).add(internalName);
        return warnings.getOrDefault(internalName, 0);
    }

    /** Runs work unless something was heard of a redefinition of a class of that name since {@link #ask}. */
    synchronized boolean unlessWarned(String internalName, int warned, Runnable work) {
        if (warnings.getOrDefault(internalName, 0) != warned) {
            return false;
        }
        work.run();
        return true;
    }

    @Override
    public long count() {
        for (Class<?> type : used()) {
            WeakReference<Thread> begun = begun(type);
            if (begun != null && !RedefiningThread.is(begun.get())) {
                // It has failed, or is that of a debugger, which the stack does not tell. Nobody redefines the class
                // during a capture.
                Capture capture = capture(type);
                end(type, capture == null ? null : begun);
            }
        }
        return changes();
    }

    private synchronized long changes() {
        return changes;
    }

    /** Classes that derivatives may be of and that somebody has begun to redefine. */
    private synchronized List<Class<?>> used() {
        List<Class<?>> used = new ArrayList<>();
        for (Map.Entry<Class<?>, RedefinedClass> entry : states.entrySet()) {
            if (entry.getValue().isUsed) {
                used.add(entry.getKey());
            }
        }
        return used;
    }

    /** Who is redefining the class as far as one knows. */
    private synchronized WeakReference<Thread> begun(Class<?> type) {
        RedefinedClass state = states.get(type);
        advance(type, state);
        return state.begun;
    }

    /** @param failed what has not come into force by now and never will */
    private synchronized void end(Class<?> type, WeakReference<Thread> failed) {
        RedefinedClass state = states.get(type);
        advance(type, state);
        if (failed != null) {
            state.end(failed);
        }
    }

    @Override
    public synchronized boolean isSettled(long count) {
        for (Map.Entry<Class<?>, RedefinedClass> entry : states.entrySet()) {
            RedefinedClass state = entry.getValue();
            if (state.isUsed && (state.begun != null || counts.ownOf(entry.getKey()) != state.seen)) {
                return false;
            }
        }
        return changes == count;
    }

    /**
     * The class file of a class as it runs, if somebody has begun to redefine it. Never that of a resource: who redefines classes
     * has most often just replaced their files, and may have failed.
     *
     * @return null if nobody has
     */
    byte[] read(Class<?> type) {
        while (true) {
            byte[] running;
            boolean isBegun;
            boolean isLost;
            synchronized (this) {
                RedefinedClass state = states.get(type);
                if (state == null) {
                    return null;
                }
                advance(type, state);
                state.isUsed = true;
                running = state.running;
                isBegun = state.begun != null;
                isLost = state.isLost;
            }
            if (running != null) {
                if (isBegun) {
                    listener.run(); // when that began, nobody had asked for the class
                }
                return running;
            }
            Capture capture = isLost ? null : capture(type);
            if (capture == null) {
                throw new IllegalStateException(type.getName() + " was redefined, and the JVM does not say to what.");
            }
            synchronized (this) {
                RedefinedClass state = states.get(type);
                advance(type, state);
                if (state.seen == capture.count() && state.running == null) {
                    state.running = capture.classFile();
                }
            }
        }
    }

    /** A class file as it ran when the class had been redefined so often. */
    private record Capture(byte[] classFile, int count) {}

    /** The class file of a class that nobody redefines, or null if the JVM does not give it. */
    byte[] captured(Class<?> type) {
        Capture capture = capture(type);
        return capture == null ? null : capture.classFile();
    }

    private Capture capture(Class<?> type) {
        Thread thread = Thread.currentThread();
        Class<?> outer = captures.put(thread, type);
        try {
            while (true) {
                int before = counts.ownOf(type);
                int[] during = new int[1];
                byte[] captured = ClassFileCapture.capture(instrumentation, type, () -> during[0] = counts.ownOf(type));
                if (captured == null) {
                    return null;
                }
                if (during[0] == before) { // else the JVM took the bytes, and then waited for somebody to exchange them
                    return new Capture(captured, before);
                }
            }
        } finally {
            if (outer == null) {
                captures.remove(thread);
            } else {
                captures.put(thread, outer);
            }
        }
    }
}
