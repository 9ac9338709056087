package dev.fluxion.agent.sweep;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The numbers in an argument or a result: a box, or an array of one or two dimensions. */
final class Leaves {
    private Leaves() {}

    static Class<?> element(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }

    static int dimensions(Class<?> type) {
        return type.isArray() ? 1 + dimensions(type.getComponentType()) : 0;
    }

    static boolean isFloating(Class<?> type) {
        Class<?> element = element(type);
        return element == double.class || element == float.class;
    }

    /** A copy that shares no array. */
    static Object copy(Object value) {
        if (value == null || !value.getClass().isArray()) {
            return value;
        }
        int length = Array.getLength(value);
        Object copy = Array.newInstance(value.getClass().getComponentType(), length);
        for (int i = 0; i < length; i++) {
            Array.set(copy, i, copy(Array.get(value, i)));
        }
        return copy;
    }

    static Object[] copies(Object[] values) {
        return (Object[]) copy(values);
    }

    /** The numbers in order; none in null. */
    static double[] of(Object value) {
        List<Double> leaves = new ArrayList<>();
        collect(value, leaves);
        return leaves.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(Object value, List<Double> leaves) {
        if (value instanceof Number number) {
            leaves.add(number.doubleValue());
        } else if (value != null && value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                collect(Array.get(value, i), leaves);
            }
        }
    }

    /** Something of the same shape that holds other numbers, taken from {@code next} on. */
    static Object with(Object shape, double[] numbers, int[] next) {
        if (shape instanceof Double) {
            return numbers[next[0]++];
        }
        if (shape instanceof Float) {
            return (float) numbers[next[0]++];
        }
        if (shape == null) {
            return null;
        }
        int length = Array.getLength(shape);
        Object made = Array.newInstance(shape.getClass().getComponentType(), length);
        for (int i = 0; i < length; i++) {
            Array.set(made, i, with(Array.get(shape, i), numbers, next));
        }
        return made;
    }

    /** Whether all numbers have the same bits, and all shapes are equal. */
    static boolean same(Object one, Object other) {
        if (one == null || other == null || !one.getClass().isArray()) {
            return one == null ? other == null : one.equals(other);
        }
        if (one.getClass() != other.getClass() || Array.getLength(one) != Array.getLength(other)) {
            return false;
        }
        for (int i = 0; i < Array.getLength(one); i++) {
            if (!same(Array.get(one, i), Array.get(other, i))) {
                return false;
            }
        }
        return true;
    }

    /** The weighted sum; infinite if a number is, also where another would make up for it, unless its weight is 0. */
    static double weighed(double[] weights, double[] numbers) {
        double sum = 0;
        boolean isInfinite = false;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0 || Double.isNaN(numbers[i])) {
                sum += weights[i] * numbers[i];
                isInfinite |= Double.isInfinite(numbers[i]);
            }
        }
        boolean isNumber = Arrays.stream(numbers).noneMatch(Double::isNaN);
        return isInfinite && isNumber ? Double.POSITIVE_INFINITY : sum;
    }
}
