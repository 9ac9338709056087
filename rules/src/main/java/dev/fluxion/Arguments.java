package dev.fluxion;

/** Checks of single arguments; every message names the argument. */
final class Arguments {
    private Arguments() {}

    static void requireNonNull(Object argument, String name) {
        if (argument == null) {
            throw new IllegalArgumentException(name + " is null");
        }
    }

    static void requireSameLength(double[] array, String name, double[] model, String modelName) {
        requireNonNull(array, name);
        if (array.length != model.length) {
            throw new IllegalArgumentException(
                    name + " has length " + array.length + ", but " + modelName + " has length " + model.length);
        }
    }

    /** An array to overwrite has the length of {@code other} and must not be it. */
    static void requireOutput(double[] output, String name, double[] other, String otherName) {
        requireSameLength(output, name, other, otherName);
        requireOther(output, name, other, otherName);
    }

    /** An array to overwrite must not be {@code other}. */
    static void requireOther(double[] output, String name, double[] other, String otherName) {
        requireNonNull(output, name);
        if (output == other) {
            throw new IllegalArgumentException(
                    name + " is the same array as " + otherName + ", but it is overwritten: pass an array of its own");
        }
    }

    /** An array of rows to overwrite, each of the length of {@code other} and not that itself. That no row occurs twice, the agent checks. */
    static void requireRows(double[][] output, String name, double[] other, String otherName) {
        requireNonNull(output, name);
        for (int i = 0; i < output.length; i++) {
            requireOutput(output[i], name + "[" + i + "]", other, otherName);
        }
    }
}
