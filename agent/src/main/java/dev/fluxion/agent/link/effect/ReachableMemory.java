package dev.fluxion.agent.link.effect;

import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.known.ClassFact;
import dev.fluxion.agent.known.KnownCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a function's references refer to, those that may be the same joined; and for each, as one more, all that can be reached from
 * there by fields and elements. What is {@code foreign} others can reach too.
 */
final class ReachableMemory {
    /** What some references refer to; compare by {@link #root}. */
    static final class Memory {
        private Memory parent;
        private Memory content;
        private boolean isForeign;

        private Memory root() {
            Memory root = this;
            while (root.parent != null) {
                root = root.parent;
            }
            return root;
        }
    }

    private final Map<Value, Memory> known = new HashMap<>();

    Memory of(Value value) {
        return known.computeIfAbsent(value, v -> new Memory()).root();
    }

    /** What can be reached from there: of that, all is one. */
    Memory content(Memory memory) {
        Memory root = memory.root();
        if (root.content == null) {
            root.content = new Memory();
            root.content.content = root.content;
            root.content.isForeign = root.isForeign;
        }
        return root.content.root();
    }

    private void join(Memory first, Memory second) {
        Memory a = first.root();
        Memory b = second.root();
        if (a == b) {
            return;
        }
        boolean isForeign = a.isForeign || b.isForeign;
        Memory contentOfA = a.content;
        Memory contentOfB = b.content;
        b.parent = a;
        if (contentOfA == null) {
            a.content = contentOfB;
        } else if (contentOfB != null) {
            join(contentOfA, contentOfB);
        }
        if (isForeign) {
            a.root().isForeign = false;
            markForeign(a);
        }
    }

    void join(Value first, Value second) {
        if (refers(first) && refers(second)) {
            join(of(first), of(second));
        }
    }

    /** One may hold the other. */
    void joinContent(Value holder, Value held) {
        if (refers(holder) && refers(held)) {
            join(content(of(holder)), of(held));
        }
    }

    /** Two may hold the same. */
    void joinContents(Value first, Value second) {
        if (refers(first) && refers(second)) {
            join(content(of(first)), content(of(second)));
        }
    }

    /** Others can reach it, and what can be reached from there. */
    void markForeign(Memory memory) {
        Memory root = memory.root();
        while (root != null && !root.isForeign) {
            root.isForeign = true;
            root = root.content == null ? null : root.content.root();
        }
    }

    boolean isForeign(Memory memory) {
        return memory.root().isForeign;
    }

    /** Joins all that a callee knows by one number. */
    void bind(Memory memory, int number, Map<Integer, Memory> byNumber) {
        Memory other = byNumber.putIfAbsent(number, memory);
        if (other != null) {
            join(other, memory);
        }
    }

    Numbering numbering() {
        return new Numbering();
    }

    /** Numbers for what a caller can name: the same however often they are given out. */
    final class Numbering {
        private final Map<Memory, Integer> numbers = new IdentityHashMap<>();

        /** Of what a value refers to, and of what can be reached from there. */
        List<Integer> of(Value value) {
            if (!refers(value)) {
                return List.of();
            }
            Memory own = ReachableMemory.this.of(value);
            Memory reached = content(own);
            List<Integer> result = new ArrayList<>();
            result.add(number(own));
            result.add(number(reached));
            return result;
        }

        private int number(Memory memory) {
            return numbers.computeIfAbsent(memory.root(), root -> numbers.size());
        }

        void addTo(Set<Integer> result, Memory memory) {
            Integer number = numbers.get(memory.root());
            if (number != null) {
                result.add(number);
            }
        }

        Set<Integer> foreign() {
            Set<Integer> result = new HashSet<>();
            numbers.forEach((memory, number) -> {
                if (memory.isForeign) {
                    result.add(number);
                }
            });
            return result;
        }
    }

    /** Whether a value is a reference to something that can be changed. */
    static boolean refers(Value value) {
        return value.type().isReference()
                && !value.type().equals(Type.NULL)
                && !KnownCode.isKnown(ClassFact.IMMUTABLE, value.type());
    }
}
