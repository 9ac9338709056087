package dev.fluxion.rules;

/** Rules for powers, roots and the Euclidean norm. */
@RulesFor(
        value = {Math.class, StrictMath.class},
        className = {
            MathLibraries.COMMONS_MATH_3,
            MathLibraries.COMMONS_MATH_4,
            MathLibraries.CHOSEN_OF_COMMONS_MATH_4,
            MathLibraries.HIPPARCHUS
        })
final class PowerRules {
    private PowerRules() {}

    /** Adding 0 turns -0 into +0, so that the pole at zero has one sign. */
    @Jvp
    static double sqrt(double x, @Result double y, @Tangent double dx) {
        return dx / (y + y + 0.0);
    }

    @Jvp
    static double cbrt(double x, @Result double y, @Tangent double dx) {
        return dx / (3 * y * y);
    }

    /**
     * The partial in x is y·xʸ/x, which reuses the result; where that leaves the range of normal numbers or divides by zero it is
     * y·xʸ⁻¹. (Elsewhere y - 1 may be rounded, which xʸ⁻¹ amplifies.) The logarithm of a base that is not positive never enters.
     */
    @Jvp
    static double pow(double x, double y, @Result double power, @Tangent double dx, @Tangent double dy) {
        double scaled = y * power;
        double size = Math.min(Math.abs(power), Math.abs(scaled));
        double inBase;
        if (y == 0) {
            inBase = 0;
        } else if (x != 0 && size >= Double.MIN_NORMAL && Math.abs(scaled) <= Double.MAX_VALUE) {
            inBase = scaled / x;
        } else {
            inBase = y * Math.pow(x, y - 1);
        }
        double inExponent;
        if (power == 0 || (x <= 0 && Math.abs(power) > 0)) {
            inExponent = 0;
        } else {
            inExponent = power * Math.log(x);
        }
        return inBase * dx + inExponent * dy;
    }

    /**
     * Scaling by a power of two is exact and keeps the squares in range; the partials do not change with it. At the origin both
     * quotients are 0 / MIN_VALUE = 0.
     */
    @Jvp
    static double hypot(double x, double y, @Tangent double dx, @Tangent double dy) {
        double size = Math.max(Math.abs(x), Math.abs(y));
        double scale = 1;
        if (size > 0x1p500) {
            scale = 0x1p-600;
        } else if (size < 0x1p-500) {
            scale = 0x1p600;
        }
        double u = x * scale;
        double v = y * scale;
        double norm = Math.max(Math.sqrt(u * u + v * v), Double.MIN_VALUE);
        return u / norm * dx + v / norm * dy;
    }
}
