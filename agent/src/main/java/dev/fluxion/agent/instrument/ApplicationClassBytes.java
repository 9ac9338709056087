package dev.fluxion.agent.instrument;

import dev.fluxion.agent.link.ClassBytes;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Class files of the application and the JDK: resources where they are certain, else captured from the loaded class. They are kept,
 * because a file may be replaced while the code that was loaded from it runs on.
 */
final class ApplicationClassBytes implements ClassBytes {
    private final Instrumentation instrumentation;
    private final RedefinedClasses redefined;
    private final Map<ClassLoader, Map<String, byte[]>> cache = Collections.synchronizedMap(new WeakHashMap<>());

    ApplicationClassBytes(Instrumentation instrumentation, RedefinedClasses redefined) {
        this.instrumentation = instrumentation;
        this.redefined = redefined;
    }

    @Override
    public byte[] of(ClassLoader loader, String internalName) {
        Map<String, byte[]> known = cache.computeIfAbsent(loader, key -> new ConcurrentHashMap<>());
        while (true) {
            byte[] bytes = known.get(internalName);
            if (bytes != null) {
                return bytes;
            }
            int warned = redefined.ask(internalName);
            byte[] found = find(loader, internalName, warned > 0);
            if (redefined.unlessWarned(internalName, warned, () -> keep(known, internalName, found))) {
                return found;
            }
        }
    }

    private static void keep(Map<String, byte[]> known, String internalName, byte[] bytes) {
        if (bytes != null) {
            known.put(internalName, bytes);
        }
    }

    private byte[] find(ClassLoader loader, String internalName, boolean mayBeRedefined) {
        byte[] resource = mayBeRedefined ? null : ClassResources.read(loader, internalName);
        if (resource != null) {
            return resource;
        }
        try {
            Class<?> type = Class.forName(internalName.replace('/', '.'), false, loader);
            byte[] running = redefined.read(type);
            if (running != null) {
                return running;
            }
            if (type.getClassLoader() != loader) {
                return of(type.getClassLoader(), internalName);
            }
            byte[] own = mayBeRedefined ? ClassResources.read(loader, internalName) : null;
            return own == null ? ClassFileCapture.capture(instrumentation, type) : own;
        } catch (ClassNotFoundException | LinkageError unknown) {
            return null;
        }
    }

    /**
     * Forgets all class files of that name whose code is another.
     *
     * @param now null if nobody knows
     * @return whether there were any
     */
    boolean forgetOthers(String internalName, byte[] now) {
        List<Map<String, byte[]>> all;
        synchronized (cache) {
            all = new ArrayList<>(cache.values());
        }
        boolean any = false;
        for (Map<String, byte[]> known : all) {
            byte[] last = known.get(internalName);
            if (last != null && (now == null || !SameCode.is(last, now))) {
                known.remove(internalName);
                any = true;
            }
        }
        return any;
    }
}
