package dev.fluxion.agent.derive;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;

/** Numbers and arrays of numbers seen as one row of numbers. */
final class Numbers {
    private Numbers() {}

    static double[] unrolled(List<?> parts) {
        List<Double> row = new ArrayList<>();
        parts.forEach(part -> unroll(part, row));
        return row.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void unroll(Object part, List<Double> row) {
        if (part instanceof Number number) {
            row.add(number.doubleValue());
        } else {
            for (int i = 0; i < Array.getLength(part); i++) {
                unroll(Array.get(part, i), row);
            }
        }
    }

    /** New numbers and arrays like the given ones, filled from a row. */
    static List<Object> rolled(List<?> parts, double[] row) {
        PrimitiveIterator.OfDouble numbers = DoubleStream.of(row).iterator();
        return parts.stream().map(part -> roll(part, numbers)).toList();
    }

    private static Object roll(Object part, PrimitiveIterator.OfDouble numbers) {
        if (part instanceof Integer) {
            return (int) numbers.nextDouble();
        }
        if (part instanceof Float) {
            return (float) numbers.nextDouble();
        }
        if (part instanceof Double) {
            return numbers.nextDouble();
        }
        Object array = Array.newInstance(part.getClass().getComponentType(), Array.getLength(part));
        for (int i = 0; i < Array.getLength(part); i++) {
            Array.set(array, i, roll(Array.get(part, i), numbers));
        }
        return array;
    }

    static List<Object> zeros(List<?> parts) {
        return rolled(parts, new double[unrolled(parts).length]);
    }
}
