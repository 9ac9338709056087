package dev.fluxion.agent.link.array;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shadows of one evaluation's arguments: one for each array, however often it occurs. The structure of arrays of arrays is
 * made anew, since the program may move rows about; rows the user gave to receive derivatives are used as they are.
 */
public final class ShadowBinding {
    private record Duplicate(Object shadow, Object buffer) {}

    private final Map<Object, Object> shadows = new IdentityHashMap<>();
    private final List<Duplicate> duplicates = new ArrayList<>();

    /** A zero shadow, which the buffer, of the same shape, will hold in the end; a null buffer means nobody wants it. */
    public Object zero(Object primal, Object buffer) {
        return bind(primal, buffer, false);
    }

    /** A shadow with the contents of a tangent of the same shape, null standing for zero; the tangent itself is not touched. */
    public Object tangent(Object primal, Object tangent) {
        return bind(primal, tangent, true);
    }

    private Object bind(Object primal, Object given, boolean copy) {
        if (primal == null) {
            return null;
        }
        Object known = shadows.get(primal);
        if (known != null) {
            if (given != null && given != known) {
                if (!copy) {
                    bindAgain(known, given);
                } else if (!sameContents(known, given)) {
                    throw twoTangents();
                }
            }
            return known;
        }
        Object shadow = make(primal, given, copy);
        shadows.put(primal, shadow);
        return shadow;
    }

    /** The complaint about one array that is given two tangents. */
    static IllegalArgumentException twoTangents() {
        return new IllegalArgumentException("One array is passed as two arguments, but with two different tangents.");
    }

    private void bindAgain(Object shadow, Object given) {
        if (given instanceof Object[] rows) {
            for (int i = 0; i < rows.length; i++) {
                bindAgain(((Object[]) shadow)[i], rows[i]);
            }
        } else if (given != shadow) {
            duplicates.add(new Duplicate(shadow, given));
        }
    }

    private Object make(Object primal, Object given, boolean copy) {
        int length = Array.getLength(primal);
        if (primal instanceof Object[] rows) {
            Object[] shadow = (Object[]) Array.newInstance(primal.getClass().getComponentType(), length);
            for (int i = 0; i < length; i++) {
                shadow[i] = bind(rows[i], given == null ? null : ((Object[]) given)[i], copy);
            }
            return shadow;
        }
        if (given == null) {
            return Array.newInstance(primal.getClass().getComponentType(), length);
        }
        if (!copy) {
            clear(given);
            return given;
        }
        Object shadow = Array.newInstance(primal.getClass().getComponentType(), length);
        System.arraycopy(given, 0, shadow, 0, length);
        return shadow;
    }

    private static boolean sameContents(Object first, Object second) {
        return Arrays.deepEquals(new Object[] {first}, new Object[] {second});
    }

    /** After the evaluation: an array that occurred twice gives its total derivative to both buffers. */
    public void finish() {
        for (Duplicate duplicate : duplicates) {
            System.arraycopy(duplicate.shadow(), 0, duplicate.buffer(), 0, Array.getLength(duplicate.buffer()));
        }
    }

    private static void clear(Object leaf) {
        if (leaf instanceof double[] doubles) {
            Arrays.fill(doubles, 0);
        } else {
            Arrays.fill((float[]) leaf, 0);
        }
    }

    /** A new array of the same shape, all zero. */
    public static Object zeros(Object primal) {
        if (primal == null) {
            return null;
        }
        int length = Array.getLength(primal);
        Object result = Array.newInstance(primal.getClass().getComponentType(), length);
        if (primal instanceof Object[] rows) {
            for (int i = 0; i < length; i++) {
                ((Object[]) result)[i] = zeros(rows[i]);
            }
        }
        return result;
    }
}
