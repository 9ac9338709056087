package dev.fluxion.agent.link.classfile;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Which method the JVM means: resolution of a reference (JVMS 5.4.3.3 and 5.4.3.4), and selection of what runs (5.4.6, and 6.5 for
 * {@code invokespecial}). What tells of classes, class files or loaded classes, is left open.
 *
 * @param <C> a class or interface
 * @param <M> a method that one declares
 */
public abstract class Selection<C, M> {
    public abstract C object();

    /** Null for {@code Object} and for interfaces. */
    public abstract C superclass(C type);

    /** The direct ones. */
    public abstract List<C> interfaces(C type);

    public abstract boolean isInterface(C type);

    public abstract boolean isInSamePackage(C first, C second);

    /** The method that the class itself declares, or null. */
    public abstract M declared(C type, String name, String descriptor);

    public abstract String name(M method);

    public abstract String descriptor(M method);

    public abstract C owner(M method);

    /** Its flags, as class files and reflection have them alike. */
    public abstract int access(M method);

    /** What a reference by name resolves to, or null. */
    public final M resolve(C type, String name, String descriptor) {
        for (C walk = type; walk != null; walk = superclass(walk)) {
            M method = declared(walk, name, descriptor);
            if (method != null) {
                return method;
            }
        }
        if (isInterface(type)) {
            M ofObject = publicOfObject(name, descriptor);
            if (ofObject != null) {
                return ofObject;
            }
        }
        List<M> candidates = maximallySpecific(type, name, descriptor);
        M method = onlyConcrete(candidates);
        return method != null || candidates.isEmpty() ? method : candidates.get(0);
    }

    /** What a receiver of the class runs when a method is called on it; null or an abstract method where the JVM throws. */
    public final M select(C receiver, M resolved) {
        // The verifier lets any object pass as one of an interface.
        if (!inherits(receiver, owner(resolved))) {
            return null;
        }
        int access = access(resolved);
        if (Modifier.isPrivate(access) || Modifier.isStatic(access)) {
            return resolved;
        }
        boolean anyPrivate = false;
        for (C walk = receiver; walk != null; walk = superclass(walk)) {
            M candidate = declared(walk, name(resolved), descriptor(resolved));
            if (candidate != null && canOverride(candidate, resolved)) {
                return candidate;
            }
            anyPrivate |= candidate != null && Modifier.isPrivate(access(candidate));
        }
        M inherited = onlyConcrete(maximallySpecific(receiver, name(resolved), descriptor(resolved)));
        // Against 5.4.6, HotSpot throws an AbstractMethodError where a class's private method comes before a default
        // method that a superclass inherits.
        return anyPrivate && !inheritsAnew(receiver, resolved) ? null : inherited;
    }

    private boolean inherits(C type, C from) {
        for (C walk = type; walk != null; walk = superclass(walk)) {
            if (walk.equals(from)) {
                return true;
            }
        }
        return isInterface(from) && superinterfaces(type).contains(from);
    }

    /** Whether an interface that the class itself names has such a method, whatever superclasses inherit. */
    private boolean inheritsAnew(C type, M like) {
        List<C> all = new ArrayList<>();
        addInterfaces(type, all);
        return !inheritable(all, name(like), descriptor(like)).isEmpty();
    }

    /** Whether nothing is selected because a class inherits several default methods. */
    public final boolean isAmbiguous(C receiver, M resolved) {
        return select(receiver, resolved) == null
                && concrete(maximallySpecific(receiver, name(resolved), descriptor(resolved)))
                                .size()
                        > 1;
    }

    /**
     * What {@code invokespecial} of something else than a constructor runs; null or an abstract method where the JVM throws.
     *
     * @param caller the class whose code it is in
     * @param named the class or interface that the instruction names
     */
    final M selectSpecial(C caller, C named, String name, String descriptor) {
        M resolved = resolve(named, name, descriptor);
        if (resolved == null || Modifier.isStatic(access(resolved))) {
            return null;
        }
        C start = !isInterface(named) && !named.equals(caller) ? superclass(caller) : named;
        for (C walk = start; walk != null; walk = superclass(walk)) {
            M method = declared(walk, name, descriptor);
            if (method != null && !Modifier.isStatic(access(method))) {
                return method;
            }
        }
        M ofObject = isInterface(start) ? publicOfObject(name, descriptor) : null;
        return ofObject != null ? ofObject : onlyConcrete(maximallySpecific(start, name, descriptor));
    }

    private M publicOfObject(String name, String descriptor) {
        M method = declared(object(), name, descriptor);
        return method != null && Modifier.isPublic(access(method)) && !Modifier.isStatic(access(method))
                ? method
                : null;
    }

    /** Whether one method can override another of the same name and descriptor (JVMS 5.4.5), a class's own one included. */
    private boolean canOverride(M candidate, M method) {
        int access = access(candidate);
        if (Modifier.isPrivate(access) || Modifier.isStatic(access)) {
            return false;
        }
        if (Modifier.isPublic(access(method)) || Modifier.isProtected(access(method))) {
            return true;
        }
        if (Modifier.isPrivate(access(method))) {
            return false;
        }
        if (isInSamePackage(owner(candidate), owner(method))) {
            return true;
        }
        // By way of a class between the two, of the method's package, that makes it visible to others.
        for (C walk = superclass(owner(candidate)); walk != null && !walk.equals(owner(method)); ) {
            M between = declared(walk, name(method), descriptor(method));
            if (between != null && canOverride(candidate, between) && canOverride(between, method)) {
                return true;
            }
            walk = superclass(walk);
        }
        return false;
    }

    /** The methods of superinterfaces of which none is declared in a subinterface of another's (JVMS 5.4.3.3). */
    private List<M> maximallySpecific(C type, String name, String descriptor) {
        List<M> candidates = inheritable(superinterfaces(type), name, descriptor);
        List<M> maximal = new ArrayList<>();
        for (M method : candidates) {
            boolean isHidden = false;
            for (M other : candidates) {
                isHidden |= superinterfaces(owner(other)).contains(owner(method));
            }
            if (!isHidden) {
                maximal.add(method);
            }
        }
        return maximal;
    }

    private List<M> inheritable(List<C> interfaces, String name, String descriptor) {
        List<M> methods = new ArrayList<>();
        for (C type : interfaces) {
            M method = declared(type, name, descriptor);
            boolean isInherited =
                    method != null && !Modifier.isPrivate(access(method)) && !Modifier.isStatic(access(method));
            if (isInherited) {
                methods.add(method);
            }
        }
        return methods;
    }

    private M onlyConcrete(List<M> methods) {
        List<M> concrete = concrete(methods);
        return concrete.size() == 1 ? concrete.get(0) : null;
    }

    private List<M> concrete(List<M> methods) {
        List<M> concrete = new ArrayList<>();
        for (M method : methods) {
            if (!Modifier.isAbstract(access(method))) {
                concrete.add(method);
            }
        }
        return concrete;
    }

    /** All that the class or interface inherits from, itself not included. */
    private List<C> superinterfaces(C type) {
        List<C> all = new ArrayList<>();
        for (C walk = type; walk != null; walk = superclass(walk)) {
            addInterfaces(walk, all);
        }
        return all;
    }

    private void addInterfaces(C type, List<C> all) {
        for (C direct : interfaces(type)) {
            if (!all.contains(direct)) {
                all.add(direct);
                addInterfaces(direct, all);
            }
        }
    }
}
