package dev.fluxion.rules;

/** Rules for functions of these libraries that {@link Math} lacks. */
@RulesFor(
        className = {
            MathLibraries.COMMONS_MATH_3,
            MathLibraries.COMMONS_MATH_4,
            MathLibraries.CHOSEN_OF_COMMONS_MATH_4,
            MathLibraries.HIPPARCHUS
        })
final class FastMathRules {
    private FastMathRules() {}

    /** From 2²⁸ on 1 is lost in 1 + x², and x² would overflow before its root does. */
    @Jvp
    static double asinh(double x, @Tangent double dx) {
        double size = Math.abs(x);
        return dx / (size < 0x1p28 ? Math.sqrt(1 + x * x) : size);
    }

    /** Two roots, because x² - 1 would cancel near 1, overflow, and give a slope below -1, where there is no value. */
    @Jvp
    static double acosh(double x, @Tangent double dx) {
        return dx / (Math.sqrt(x - 1) * Math.sqrt(x + 1));
    }

    /** The product (1 - x)(1 + x) is exact to rounding near the ends of the domain, where 1 - x² cancels. */
    @Jvp
    static double atanh(double x, @Tangent double dx) {
        return dx / ((1 - x) * (1 + x));
    }

    /** The divisors are not multiplied: their product may leave the range where the slope does not. */
    @Jvp
    static double log(double base, double x, @Result double y, @Tangent double dbase, @Tangent double dx) {
        double scale = 1 / Math.log(base);
        return scale / (x + 0.0) * dx - y * scale / (base + 0.0) * dbase;
    }

    /** As for an exponent that is a double: n·xⁿ/x, or n·xⁿ⁻¹ where the former leaves the range of normal numbers. */
    @Jvp
    static double pow(double x, long n, @Result double power, @Tangent double dx) {
        double scaled = n * power;
        double size = Math.min(Math.abs(power), Math.abs(scaled));
        double slope;
        if (n == 0) {
            slope = 0;
        } else if (x != 0 && size >= Double.MIN_NORMAL && Math.abs(scaled) <= Double.MAX_VALUE) {
            slope = scaled / x;
        } else {
            slope = n * Math.pow(x, n - 1.0);
        }
        return slope * dx;
    }

    /** As for a long exponent. */
    @Jvp
    static double pow(double x, int n, @Result double power, @Tangent double dx) {
        double scaled = n * power;
        double size = Math.min(Math.abs(power), Math.abs(scaled));
        double slope;
        if (n == 0) {
            slope = 0;
        } else if (x != 0 && size >= Double.MIN_NORMAL && Math.abs(scaled) <= Double.MAX_VALUE) {
            slope = scaled / x;
        } else {
            slope = n * Math.pow(x, n - 1.0);
        }
        return slope * dx;
    }
}
