package dev.fluxion.agent.sweep;

import java.util.Random;

/**
 * How much a computed derivative changes where the point is moved by some units in the last place: what rounding does to it where the
 * program subtracts almost equal numbers. Differences at longer steps may then be nearer to the truth.
 */
final class Spread {
    private static final int POINTS = 12;
    private static final int UNITS = 64;
    private static final double FACTOR = 8;

    private Spread() {}

    /** A derivative as a function of the point. */
    interface Computed {
        double at(double[] x) throws Throwable;
    }

    /** The verdict, unless rounding explains the difference that it rests on. */
    static Verdict soften(Verdict verdict, double difference, Computed derivative, double[] x) throws Throwable {
        if (verdict != Verdict.WRONG) {
            return verdict;
        }
        Random random = new Random(x.length);
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < POINTS; i++) {
            double[] moved = x.clone();
            for (int j = 0; j < x.length; j++) {
                moved[j] += Math.ulp(x[j]) * (random.nextInt(2 * UNITS + 1) - UNITS);
            }
            double at = derivative.at(moved);
            least = Math.min(least, at);
            most = Math.max(most, at);
        }
        return Math.abs(difference) <= FACTOR * (most - least) ? Verdict.ILL_CONDITIONED : verdict;
    }
}
