package dev.fluxion.sample;

import java.util.List;
import java.util.function.DoubleSupplier;

/** The gradient (f(x + h) - f(x - h)) / 2h, one parameter at a time. */
final class CentralDifferences {
    /** The cube root of the rounding unit balances rounding against truncation. */
    private static final double STEP = Math.cbrt(Math.ulp(1.0));

    private CentralDifferences() {}

    /** Changes each parameter in turn, evaluates {@code value} and puts the parameter back. */
    static List<double[]> gradient(List<double[]> parameters, DoubleSupplier value) {
        return parameters.stream().map(row -> gradient(row, value)).toList();
    }

    private static double[] gradient(double[] row, DoubleSupplier value) {
        double[] gradient = new double[row.length];
        for (int k = 0; k < row.length; k++) {
            double x = row[k];
            double step = STEP * Math.max(1, Math.abs(x));
            row[k] = x + step;
            double above = value.getAsDouble();
            row[k] = x - step;
            double below = value.getAsDouble();
            row[k] = x;
            gradient[k] = (above - below) / (2 * step);
        }
        return gradient;
    }
}
