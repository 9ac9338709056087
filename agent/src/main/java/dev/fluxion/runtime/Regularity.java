package dev.fluxion.runtime;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The tests that decide whether a derivative's arguments are regular: each array is there, of the right shape, and another. */
public final class Regularity {
    private Regularity() {}

    /**
     * For a derivative within a differentiated method.
     *
     * @throws Refusal if the arguments are not regular
     */
    public static void require(boolean isRegular, String derivative) throws Refusal {
        if (!isRegular) {
            throw new Refusal("Cannot differentiate the call of " + derivative
                    + " with these arguments: one is null, has another shape than its derivative, or is the same array as"
                    + " another. Pass a separate array for each.");
        }
    }

    /**
     * For a call on an object that may be one of a class of the program, where a method runs several times.
     *
     * @throws Refusal if it is
     */
    public static void requireOfJdk(Object object, String cause, String remedy) throws Refusal {
        if (object != null && object.getClass().getClassLoader() != null) {
            Refusal.raise(cause, remedy, null);
        }
    }

    /**
     * For a derivative that takes several runs of its method.
     *
     * @throws Refusal if a further run returned another number than the first
     */
    public static void requireSameValue(double first, double again, String method) throws Refusal {
        if (Double.doubleToLongBits(first) != Double.doubleToLongBits(again)) {
            throw otherValue(method, String.valueOf(first), String.valueOf(again));
        }
    }

    /** The same for values that are numbers or arrays of numbers. */
    public static void requireSameValue(Object first, Object again, String method) throws Refusal {
        if (first instanceof double[] doubles && again instanceof double[] others) {
            requireSameLength(doubles.length, others.length, method);
            for (int i = 0; i < doubles.length; i++) {
                requireSameValue(doubles[i], others[i], method);
            }
        } else if (first instanceof float[] floats && again instanceof float[] others) {
            requireSameLength(floats.length, others.length, method);
            for (int i = 0; i < floats.length; i++) {
                requireSameValue(floats[i], others[i], method);
            }
        } else if (first instanceof Number number && again instanceof Number other) {
            requireSameValue(number.doubleValue(), other.doubleValue(), method);
        } else if (first != again) {
            throw otherValue(method, String.valueOf(first), String.valueOf(again));
        }
    }

    private static void requireSameLength(int first, int again, String method) throws Refusal {
        if (first != again) {
            throw otherValue(method, first + " numbers", String.valueOf(again));
        }
    }

    private static Refusal otherValue(String method, String first, String again) {
        return new Refusal("Cannot differentiate " + method
                + " in several passes, as a Jacobian or a Hessian takes them: it"
                + " returned " + first + " in the first and " + again + " on the same arguments in a further one. Pass"
                + " what changes between runs, such as the time or what another thread writes, as an argument, or use"
                + " gradient, jvp, vjp or hvp, which run the method once.");
    }

    /** Whether neither is null and their lengths are equal at every level. */
    public static boolean sameShape(double[] first, double[] second) {
        return first != null && second != null && first.length == second.length;
    }

    /** {@link #sameShape(double[], double[])} for arrays of one class, whose rows may be null only in the same places. */
    public static boolean sameShape(Object first, Object second) {
        if (first == null || second == null) {
            return false;
        }
        if (first instanceof double[] doubles) {
            return doubles.length == ((double[]) second).length;
        }
        if (first instanceof float[] floats) {
            return floats.length == ((float[]) second).length;
        }
        Object[] rows = (Object[]) first;
        Object[] others = (Object[]) second;
        if (rows.length != others.length) {
            return false;
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == null ? others[i] != null : !sameShape(rows[i], others[i])) {
                return false;
            }
        }
        return true;
    }

    public static boolean hasLength(double[] array, int length) {
        return array != null && array.length == length;
    }

    public static boolean isAtMost(int number, int most) {
        return number <= most;
    }

    public static boolean isNotNull(Object array) {
        return array != null;
    }

    public static boolean differ(Object first, Object second) {
        return first != second;
    }

    /** Whether a flat array is none of the rows of an array of rank two. */
    public static boolean isNoRow(Object array, Object[] rows) {
        if (rows != null) {
            for (Object row : rows) {
                if (row == array) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether two arrays are different ones, and no row is one of both. */
    public static boolean shareNoRow(Object[] first, Object[] second) {
        if (first == null || second == null) {
            return true;
        }
        if (first == second) {
            return false;
        }
        Set<Object> rows = Collections.newSetFromMap(new IdentityHashMap<>());
        Collections.addAll(rows, first);
        for (Object row : second) {
            if (row != null && rows.contains(row)) {
                return false;
            }
        }
        return true;
    }

    public static boolean holdsNoRowTwice(Object[] rows) {
        if (rows == null) {
            return true;
        }
        Set<Object> before = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object row : rows) {
            if (row != null && !before.add(row)) {
                return false;
            }
        }
        return true;
    }

    public static boolean hasRows(double[][] rows, int count) {
        return rows.length == count;
    }

    /** Whether each row is there and of the length. */
    public static boolean hasColumns(double[][] rows, int columns) {
        if (rows == null) {
            return false;
        }
        for (double[] row : rows) {
            if (row == null || row.length != columns) {
                return false;
            }
        }
        return true;
    }

    public static boolean isNoArray(Object object) {
        return object == null || !object.getClass().isArray();
    }
}
