package dev.fluxion.agent.instrument.redefine;

import dev.fluxion.agent.report.AgentLog;
import java.io.IOException;
import java.io.InputStream;

/** Class files as the resources of a class loader. */
public final class ClassResources {
    private ClassResources() {}

    public static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    /**
     * The class file, or null if there is none or it could be that of another class of this name: a loader that defines its
     * classes itself before it asks its parent may still ask the parent first for resources.
     */
    public static byte[] read(ClassLoader loader, String internalName) {
        String resource = internalName + ".class";
        ClassLoader source =
                loader == null || internalName.startsWith("java/") ? ClassLoader.getPlatformClassLoader() : loader;
        if (!asksParentFirst(source) && isOfferedByParent(source, resource)) {
            return null;
        }
        try (InputStream content = source.getResourceAsStream(resource)) {
            return content == null ? null : content.readAllBytes();
        } catch (IOException unreadable) {
            AgentLog.dropped(() -> "The class file " + resource + " was not read", unreadable);
            return null;
        }
    }

    /** The JDK's own loaders, of which subclasses may do otherwise. */
    private static boolean asksParentFirst(ClassLoader loader) {
        return loader.getClass().getModule() == Object.class.getModule();
    }

    private static boolean isOfferedByParent(ClassLoader loader, String resource) {
        ClassLoader parent = loader.getParent();
        return (parent == null ? ClassLoader.getPlatformClassLoader() : parent).getResource(resource) != null;
    }
}
