package dev.fluxion.runtime;

/** Products in which a zero tangent or cotangent stays zero, whatever the partial derivative. */
public final class StrongZero {
    private StrongZero() {}

    /** {@code a * guard}, but 0 where that is NaN and {@code guard == 0}. */
    public static double scale(double a, double guard) {
        double product = a * guard;
        return Double.isNaN(product) && guard == 0 ? 0 : product;
    }

    /** {@link #scale(double, double)} for floats. */
    public static float scale(float a, float guard) {
        float product = a * guard;
        return Float.isNaN(product) && guard == 0 ? 0 : product;
    }
}
