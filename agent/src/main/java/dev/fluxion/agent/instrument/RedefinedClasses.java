package dev.fluxion.agent.instrument;

import dev.fluxion.agent.link.CodeChanges;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Watches classes being redefined. A transformer sees what becomes of a class before it comes into force, and is never told whether
 * it did; that, the JVM's own count of redefinitions says.
 */
final class RedefinedClasses implements CodeChanges {
    /** After so long a redefinition that has not come into force has failed, if its thread does not tell. */
    private static final long LONGEST_NANOS = 10_000_000_000L;

    /** Stands for a class file that nobody has, but that can be captured. */
    private static final byte[] TO_CAPTURE = {};

    /** What is known of one redefined class; null stands for the file that it was loaded from. */
    private static final class State {
        /** What the last redefinition is to make of it. */
        byte[] pending;
        /** How often it had been redefined when the last redefinition began. */
        int before;

        WeakReference<Thread> thread;
        long since;
        /** What it was when that began. */
        byte[] installed;
        /** Whether derivatives may be of {@link #known}. */
        boolean isKnown;
        /** How often it had been redefined when last looked at. */
        int known;
    }

    /** Sees redefinitions as they begin. */
    private final class View implements ClassFileTransformer {
        @Override
        public byte[] transform(
                ClassLoader loader,
                String internalName,
                Class<?> classBeingRedefined,
                ProtectionDomain protectionDomain,
                byte[] classFile) {
            if (classBeingRedefined == null) {
                return null;
            }
            if (capturer == Thread.currentThread()) {
                countAtCapture = counts.ownOf(classBeingRedefined);
            } else if (begin(classBeingRedefined, classFile)) {
                listener.run();
            }
            return null;
        }
    }

    private final Instrumentation instrumentation;
    private final RedefinitionCounts counts;
    private final Map<Class<?>, State> states = new WeakHashMap<>();
    /** How often a class of that name was about to be redefined, and was found to be. */
    private final Map<String, Integer> warnings = new HashMap<>();

    private final Set<String> asked = new HashSet<>();
    /** One capture at a time. */
    private final Object capturing = new Object();

    private volatile Thread capturer;
    private volatile int countAtCapture;
    private volatile Runnable listener = () -> {};
    private volatile long changes;
    private ApplicationClassBytes bytes;

    private RedefinedClasses(Lookup trusted, Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
        this.counts = new RedefinitionCounts(trusted);
    }

    /**
     * Begins to watch.
     *
     * @param begun what a {@link RedefinitionLog} has of the time until now
     */
    static RedefinedClasses watch(Lookup trusted, Instrumentation instrumentation, Map<Class<?>, Object[]> begun) {
        RedefinedClasses classes = new RedefinedClasses(trusted, instrumentation);
        classes.bytes = new ApplicationClassBytes(instrumentation, classes);
        instrumentation.addTransformer(classes.new View(), true);
        classes.catchUp(begun);
        return classes;
    }

    /** The class files of the code that runs. */
    ApplicationClassBytes bytes() {
        return bytes;
    }

    @SuppressWarnings("unchecked")
    private synchronized void catchUp(Map<Class<?>, Object[]> begun) {
        synchronized (begun) {
            for (Map.Entry<Class<?>, Object[]> entry : begun.entrySet()) {
                Object[] logged = entry.getValue();
                byte[] file = logged[2] == null ? TO_CAPTURE : (byte[]) logged[2];
                note(entry.getKey(), (int) logged[0], (WeakReference<Thread>) logged[1], file);
            }
        }
        for (Class<?> type : instrumentation.getAllLoadedClasses()) { // by others, before the agent came
            if (counts.of(type) != 0 && !states.containsKey(type)) {
                note(type, Integer.MIN_VALUE, new WeakReference<>(null), TO_CAPTURE);
            }
        }
    }

    private State note(Class<?> type, int before, WeakReference<Thread> thread, byte[] pending) {
        State state = states.computeIfAbsent(type, t -> new State());
        promote(type, state);
        state.before = before;
        state.thread = thread;
        state.since = System.nanoTime();
        state.pending = pending;
        warnings.merge(name(type), 1, Integer::sum);
        return state;
    }

    /** Takes the last redefinition for granted if it has come into force; how often there was one until now. */
    private int promote(Class<?> type, State state) {
        int own = counts.ownOf(type);
        if (state.pending != null && own != state.before) {
            state.installed = state.pending;
            state.pending = null;
            warnings.merge(name(type), 1, Integer::sum); // who reads it now may have what it was
            if (state.isKnown) {
                state.known = own;
                // At each one, since the next may bring back what was.
                compare(type, state.installed);
            }
        }
        return own;
    }

