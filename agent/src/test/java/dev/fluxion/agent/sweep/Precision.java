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

    private double unit() {
        return isSingle ? 0x1p-23 : 0x1p-52;
    }

    /** How far a value may be from the exact one. */
    double noise() {
        return scale * unit();
    }

    /** How far apart two ways to compute a derivative whose terms have this size may be. */
    double tolerance(double terms) {
        return (isSingle ? 1e-4 : 1e-8) * terms + ROUNDINGS * unit() * (1 + scale);
    }
}
