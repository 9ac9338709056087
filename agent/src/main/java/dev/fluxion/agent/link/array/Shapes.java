package dev.fluxion.agent.link.array;

import java.lang.reflect.Array;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks of arguments before anything runs; every complaint names the argument. */
public final class Shapes {
    private Shapes() {}

    /** Whether a derivative with respect to arguments of this type exists: float, double, and arrays of them. */
    public static boolean isDifferentiable(Class<?> type) {
        Class<?> leaf = leaf(type);
        return leaf == double.class || leaf == float.class;
    }

    /** The element type of an array of any rank, or the type itself. */
    public static Class<?> leaf(Class<?> type) {
        Class<?> leaf = type;
        while (leaf.isArray()) {
            leaf = leaf.getComponentType();
        }
        return leaf;
    }

    /**
     * Requires that {@code other}, called {@code name}, has the shape of an argument.
     *
     * @throws IllegalArgumentException if it is null where the argument is not, of another type or length
     */
    public static void requireSame(Object argument, Object other, String name, String argumentName) {
        if (argument == null && other == null) {
            return;
        }
        if (other == null || argument == null) {
            throw new IllegalArgumentException(name + " is " + (other == null ? "null" : "not null") + ", but "
                    + argumentName + " is " + (argument == null ? "null" : "not") + ".");
        }
        if (argument.getClass() != other.getClass()) {
            throw new IllegalArgumentException(name + " is of type "
                    + other.getClass().getSimpleName() + ", but " + argumentName + " is of type "
                    + argument.getClass().getSimpleName() + ".");
        }
        if (argument.getClass().isArray() && Array.getLength(argument) != Array.getLength(other)) {
            throw new IllegalArgumentException(name + " has length " + Array.getLength(other) + ", but " + argumentName
                    + " has length " + Array.getLength(argument) + ".");
        }
        if (argument instanceof Object[] rows) {
            for (int i = 0; i < rows.length; i++) {
                requireSame(rows[i], ((Object[]) other)[i], name + "[" + i + "]", argumentName + "[" + i + "]");
            }
        }
    }

    /**
     * Requires that an array of arrays, of the shape of an argument, has a row of its own for each row of the argument.
     *
     * @throws IllegalArgumentException if one row stands for two
     */
    public static void requireOneRowEach(Object buffer, Object argument, String name) {
        collectRows(buffer, argument, name, new IdentityHashMap<>());
    }

    private static void collectRows(Object buffer, Object argument, String name, Map<Object, Object> rows) {
        if (buffer instanceof Object[] inner) {
            for (int i = 0; i < inner.length; i++) {
                Object row = ((Object[]) argument)[i];
                Object known = inner[i] == null ? null : rows.put(inner[i], row);
                if (known != null && known != row) {
                    throw new IllegalArgumentException(
                            name + " has one row at two places; pass a row of its own for each.");
                }
                collectRows(inner[i], row, name, rows);
            }
        }
    }

    /**
     * Requires that a buffer shares no array with the inputs.
     *
     * @throws IllegalArgumentException if it does
     */
    public static void requireDistinct(Object buffer, String name, Object[] inputs, List<String> names) {
        for (int i = 0; i < inputs.length; i++) {
            if (overlap(buffer, inputs[i])) {
                throw new IllegalArgumentException(
                        name + " is the same array as the input " + names.get(i) + "; pass a separate one.");
            }
        }
    }

    /**
     * Requires that there is a result for a cotangent to belong to.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static void requireResult(Object value) {
        if (value == null) {
            throw new IllegalArgumentException("The method returned null, so that its cotangent belongs to nothing.");
        }
    }

    /** Whether two arguments are one array, or one is or shares a row of the other. */
    public static boolean overlap(Object first, Object second) {
        if (first == null
                || second == null
                || !first.getClass().isArray()
                || !second.getClass().isArray()) {
            return false;
        }
        if (first == second) {
            return true;
        }
        if (first instanceof Object[] && second instanceof Object[] rows) {
            Set<Object> leaves = Collections.newSetFromMap(new IdentityHashMap<>());
            collect(first, leaves);
            return containsAny(rows, leaves);
        }
        if (first instanceof Object[] rows) {
            return holds(rows, second);
        }
        return second instanceof Object[] rows && holds(rows, first);
    }

    /** A copy of an array and of all arrays in it. */
    public static Object copy(Object array) {
        if (array == null) {
            return null;
        }
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        if (copy instanceof Object[] rows) {
            for (int i = 0; i < length; i++) {
                rows[i] = copy(rows[i]);
            }
        }
        return copy;
    }

    private static void collect(Object array, Set<Object> leaves) {
        if (array != null && leaves.add(array) && array instanceof Object[] rows) {
            for (Object row : rows) {
                collect(row, leaves);
            }
        }
    }

    private static boolean containsAny(Object array, Set<Object> leaves) {
        if (array == null || leaves.isEmpty()) {
            return false;
        }
        if (leaves.contains(array)) {
            return true;
        }
        if (array instanceof Object[] rows) {
            for (Object row : rows) {
                if (containsAny(row, leaves)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean holds(Object[] rows, Object leaf) {
        for (Object row : rows) {
            if (row == leaf || row instanceof Object[] inner && holds(inner, leaf)) {
                return true;
            }
        }
        return false;
    }
}
