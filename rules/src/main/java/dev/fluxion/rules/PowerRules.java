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
     * y·xʸ⁻¹. (Elsewhere y - 1 may be rounded, which xʸ⁻¹ amplifies.) The logarithm of a base that is not positive never enters, and
     * the exponent of such a base is a constant in the factor y too, so that the mixed second partials are the same: zero. A factor
     * that is not whole occurs at x = 0 only, where its sign is all that counts.
     */
    @Jvp
    static double pow(double x, double y, @Result double power, @Tangent double dx, @Tangent double dy) {
        double factor = y;
        if (x <= 0) {
            factor = Math.rint(y) == y ? Math.rint(y) : Math.signum(y);
        }
        double scaled = factor * power;
        double size = Math.min(Math.abs(power), Math.abs(scaled));
        boolean inRange = size >= Double.MIN_NORMAL && Math.abs(scaled) <= Double.MAX_VALUE;
        double inBase;
        double divisor = 1;
        if (y == 0 && !(x > 0)) {
            inBase = 0;
        } else if (x != 0 && (y == 0 || inRange)) {
            inBase = scaled;
            divisor = x;
        } else {
            inBase = factor * Math.pow(x, y - 1);
        }
        double inExponent;
        if (power == 0 || (x <= 0 && Math.abs(power) > 0)) {
            inExponent = 0;
        } else {
            inExponent = power * Math.log(x);
        }
        return inBase * dx / divisor + inExponent * dy;
    }

    /**
     * Scaling by a power of two is exact; the partials do not change with it. It is needed where the result overflows or is not a
     * normal number. At the origin the partials are zero, and so are theirs.
     */
    @Jvp
    static double hypot(double x, double y, @Result double norm, @Tangent double dx, @Tangent double dy) {
        double u = x;
        double v = y;
        double divisor = norm;
        if (norm == 0) {
            u = 0;
            v = 0;
            divisor = 1;
        } else if (norm > Double.MAX_VALUE || norm < 0x1p-900) {
            double scale = norm > 1 ? 0.25 : 0x1p100;
            u = x * scale;
            v = y * scale;
            divisor = Math.hypot(u, v);
        }
        return u * dx / divisor + v * dy / divisor;
    }
}
