package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A partition of a function's reference values such that two values that may be the same object, by anything the function
 * does, share a class (Steensgaard, POPL 1996, on arrays only). A class of arrays of references knows the class of their
 * elements.
 */
public final class MemoryClasses {
    /** One class of the partition; compare by {@link #representative}. */
    public static final class MemoryClass {
        private MemoryClass parent;
        private MemoryClass element;
        private boolean active;
        private boolean exposed;
        private boolean returned;
        private boolean constant;
        private boolean written;
        private boolean encoded;
        private boolean foreign;

        /** Whether arrays of the class may hold active numbers in a form that carries no derivative. */
        boolean isEncoded() {
            return representative().encoded;
        }

        /** Whether code that is not seen here can reach arrays of the class. */
        boolean isExposed() {
            return representative().exposed;
        }

        public MemoryClass representative() {
            MemoryClass root = this;
            while (root.parent != null) {
                root = root.parent;
            }
            for (MemoryClass walk = this; walk != root; ) {
                MemoryClass next = walk.parent;
                walk.parent = root;
                walk = next;
            }
            return root;
        }
    }

    private final Map<Value, MemoryClass> classes = new HashMap<>();
    private final MemoryClass external = new MemoryClass();
    private boolean changed;
    /** Known once the partition is final. */
    private Boolean writesExposed;

    /** Whether anything changed since the last call. */
    boolean takeChanged() {
        boolean result = changed;
        changed = false;
        return result;
    }

    public MemoryClass of(Value value) {
        MemoryClass known = classes.get(value);
        if (known == null) {
            known = new MemoryClass();
            classes.put(value, known);
        }
        return known.representative();
    }

    /** The class of what arrays of the given class hold. */
    public MemoryClass element(MemoryClass array) {
        MemoryClass root = array.representative();
        if (root.element == null) {
            root.element = new MemoryClass();
            root.element.active = root.active;
            root.element.exposed = root.exposed;
            root.element.returned = root.returned;
            root.element.constant = root.constant;
            root.element.foreign = root.foreign;
        }
        return root.element.representative();
    }

    /** Whether anything is known of what arrays of the class hold. */
    public boolean hasElement(MemoryClass array) {
        return array.representative().element != null;
    }

    void unify(MemoryClass first, MemoryClass second) {
        MemoryClass a = first.representative();
        MemoryClass b = second.representative();
        if (a == b) {
            return;
        }
        changed = true;
        b.parent = a;
        a.written |= b.written;
        a.encoded |= b.encoded;
        boolean active = a.active || b.active;
        boolean exposed = a.exposed || b.exposed;
        boolean returned = a.returned || b.returned;
        boolean constant = a.constant || b.constant;
        boolean foreign = a.foreign || b.foreign;
        MemoryClass elementOfB = b.element;
        b.element = null;
        if (a.element == null) {
            a.element = elementOfB;
        } else if (elementOfB != null) {
            unify(a.element, elementOfB);
        }
        if (active) {
            activate(a);
        }
        if (exposed) {
            expose(a);
        }
        if (returned) {
            markReturned(a);
        }
        if (constant) {
            markConstant(a);
        }
        if (foreign) {
            markForeign(a);
        }
    }

    /** Whether the class, or anything its arrays hold, carries derivatives. */
    boolean isActive(MemoryClass memory) {
        MemoryClass root = memory.representative();
        Set<MemoryClass> seen = new HashSet<>();
        for (MemoryClass walk = root; !root.active && walk != null && seen.add(walk); ) {
            if (walk.active) {
                activate(root);
            }
            walk = walk.element == null ? null : walk.element.representative();
        }
        return root.active;
    }

    /** Marks a class, and what its arrays hold, as carrying derivatives. */
    void activate(MemoryClass memory) {
        MemoryClass root = memory.representative();
        if (!root.active) {
            root.active = true;
            changed = true;
        }
        if (root.element != null && !root.element.representative().active) {
            activate(root.element);
        }
    }

    /** Stands for arrays reachable from outside that the function has no name for; written if code it calls may write them. */
    public MemoryClass external() {
        return external;
    }

    /** Marks a class as reachable, and changeable, by code that is not seen here. */
    void expose(MemoryClass memory) {
        mark(memory, m -> m.exposed, m -> m.exposed = true);
    }

    /** Whether code that is not seen here can reach arrays of the class, or what they hold. */
    public boolean reachesExposed(MemoryClass memory) {
        return reaches(memory, m -> m.exposed);
    }

    private static boolean reaches(MemoryClass memory, Predicate<MemoryClass> isMarked) {
        Set<MemoryClass> seen = new HashSet<>();
        for (MemoryClass walk = memory.representative(); walk != null && seen.add(walk); ) {
            if (isMarked.test(walk)) {
                return true;
            }
            walk = walk.element == null ? null : walk.element.representative();
        }
        return false;
    }

    /** Marks a class as one that has arrays from memory that is not followed: it cannot become active. */
    void markForeign(MemoryClass memory) {
        mark(memory, m -> m.foreign, m -> m.foreign = true);
    }

    /** Whether arrays of the class, or what they hold, may come from memory that is not followed. */
    public boolean reachesForeign(MemoryClass memory) {
        return reaches(memory, m -> m.foreign);
    }

    /** Marks a class as returned: the caller may change it from then on. */
    void markReturned(MemoryClass memory) {
        mark(memory, m -> m.returned, m -> m.returned = true);
    }

    /** Marks a class as one for which the caller vouches that nobody changes it. */
    void markConstant(MemoryClass memory) {
        mark(memory, m -> m.constant, m -> m.constant = true);
    }

    private void mark(MemoryClass memory, Predicate<MemoryClass> isMarked, Consumer<MemoryClass> mark) {
        MemoryClass root = memory.representative();
        while (root != null && !isMarked.test(root)) {
            mark.accept(root);
            changed = true;
            root = root.element == null ? null : root.element.representative();
        }
    }

    /**
     * Whether arrays of the class keep their contents from their first read to the end of the reverse sweep.
     *
     * @param joint whether the caller sees nothing before the reverse sweep is done; then what others could write does not
     *     change either, if nothing that others can reach is written here
     */
    public boolean isStable(MemoryClass memory, boolean joint) {
        MemoryClass root = memory.representative();
        if (root.written) {
            return false;
        }
        return joint ? !root.exposed || !writesExposed() : !root.exposed && (!root.returned || root.constant);
    }

    private boolean writesExposed() {
        if (writesExposed == null) {
            writesExposed = external.written
                    || classes.values().stream()
                            .map(MemoryClass::representative)
                            .anyMatch(m -> m.exposed && m.written);
        }
        return writesExposed;
    }

    public boolean isWritten(MemoryClass memory) {
        return memory.representative().written;
    }

    void markWritten(MemoryClass memory) {
        MemoryClass root = memory.representative();
        if (!root.written) {
            root.written = true;
            changed = true;
        }
    }

    void markEncoded(MemoryClass memory) {
        MemoryClass root = memory.representative();
        if (!root.encoded) {
            root.encoded = true;
            changed = true;
        }
    }

    /** Whether a reference of this type can have a shadow: arrays of floats or doubles, of any rank, and what may hold such. */
    public static boolean isShadowable(Type type) {
        String leaf = type.descriptor().replace("[", "");
        return switch (leaf) {
            case "D", "F" -> type.isArray();
            case "Ljava/lang/Object;", "Ljava/lang/Cloneable;", "Ljava/io/Serializable;" -> true;
            default -> false;
        };
    }
}
