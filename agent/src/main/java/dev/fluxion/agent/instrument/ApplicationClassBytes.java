package dev.fluxion.agent.instrument;

import dev.fluxion.agent.link.ClassBytes;
import java.lang.instrument.Instrumentation;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/** Class files of the application and the JDK: resources where they are certain, else captured from the loaded class. */
final class ApplicationClassBytes implements ClassBytes {
    private final Instrumentation instrumentation;
    private final Map<ClassLoader, Map<String, SoftReference<byte[]>>> cache =
            Collections.synchronizedMap(new WeakHashMap<>());

    ApplicationClassBytes(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    @Override
    public byte[] of(ClassLoader loader, String internalName) {
        Map<String, SoftReference<byte[]>> known = cache.computeIfAbsent(loader, key -> new ConcurrentHashMap<>());
        SoftReference<byte[]> reference = known.get(internalName);
        byte[] bytes = reference == null ? null : reference.get();
        if (bytes == null) {
            bytes = find(loader, internalName);
            if (bytes != null) {
                known.put(internalName, new SoftReference<>(bytes));
            }
        }
        return bytes;
    }

    private byte[] find(ClassLoader loader, String internalName) {
        byte[] resource = ClassResources.read(loader, internalName);
        if (resource != null) {
            return resource;
        }
        try {
            Class<?> type = Class.forName(internalName.replace('/', '.'), false, loader);
            return type.getClassLoader() == loader
                    ? ClassFileCapture.capture(instrumentation, type)
                    : of(type.getClassLoader(), internalName);
        } catch (ClassNotFoundException | LinkageError unknown) {
            return null;
        }
    }
}
