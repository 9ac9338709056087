package dev.fluxion.agent.link.array;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The rows of tangents of one pass's arguments: each number has a row with an element for each lane, each array one shadow whose
 * elements are rows, however often it occurs.
 */
public final class TangentRows {
    private final int lanes;
    private final Map<Object, Object> shadows = new IdentityHashMap<>();

    public TangentRows(int lanes) {
        this.lanes = lanes;
    }

    /** What the rows of a value of a type are held in. */
    public static Class<?> type(Class<?> type) {
        Class<?> leaf = Shapes.leaf(type);
        return leaf == double.class || leaf == float.class ? type.arrayType() : type;
    }

    /**
     * The rows of an argument.
     *
     * @param seeds rows to pass, null for zero
     * @throws IllegalArgumentException if the argument is an array that had other rows
     */
    public Object of(Object argument, Class<?> type, Object seeds) {
        if (type.isPrimitive()) {
            return seeds != null ? seeds : Array.newInstance(type, lanes);
        }
        if (argument == null) {
            return null;
        }
        Object known = shadows.get(argument);
        if (known == null) {
            known = seeds != null ? seeds : zeros(argument);
            shadows.put(argument, known);
        } else if (seeds != null && !Arrays.deepEquals((Object[]) known, (Object[]) seeds)) {
            throw ShadowBinding.twoTangents();
        }
        return known;
    }

    /** Zero rows in the shape of an array. */
    static Object zeros(Object array, int lanes) {
        return new TangentRows(lanes).of(array, array.getClass(), null);
    }

    private Object zeros(Object array) {
        int length = Array.getLength(array);
        if (!(array instanceof Object[] inner)) {
            return Array.newInstance(array.getClass().getComponentType(), length, lanes);
        }
        Object[] shadow = (Object[]) Array.newInstance(type(array.getClass().getComponentType()), length);
        for (int i = 0; i < length; i++) {
            shadow[i] = of(inner[i], array.getClass().getComponentType(), null);
        }
        return shadow;
    }
}
