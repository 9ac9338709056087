package dev.fluxion.agent.sweep;

/**
 * The derivative of a function of one number at zero by central differences, extrapolated twice, with a bound of its error.
 *
 * @param value the derivative
 * @param error what it may be wrong by; infinite if there is none
 * @param isSmooth whether the slopes to both sides approach each other
 * @param precision of the function's values
 */
record Differences(double value, double error, boolean isSmooth, Precision precision) {
    private static final int STEPS = 32;
    private static final int LOOKED_AT = 6;
    private static final double FIRST_STEP = 0.0625;

    /** A function of one number; not finite where it has no value. */
    interface Line {
        double at(double t);
    }

    static Differences of(Line line, Precision precision) {
        double middle = line.at(0);
        double[] slopes = new double[STEPS];
        double[] bends = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            double right = line.at(step(i));
            double left = line.at(-step(i));
            slopes[i] = (right - left) / (2 * step(i));
            bends[i] = (right - 2 * middle + left) / step(i);
        }
        Differences best = new Differences(Double.NaN, Double.POSITIVE_INFINITY, true, precision);
        int at = 0;
        for (int i = 3; i < STEPS; i++) {
            double value = twice(slopes, i);
            double error = Math.max(Math.abs(value - twice(slopes, i - 1)), Math.abs(value - once(slopes, i)))
                    + 4 * precision.noise() / step(i);
            if (error < best.error && lasts(slopes, i, value, error, precision)) {
                best = new Differences(value, error, true, precision);
                at = i;
            }
        }
        boolean isSmooth = isSmooth(bends, Math.min(at, STEPS - LOOKED_AT), precision, best.value);
        return new Differences(best.value, best.error, isSmooth, precision);
    }

    private static double step(int i) {
        return FIRST_STEP * Math.scalb(1.0, -i);
    }

    private static double once(double[] slopes, int i) {
        return (4 * slopes[i] - slopes[i - 1]) / 3;
    }

    private static double twice(double[] slopes, int i) {
        return (16 * once(slopes, i) - once(slopes, i - 1)) / 15;
    }

    /** Whether shorter steps, as far as they say anything, show the same: a staircase seen from afar is a slope. */
    private static boolean lasts(double[] slopes, int from, double value, double error, Precision precision) {
        double size = Math.abs(value);
        for (int i = from + 1; i < STEPS; i++) {
            double rounding = 4 * precision.noise() / step(i);
            if (rounding < 0.02 * size && Math.abs(slopes[i] - value) > 0.1 * size + 10 * error) {
                return false;
            }
        }
        return true;
    }

    /** What is smooth has second differences over the step that fall with it; at a kink they stay, at a jump they grow. */
    private static boolean isSmooth(double[] bends, int from, Precision precision, double slope) {
        for (int i = from; i < from + LOOKED_AT; i++) {
            if (!(Math.abs(bends[i]) > 1e-3 * Math.abs(slope) + 8 * precision.noise() / step(i))) {
                return true;
            }
        }
        return false;
    }

    /** What is to be said of a derivative that was computed otherwise. */
    Verdict judge(double derivative) {
        double size = Math.max(Math.abs(value), Math.abs(derivative));
        if (Double.isNaN(derivative)) {
            return Verdict.NOT_A_NUMBER;
        }
        if (Math.abs(value - derivative) <= 8 * error + precision.tolerance(size)) {
            boolean says = error <= 1e-2 * Math.max(size, precision.scale());
            return says ? Verdict.AGREES : Verdict.ILL_CONDITIONED;
        }
        if (!isSmooth) {
            return Verdict.KINK;
        }
        return error > 1e-3 * size || Double.isNaN(value) ? Verdict.ILL_CONDITIONED : Verdict.WRONG;
    }
}
