package dev.fluxion.agent.link.companion;

import dev.fluxion.agent.ir.operator.Variant;
import java.lang.invoke.MethodHandle;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The companions made so far, by their host and by the view that they were made with: the loader whose classes and rules were looked
 * at. Applications that share a library's classes may have other rules for what these call. They belong to their host, and keep
 * no view alive.
 */
final class MadeCompanions {
    private final KnownClassValue<Map<ClassLoader, Map<Variant, MethodHandle>>> made = new KnownClassValue<>() {
        @Override
        public Map<ClassLoader, Map<Variant, MethodHandle>> make(Class<?> host) {
            return Collections.synchronizedMap(new WeakHashMap<>());
        }
    };

    /** Of companions whose view is not the loader of their host. */
    private final Map<Class<?>, WeakReference<ClassLoader>> views = Collections.synchronizedMap(new WeakHashMap<>());

    /** Null if there is none yet. */
    MethodHandle get(Class<?> host, ClassLoader view, Variant variant) {
        return of(host, view).get(variant);
    }

    /** @param companion the class that has the handle's method */
    void put(Class<?> host, ClassLoader view, Variant variant, Class<?> companion, MethodHandle handle) {
        if (view != host.getClassLoader()) {
            views.put(companion, new WeakReference<>(view));
        }
        of(host, view).put(variant, handle);
    }

    /** Forgets all. */
    void clear() {
        made.forEach(Map::clear);
    }

    private Map<Variant, MethodHandle> of(Class<?> host, ClassLoader view) {
        return made.get(host).computeIfAbsent(view, any -> new ConcurrentHashMap<>());
    }

    /**
     * The view with which a companion's calls go on: its own, unless that has another class of the name than the host.
     *
     * @param owner binary name of the class whose method is called
     */
    ClassLoader view(Class<?> companion, Class<?> host, String owner) {
        WeakReference<ClassLoader> known = views.get(companion);
        ClassLoader view = known == null ? null : known.get();
        ClassLoader own = host.getClassLoader();
        if (view == null) {
            return own;
        }
        try {
            return Class.forName(owner, false, view) == Class.forName(owner, false, own) ? view : own;
        } catch (ClassNotFoundException hidden) {
            return own; // which can link it, or says why not
        }
    }
}
