package dev.fluxion.agent.link.evaluate;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.operator.Repeatable;
import dev.fluxion.agent.link.operator.TargetFacts;
import java.lang.reflect.Array;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The arguments of an evaluation that runs its method several times: the caller's own in the first pass, and in the others copies
 * of them as they were at entry, so that what the method does to its arguments is seen once. Arrays that it leaves alone are not
 * copied.
 */
final class Passes {
    private final Object[] arguments;
    private final Set<Integer> written;
    private final Object[] atEntry;
    private boolean isFirst = true;

    private Passes(Object[] arguments, Set<Integer> written) {
        this.arguments = arguments;
        this.written = written;
        this.atEntry = copies(arguments);
    }

    /** For methods that may run again: see {@link Repeatable}. */
    static Passes of(TargetFacts facts, CallFacts known, Object[] arguments) {
        Set<Integer> written = new HashSet<>();
        for (int i = 0; i < arguments.length; i++) {
            for (int j = 0; j < arguments.length; j++) {
                if (facts.target().types().get(i).isArray()
                        && TargetFacts.isWritten(known, j)
                        && (i == j || Shapes.overlap(arguments[i], arguments[j]))) {
                    written.add(i);
                }
            }
        }
        return new Passes(arguments, written);
    }

    /** The arguments of the next pass. */
    Object[] next() {
        if (isFirst) {
            isFirst = false;
            return arguments;
        }
        return copies(atEntry);
    }

    private Object[] copies(Object[] originals) {
        if (written.isEmpty()) {
            return originals;
        }
        Map<Object, Object> copies = new IdentityHashMap<>();
        Object[] result = originals.clone();
        for (int i : written) {
            result[i] = copy(originals[i], copies);
        }
        return result;
    }

    private static Object copy(Object array, Map<Object, Object> copies) {
        if (array == null || !array.getClass().isArray()) {
            return array;
        }
        Object known = copies.get(array);
        if (known != null) {
            return known;
        }
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        copies.put(array, copy);
        System.arraycopy(array, 0, copy, 0, length);
        if (copy instanceof Object[] rows) {
            for (int i = 0; i < length; i++) {
                rows[i] = copy(rows[i], copies);
            }
        }
        return copy;
    }
}
