package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A partition of a function's reference values such that two values that may be the same object, by anything the function
 * does, share a class (Steensgaard, POPL 1996, on arrays only). A class of arrays of references knows the class of their
 * elements.
 */
final class MemoryClasses {
    /** One class of the partition; compare by {@link #representative}. */
    static final class MemoryClass {
        private MemoryClass parent;
        private MemoryClass element;
        private boolean active;
        private boolean external;
        private boolean written;

        MemoryClass representative() {
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

    /** Whether anything changed since the last call. */
    boolean takeChanged() {
        boolean result = changed;
        changed = false;
        return result;
    }

    MemoryClass of(Value value) {
        MemoryClass known = classes.get(value);
        if (known == null) {
            known = new MemoryClass();
            classes.put(value, known);
        }
        return known.representative();
    }

    /** The class of what arrays of the given class hold. */
    MemoryClass element(MemoryClass array) {
        MemoryClass root = array.representative();
        if (root.element == null) {
            root.element = new MemoryClass();
            root.element.active = root.active;
            root.element.external = root.external;
        }
        return root.element.representative();
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
        boolean active = a.active || b.active;
        boolean external = a.external || b.external;
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
        if (external) {
            markExternal(a);
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
    MemoryClass external() {
        return external;
    }

    boolean isExternal(MemoryClass memory) {
        return memory.representative().external;
    }

    /** Marks a class as reachable by code outside the function. */
    void markExternal(MemoryClass memory) {
        MemoryClass root = memory.representative();
        if (!root.external) {
            root.external = true;
            changed = true;
        }
        if (root.element != null && !root.element.representative().external) {
            markExternal(root.element);
        }
    }

    boolean isWritten(MemoryClass memory) {
        return memory.representative().written;
    }

    void markWritten(MemoryClass memory) {
        MemoryClass root = memory.representative();
        if (!root.written) {
            root.written = true;
            changed = true;
        }
    }

    /** Whether a reference of this type can have a shadow: arrays of floats or doubles, of any rank, and what may hold such. */
    static boolean isShadowable(Type type) {
        String leaf = type.descriptor().replace("[", "");
        return switch (leaf) {
            case "D", "F" -> type.isArray();
            case "Ljava/lang/Object;", "Ljava/lang/Cloneable;", "Ljava/io/Serializable;" -> true;
            default -> false;
        };
    }
}