    private static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private synchronized boolean begin(Class<?> type, byte[] classFile) {
        int own = counts.ownOf(type);
        State last = states.get(type);
        if (last != null) {
            promote(type, last);
        }
        boolean isOriginal = last == null || last.installed == null || last.installed == TO_CAPTURE;
        boolean canCapture = isOriginal && RedefinitionKind.isRetransformation();
        byte[] pending = canCapture ? TO_CAPTURE : classFile.clone();
        State state = note(type, own, new WeakReference<>(Thread.currentThread()), pending);
        boolean matters = asked.contains(name(type));
        if (matters && !state.isKnown) {
            state.isKnown = true;
            state.known = own;
        }
        return matters;
    }

    @Override
    public void listen(Runnable warned) {
        listener = warned;
    }

    /** To be called before the class file of a class of that name is looked for; a number for {@link #unlessWarned}. */
    synchronized int ask(String internalName) {
        asked.add(internalName);
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
        for (Map.Entry<Class<?>, State> entry : known()) {
            if (counts.ownOf(entry.getKey()) != known(entry.getValue())) {
                read(entry.getKey());
            }
        }
        return changes;
    }

    private synchronized List<Map.Entry<Class<?>, State>> known() {
        List<Map.Entry<Class<?>, State>> known = new ArrayList<>();
        for (Map.Entry<Class<?>, State> entry : states.entrySet()) {
            if (entry.getValue().isKnown) {
                known.add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        return known;
    }

    private synchronized int known(State state) {
        return state.known;
    }

    @Override
    public boolean isSettled(long count) {
        for (Map.Entry<Class<?>, State> entry : known()) {
            State state = entry.getValue();
            if (counts.ownOf(entry.getKey()) != known(state) || isUnderWay(entry.getKey(), state)) {
                return false;
            }
        }
        return changes == count;
    }

    private boolean isUnderWay(Class<?> type, State state) {
        Thread thread;
        long since;
        synchronized (this) {
            if (state.pending == null || counts.ownOf(type) != state.before) {
                return false;
            }
            thread = state.thread.get();
            since = state.since;
        }
        if (thread == null || !thread.isAlive()) {
            return false;
        }
        StackTraceElement[] frames = thread.getStackTrace();
        // A debugger's thread has none of these.
        return RedefinitionKind.isAny(frames) || frames.length == 0 && System.nanoTime() - since < LONGEST_NANOS;
    }

    /**
     * The class file of a class as it runs, if it was redefined.
     *
     * @return null if it is the one that the class was loaded from
     */
    byte[] read(Class<?> type) {
        synchronized (this) {
            State state = states.get(type);
            if (state == null) {
                return null;
            }
            int own = promote(type, state);
            if (state.installed != TO_CAPTURE) {
                state.isKnown = true;
                state.known = own;
                return state.installed;
            }
        }
        return capture(type);
    }

    private void compare(Class<?> type, byte[] running) {
        if (bytes.forgetOthers(name(type), running == TO_CAPTURE ? null : running)) {
            changes++;
        }
    }

    private byte[] capture(Class<?> type) {
        synchronized (capturing) {
            State state;
            synchronized (this) {
                state = states.get(type);
                if (state.installed != TO_CAPTURE) {
                    return state.installed;
                }
            }
            waitFor(type, state);
            capturer = Thread.currentThread();
            byte[] captured;
            try {
                captured = ClassFileCapture.capture(instrumentation, type);
            } finally {
                capturer = null;
            }
            if (captured == null) {
                throw new IllegalStateException(type.getName() + " was redefined, and the JVM does not say to what.");
            }
            synchronized (this) {
                if (state.installed == TO_CAPTURE) {
                    state.installed = captured;
                }
                state.isKnown = true;
                state.known = countAtCapture + 1;
            }
            return captured;
        }
    }

    /** To capture a class while it is being redefined could undo that: the JVM takes the bytes before it waits. */
    private void waitFor(Class<?> type, State state) {
        while (isUnderWay(type, state)) {
            if (state.thread.get() == Thread.currentThread()) {
                throw new IllegalStateException(
                        type.getName() + " is being redefined by the thread that wants a derivative of its code.");
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                Thread.yield();
            }
        }
    }
}
