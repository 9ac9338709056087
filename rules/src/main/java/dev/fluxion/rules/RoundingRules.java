package dev.fluxion.rules;

/** Rules for rounding to an integer, and for the remainder of a division that rounds its quotient. */
@RulesFor(
        value = {Math.class, StrictMath.class},
        className = {
            MathLibraries.COMMONS_MATH_3,
            MathLibraries.COMMONS_MATH_4,
            MathLibraries.CHOSEN_OF_COMMONS_MATH_4,
            MathLibraries.HIPPARCHUS
        })
final class RoundingRules {
    private RoundingRules() {}

    @ZeroDerivative
    static native double floor(double x);

    @ZeroDerivative
    static native double ceil(double x);

    @ZeroDerivative
    static native double rint(double x);

    @ZeroDerivative
    static native long round(double x);

    @ZeroDerivative
    static native int round(float x);

    /** The remainder is x - n·y for an integer n. Rounding removes the error of the two quotients, and x - r could overflow. */
    @Jvp
    static double IEEEremainder(double x, double y, @Result double remainder, @Tangent double dx, @Tangent double dy) {
        return dx - Math.rint(x / y - remainder / y) * dy;
    }
}
