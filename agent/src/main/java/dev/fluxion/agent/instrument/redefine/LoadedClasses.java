package dev.fluxion.agent.instrument.redefine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/** Which classes class loaders have, without making them load any. */
public final class LoadedClasses {
    private final MethodHandle find;

    public LoadedClasses(Lookup trusted) {
        try {
            this.find = trusted.findVirtual(
                    ClassLoader.class, "findLoadedClass", MethodType.methodType(Class.class, String.class));
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("This JVM does not say which classes are loaded.", changed);
        }
    }

    /** Whether the loader may mean the class by its name, having no other of that name. */
    boolean mayMean(ClassLoader loader, Class<?> type) {
        if (loader == type.getClassLoader()) {
            return true;
        }
        if (loader == null) {
            return false;
        }
        try {
            Class<?> loaded = (Class<?>) find.invokeExact(loader, type.getName());
            return loaded == null || loaded == type;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
