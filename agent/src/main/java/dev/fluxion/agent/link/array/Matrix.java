package dev.fluxion.agent.link.array;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;

/** Checks of the arrays of rows that the caller gives for a Jacobian or a Hessian, and what is written to them. */
public final class Matrix {
    private static final int SHORT = 16;

    private Matrix() {}

    /**
     * Requires that a buffer can be written to before the arguments are read to the end.
     *
     * @throws IllegalArgumentException if it is null, has rows of another length, holds one twice, or an input
     */
    public static void require(double[][] buffer, String name, int columns, Object[] arguments, List<String> names) {
        if (buffer == null) {
            throw new IllegalArgumentException(name + " is null.");
        }
        for (int i = 0; i < buffer.length; i++) {
            if (buffer[i] == null || buffer[i].length != columns) {
                throw new IllegalArgumentException(name + "[" + i + "] "
                        + (buffer[i] == null ? "is null" : "has length " + buffer[i].length) + ", but needs length "
                        + columns + ".");
            }
        }
        Shapes.requireDistinct(buffer, name, arguments, names);
        ArrayIdentities identities = ArrayIdentities.acquire();
        identities.add(buffer);
        if (!identities.release()) {
            throw new IllegalArgumentException(name + " holds one row twice; pass separate rows.");
        }
    }

    /**
     * How many rows the Jacobian of a value has.
     *
     * @throws NullPointerException if the method, which messages call {@code display}, returned null
     */
    public static int rowCount(Object value, String display) {
        if (value == null) {
            throw new NullPointerException(display + " returned null, which has no Jacobian.");
        }
        return Array.getLength(value);
    }

    public static void requireRows(double[][] buffer, String name, int rows, String reason) {
        if (buffer.length != rows) {
            throw new IllegalArgumentException(
                    name + " has " + buffer.length + " rows, but " + reason + " has length " + rows + ".");
        }
    }

    /** Copies numbers from one array to another. Rows are often so short that the JVM's own copying would cost more. */
    public static void copy(double[] source, int from, double[] target, int to, int count) {
        if (count > SHORT) {
            System.arraycopy(source, from, target, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[to + i] = source[from + i];
        }
    }

    /** Copies a {@code double[]} or {@code float[]}, or a box as one element, to a row. */
    public static void setRow(double[] row, Object values) {
        if (values instanceof double[] doubles) {
            System.arraycopy(doubles, 0, row, 0, row.length);
            return;
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = Array.getDouble(values, i);
        }
    }

    /**
     * Copies elements of rows of tangents, one row for each row of the matrix, to as many columns.
     *
     * @param rows {@code double[][]} or {@code float[][]}; null is zero
     */
    public static void setColumns(double[][] matrix, int column, Object rows, int lane, int count) {
        for (int i = 0; i < matrix.length; i++) {
            if (rows == null) {
                Arrays.fill(matrix[i], column, column + count, 0);
            } else if (rows instanceof double[][] doubles) {
                System.arraycopy(doubles[i], lane, matrix[i], column, count);
            } else {
                for (int k = 0; k < count; k++) {
                    matrix[i][column + k] = ((float[][]) rows)[i][lane + k];
                }
            }
        }
    }
}
