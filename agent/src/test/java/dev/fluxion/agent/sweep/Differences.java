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
    /** The shortest steps, over which what is smooth is a line: what bends there is rounding. */
    private static final int SHORTEST = 8;

    private static final double FIRST_STEP = 0.0625;

    /**
     * Of a difference that is extrapolated twice, rounding errors of the three slopes have the weights 64/45, 20/45 and 1/45; with
     * the longer steps of the latter two that is 1.7 times the first one's.
     */
    private static final double ROUNDING = 2;

    /** How small a part of a derivative the bound has to be, for agreement to mean anything. */
    private static final double SAYS = 1e-2;

    /** A function of one number; not finite where it has no value. */
    interface Line {
        double at(double t);
    }

    static Differences of(Line line, Precision precision) {
        double middle = line.at(0);
        double[] slopes = new double[STEPS];
        double[] bends = new double[STEPS];
        double noise = precision.noise();
        for (int i = 0; i < STEPS; i++) {
            double right = line.at(step(i));
            double left = line.at(-step(i));
            slopes[i] = (right - left) / (2 * step(i));
            bends[i] = (right - 2 * middle + left) / step(i);
            if (i >= STEPS - SHORTEST) {
                noise = Math.max(noise, Math.abs(bends[i]) * step(i));
            }
        }
        Differences best = new Differences(Double.NaN, Double.POSITIVE_INFINITY, true, precision);
        int at = 0;
        for (int i = 3; i < STEPS; i++) {
            double value = twice(slopes, i);
            double error = Math.max(Math.abs(value - twice(slopes, i - 1)), Math.abs(value - once(slopes, i)))
                    + ROUNDING * noise / step(i);
            if (error < best.error && lasts(slopes, i, value, error, noise)) {
                best = new Differences(value, error, true, precision);
                at = i;
            }
        }
        return new Differences(
                best.value, best.error, isSmooth(bends, Math.min(at, STEPS - LOOKED_AT), noise), precision);
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
    private static boolean lasts(double[] slopes, int from, double value, double error, double noise) {
        double size = Math.abs(value);
        for (int i = from + 1; i < STEPS; i++) {
            double rounding = ROUNDING * noise / step(i);
            if (rounding < 0.02 * size && Math.abs(slopes[i] - value) > 0.1 * size + 10 * error) {
                return false;
            }
        }
        return true;
    }

    /** The second differences over the step of what is smooth are halved with it; at a kink they stay, at a jump they grow. */
    private static boolean isSmooth(double[] bends, int from, double noise) {
        double first = Math.abs(bends[from]);
        double last = Math.abs(bends[from + LOOKED_AT - 1]);
        return !(last > first / 4 && last > 4 * noise / step(from + LOOKED_AT - 1));
    }

    /** What is to be said of a derivative that was computed otherwise. */
    Verdict judge(double derivative) {
        if (Double.isNaN(derivative)) {
            return Verdict.NOT_A_NUMBER;
        }
        double size = Math.max(Math.abs(value), Math.abs(derivative));
        double allowed = error + precision.tolerance(size);
        if (!(allowed < Double.POSITIVE_INFINITY)) {
            boolean isWrong = Double.isInfinite(derivative) && error < Double.POSITIVE_INFINITY && isSmooth;
            return isWrong ? Verdict.WRONG : Verdict.ILL_CONDITIONED;
        }
        if (Math.abs(value - derivative) > allowed) {
            return isSmooth ? Verdict.WRONG : Verdict.KINK;
        }
        return allowed <= SAYS * Math.max(size, precision.significant()) ? Verdict.AGREES : Verdict.ILL_CONDITIONED;
    }
}
