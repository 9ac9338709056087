package dev.fluxion.agent.sweep;

/**
 * How exact a function's values and derivatives are. Directions are as long as the point's numbers are large, so that a derivative
 * along one has the size of the value.
 *
 * @param scale the size of what the values are sums of
 * @param isSingle whether floats occur
 */
record Precision(double scale, boolean isSingle) {
    private static final double ROUNDINGS = 1000;
    private static final double SMALL = 1e-5;

    /** The size of a term; one that is no finite number says nothing of the others. */
    static double term(double term) {
        return Double.isFinite(term) ? Math.abs(term) : 0;
    }

    private double unit() {
        return isSingle ? 0x1p-23 : 0x1p-52;
    }

    /** How far a value may be from the exact one, if a single op is to blame. */
    double noise() {
        return scale * unit();
    }

    /** How far apart two ways to compute a derivative whose terms have this size may be. */
    double tolerance(double terms) {
        return ROUNDINGS * unit() * (terms + scale);
    }

    /** What a smaller derivative than this one does not have to be told from. */
    double significant() {
        return isSingle ? scale : SMALL * scale;
    }
}
