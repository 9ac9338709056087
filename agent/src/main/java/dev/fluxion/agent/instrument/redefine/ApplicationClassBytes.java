package dev.fluxion.agent.instrument.redefine;

import dev.fluxion.agent.link.classfile.ClassBytes;
import dev.fluxion.agent.report.AgentLog;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Class files of the application and the JDK: resources where they are certain, else captured from the loaded class. They are kept,
 * because a file may be replaced while the code that was loaded from it runs on.
 */
public final class ApplicationClassBytes implements ClassBytes, RedefinedClasses.Kept {
    private final LoadedClasses loaded;
    private final RedefinedClasses redefined;
    private final Map<ClassLoader, Map<String, byte[]>> cache = Collections.synchronizedMap(new WeakHashMap<>());

    public ApplicationClassBytes(LoadedClasses loaded, RedefinedClasses redefined) {
        this.loaded = loaded;
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
            int warned = redefined.ask(loader, internalName);
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
            return own == null ? redefined.captured(type) : own;
        } catch (ClassNotFoundException | LinkageError unknown) {
            AgentLog.dropped(() -> "The class file of " + internalName + " was not found", unknown);
            return null;
        }
    }

    @Override
    public byte[] keepSame(Class<?> type, byte[] now) {
        String internalName = ClassResources.internalName(type);
        byte[] kept = {};
        boolean areOthers = false;
        synchronized (cache) {
            for (Map.Entry<ClassLoader, Map<String, byte[]>> entry : cache.entrySet()) {
                byte[] last = entry.getValue().get(internalName);
                if (last == null || !loaded.mayMean(entry.getKey(), type)) {
                    continue;
                }
                if (now == null || !SameCode.is(last, now)) {
                    entry.getValue().remove(internalName);
                    areOthers = true;
                } else {
                    kept = last;
                }
            }
        }
        return areOthers ? null : kept;
    }
}
