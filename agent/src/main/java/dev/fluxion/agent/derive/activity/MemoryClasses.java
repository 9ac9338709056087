package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.value.Value;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A partition of a function's reference values such that two values that may be the same object, by anything the function
 * does, share a class (Steensgaard, POPL 1996). The classes are the nodes of a graph, whose edges say what the objects of a class hold.
 */
public final class MemoryClasses {
    /** What is known of the objects of a class. What is inherited holds of all that they hold, too. */
    private enum Mark {
        ACTIVE(true),
        EXPOSED(true),
        RETURNED(true),
        CONSTANT(true),
        FOREIGN(true),
        WRITTEN(false),
        ENCODED(false);

        final boolean isInherited;

        Mark(boolean isInherited) {
            this.isInherited = isInherited;
        }
    }

    /** One class of the partition; compare by {@link #representative}. */
    public static final class MemoryClass {
        private MemoryClass parent;
        private final Set<Mark> marks = EnumSet.noneOf(Mark.class);
        private final Map<MemoryLabel, MemoryClass> held = new EnumMap<>(MemoryLabel.class);

        /** Whether arrays of the class may hold active numbers in a form that carries no derivative. */
        boolean isEncoded() {
            return representative().marks.contains(Mark.ENCODED);
        }

        /** Whether code that is not seen here can reach objects of the class. */
        boolean isExposed() {
            return representative().marks.contains(Mark.EXPOSED);
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

    /** The class of what objects of the given class hold there. */
    public MemoryClass at(MemoryClass holder, MemoryLabel label) {
        MemoryClass root = holder.representative();
        MemoryClass held = root.held.get(label);
        if (held == null) {
            held = new MemoryClass();
            inherit(root, held);
            root.held.put(label, held);
        }
        return held.representative();
    }

    private static void inherit(MemoryClass holder, MemoryClass held) {
        for (Mark mark : holder.marks) {
            if (mark.isInherited) {
                held.marks.add(mark);
            }
        }
    }

    /** Where something is known of what objects of the class hold. */
    public List<MemoryLabel> labels(MemoryClass holder) {
        return List.copyOf(holder.representative().held.keySet());
    }

    /** The class, and those of all that can be reached from its objects as far as anything is known of it. */
    public Set<MemoryClass> reachable(MemoryClass memory) {
        Set<MemoryClass> reached = new LinkedHashSet<>();
        reach(memory.representative(), reached);
        return reached;
    }

    private static void reach(MemoryClass root, Set<MemoryClass> reached) {
        if (reached.add(root)) {
            root.held.values().forEach(held -> reach(held.representative(), reached));
        }
    }

    private static boolean reaches(MemoryClass memory, Mark mark, Set<MemoryClass> seen) {
        MemoryClass root = memory.representative();
        if (root.marks.contains(mark)) {
            return true;
        }
        if (!root.held.isEmpty() && seen.add(root)) {
            for (MemoryClass held : root.held.values()) {
                if (reaches(held, mark, seen)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean reaches(MemoryClass memory, Mark mark) {
        return reaches(memory, mark, new LinkedHashSet<>());
    }

    void unify(MemoryClass first, MemoryClass second) {
        MemoryClass a = first.representative();
        MemoryClass b = second.representative();
        if (a == b) {
            return;
        }
        changed = true;
        b.parent = a;
        a.marks.addAll(b.marks);
        Map<MemoryLabel, MemoryClass> heldByB = new EnumMap<>(b.held);
        b.held.clear();
        heldByB.forEach((label, held) -> {
            // To unify what is held may have unified the holders, where they can be reached from there.
            MemoryClass own = a.representative().held.putIfAbsent(label, held);
            if (own != null) {
                unify(own, held);
            }
        });
        for (Mark mark : EnumSet.copyOf(a.representative().marks)) {
            mark(a, mark);
        }
    }

    private void mark(MemoryClass memory, Mark mark) {
        MemoryClass root = memory.representative();
        changed |= root.marks.add(mark);
        if (mark.isInherited) {
            for (MemoryClass held : root.held.values()) {
                if (!held.representative().marks.contains(mark)) {
                    mark(held, mark);
                }
            }
        }
    }

    /** Whether the class, or anything its objects hold, carries derivatives. */
    boolean isActive(MemoryClass memory) {
        boolean isActive = reaches(memory, Mark.ACTIVE);
        if (isActive) {
            activate(memory);
        }
        return isActive;
    }

    /** Marks a class, and what its objects hold, as carrying derivatives. */
    void activate(MemoryClass memory) {
        mark(memory, Mark.ACTIVE);
    }

    /** Stands for objects reachable from outside that the function has no name for; written if code it calls may write them. */
    public MemoryClass external() {
        return external;
    }

    /** Marks a class as reachable, and changeable, by code that is not seen here. */
    void expose(MemoryClass memory) {
        mark(memory, Mark.EXPOSED);
    }

    /** Whether code that is not seen here can reach objects of the class, or what they hold. */
    public boolean reachesExposed(MemoryClass memory) {
        return reaches(memory, Mark.EXPOSED);
    }

    /** Marks a class as one that has objects from memory that is not followed: it cannot become active. */
    void markForeign(MemoryClass memory) {
        mark(memory, Mark.FOREIGN);
    }

    /** Whether objects of the class, or what they hold, may come from memory that is not followed. */
    public boolean reachesForeign(MemoryClass memory) {
        return reaches(memory, Mark.FOREIGN);
    }

    /** Marks a class as returned: the caller may change it from then on. */
    void markReturned(MemoryClass memory) {
        mark(memory, Mark.RETURNED);
    }

    /** Marks a class as one for which the caller vouches that nobody changes it. */
    void markConstant(MemoryClass memory) {
        mark(memory, Mark.CONSTANT);
    }

    /**
     * Whether objects of the class keep their contents from their first read to the end of the reverse sweep.
     *
     * @param joint whether the caller sees nothing before the reverse sweep is done; then what others could write does not
     *     change either, if nothing that others can reach is written here
     */
    public boolean isStable(MemoryClass memory, boolean joint) {
        Set<Mark> marks = memory.representative().marks;
        if (marks.contains(Mark.WRITTEN)) {
            return false;
        }
        if (joint) {
            return !marks.contains(Mark.EXPOSED) || !writesExposed();
        }
        return !marks.contains(Mark.EXPOSED) && (!marks.contains(Mark.RETURNED) || marks.contains(Mark.CONSTANT));
    }

    private boolean writesExposed() {
        if (writesExposed == null) {
            writesExposed = isWritten(external)
                    || classes.values().stream()
                            .map(MemoryClass::representative)
                            .anyMatch(m -> m.isExposed() && isWritten(m));
        }
        return writesExposed;
    }

    public boolean isWritten(MemoryClass memory) {
        return memory.representative().marks.contains(Mark.WRITTEN);
    }

    void markWritten(MemoryClass memory) {
        mark(memory, Mark.WRITTEN);
    }

    /** Whether objects of the class, or what they hold, may hold active numbers in a form that carries no derivative. */
    boolean reachesEncoded(MemoryClass memory) {
        return reaches(memory, Mark.ENCODED);
    }

    void markEncoded(MemoryClass memory) {
        mark(memory, Mark.ENCODED);
    }
}
