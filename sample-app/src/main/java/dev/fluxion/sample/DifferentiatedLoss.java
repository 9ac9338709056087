package dev.fluxion.sample;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * A loss at one point, with the same gradient from two sources. Parameters and gradients are lists of rows of equal
 * lengths; a gradient may be overwritten by the next call.
 *
 * @param parameters the point; {@code value} sees what is written into these rows
 * @param value evaluates the loss
 * @param gradient the gradient that Fluxion makes
 * @param gradientByHand the gradient that was derived on paper
 */
record DifferentiatedLoss(
        List<double[]> parameters,
        DoubleSupplier value,
        Supplier<List<double[]>> gradient,
        Supplier<List<double[]>> gradientByHand) {

    /** The gradient by central differences, which needs two values for every parameter. */
    List<double[]> gradientByDifferences() {
        return CentralDifferences.gradient(parameters, value);
    }

    /** The number of parameters. */
    int size() {
        return parameters.stream().mapToInt(row -> row.length).sum();
    }
}
