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

    /**
     * {@code scale(a, guard) / divisor}, but 0 where that is NaN and the product is 0. It leaves the range only if the result does.
     *
     * <p>Once the slope is known to be normal, one product is right: a chain of tangents waits for nothing but that. Slopes of one
     * divisor share its reciprocal, which the JIT compiler finds.
     */
    public static double ratio(double a, double guard, double divisor) {
        double slope = a * (1 / divisor);
        return isNormal(slope) ? slope * guard : scaledRatio(a, guard, divisor);
    }

    /** {@link #ratio(double, double, double)} for floats. */
    public static float ratio(float a, float guard, float divisor) {
        float slope = a * (1 / divisor);
        return isNormal(slope) ? slope * guard : (float) scaledRatio(a, guard, divisor);
    }

    // One comparison: of the exponents, only those of zeros and subnormal numbers (0) and of what is not finite (all
    // ones) have no bit but the lowest after one is added.
    private static boolean isNormal(double x) {
        return ((Double.doubleToRawLongBits(x) >>> 52) + 1 & 0x7fe) != 0;
    }

    private static boolean isNormal(float x) {
        return ((Float.floatToRawIntBits(x) >>> 23) + 1 & 0xfe) != 0;
    }

    /** Computes with numbers near 1; their exponents come last. */
    private static double scaledRatio(double a, double guard, double divisor) {
        int ofA = Math.getExponent(a);
        int ofGuard = Math.getExponent(guard);
        int ofDivisor = Math.getExponent(divisor);
        double product = scale(Math.scalb(a, -ofA), Math.scalb(guard, -ofGuard));
        double ratio = product / Math.scalb(divisor, -ofDivisor);
        return Double.isNaN(ratio) && product == 0 ? 0 : Math.scalb(ratio, ofA + ofGuard - ofDivisor);
    }

    /** 1 where a product has lost digits by underflow, or all of them: it is below the normal numbers, and no factor is zero. */
    public static int underflow(double product, double first, double second) {
        return Math.abs(product) < Double.MIN_NORMAL && first != 0 && second != 0 ? 1 : 0;
    }

    /** {@link #underflow(double, double, double)} for floats. */
    public static int underflow(float product, float first, float second) {
        return Math.abs(product) < Float.MIN_NORMAL && first != 0 && second != 0 ? 1 : 0;
    }
}
