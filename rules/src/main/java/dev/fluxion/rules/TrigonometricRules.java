package dev.fluxion.rules;

/** Rules for functions of angles. */
@RulesFor(
        value = {Math.class, StrictMath.class},
        className = {
            MathLibraries.COMMONS_MATH_3,
            MathLibraries.COMMONS_MATH_4,
            MathLibraries.CHOSEN_OF_COMMONS_MATH_4,
            MathLibraries.HIPPARCHUS
        })
final class TrigonometricRules {
    private static final double RADIANS_PER_DEGREE = 0.017453292519943295;
    private static final double DEGREES_PER_RADIAN = 57.29577951308232;

    private TrigonometricRules() {}

    @Jvp
    static double sin(double x, @Tangent double dx) {
        return Math.cos(x) * dx;
    }

    @Jvp
    static double cos(double x, @Tangent double dx) {
        return -Math.sin(x) * dx;
    }

    @Jvp
    static double tan(double x, @Result double y, @Tangent double dx) {
        return (1 + y * y) * dx;
    }

    /** The product (1 - x)(1 + x) is exact to rounding near the ends of the domain, where 1 - x² cancels. */
    @Jvp
    static double asin(double x, @Tangent double dx) {
        return dx / Math.sqrt((1 - x) * (1 + x));
    }

    @Jvp
    static double acos(double x, @Tangent double dx) {
        return -dx / Math.sqrt((1 - x) * (1 + x));
    }

    /** From 2²⁸ on 1 is lost in 1 + x², and x² would overflow before its reciprocal underflows. */
    @Jvp
    static double atan(double x, @Tangent double dx) {
        double numerator = 1;
        double divisor = 1 + x * x;
        if (!(Math.abs(x) < 0x1p28)) {
            numerator = 1 / x;
            divisor = x;
        }
        return numerator * dx / divisor;
    }

    /**
     * The partials are of degree -1 in (y, x). One division by the norm comes before the tangent and one after it, so that only the
     * result can leave the range. Scaling by a power of two is exact and keeps the norm in it.
     */
    @Jvp
    static double atan2(double y, double x, @Tangent double dy, @Tangent double dx) {
        double size = Math.max(Math.abs(y), Math.abs(x));
        double scale = 1;
        if (size > 0x1p1000) {
            scale = 0x1p-100;
        } else if (size < 0x1p-900) {
            scale = 0x1p100;
        }
        double v = y * scale;
        double u = x * scale;
        double norm;
        if (size > 0x1p-500 && size < 0x1p500) {
            norm = Math.sqrt(u * u + v * v);
        } else {
            norm = Math.hypot(u, v);
        }
        return u / norm * scale * dy / norm - v / norm * scale * dx / norm;
    }

    @Jvp
    static double toRadians(double degrees, @Tangent double tangent) {
        return RADIANS_PER_DEGREE * tangent;
    }

    @Jvp
    static double toDegrees(double radians, @Tangent double tangent) {
        return DEGREES_PER_RADIAN * tangent;
    }
}
