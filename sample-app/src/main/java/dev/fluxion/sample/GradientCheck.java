package dev.fluxion.sample;

import java.util.List;

/** Holds a gradient against one that was derived by hand. */
final class GradientCheck {
    private static final double TOLERANCE = 1e-10;

    private GradientCheck() {}

    /**
     * Passes if Fluxion's gradient is the one by hand, but for rounding.
     *
     * @throws UnmetGoalException if they differ by more than 1e-10 of the largest component
     */
    static void require(String model, DifferentiatedLoss loss) {
        double error =
                relativeError(loss.gradient().get(), loss.gradientByHand().get());
        // Written so that NaN fails.
        if (!(error <= TOLERANCE)) {
            throw new UnmetGoalException(
                    "The gradient of the %s differs from the one by hand by %.1e of its largest component,"
                            + " more than %.0e.",
                    model, error, TOLERANCE);
        }
    }

    /** The largest difference between components, over the largest component of {@code expected}. */
    static double relativeError(List<double[]> actual, List<double[]> expected) {
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            for (int k = 0; k < expected.get(i).length; k++) {
                difference = Math.max(difference, Math.abs(actual.get(i)[k] - expected.get(i)[k]));
                largest = Math.max(largest, Math.abs(expected.get(i)[k]));
            }
        }
        return difference / largest;
    }
}
