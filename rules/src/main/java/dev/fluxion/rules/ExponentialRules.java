package dev.fluxion.rules;

/** Rules for exponentials and logarithms. */
@RulesFor(
        value = {Math.class, StrictMath.class},
        className = {
            MathLibraries.COMMONS_MATH_3,
            MathLibraries.COMMONS_MATH_4,
            MathLibraries.CHOSEN_OF_COMMONS_MATH_4,
            MathLibraries.HIPPARCHUS
        })
final class ExponentialRules {
    private static final double LOG10_OF_E = 0.4342944819032518;

    private ExponentialRules() {}

    @Jvp
    static double exp(double x, @Result double y, @Tangent double dx) {
        return y * dx;
    }

    /** Not y + 1, which cancels for negative x. */
    @Jvp
    static double expm1(double x, @Tangent double dx) {
        return Math.exp(x) * dx;
    }

    /** Adding 0 turns -0 into +0, so that the pole at zero has one sign. */
    @Jvp
    static double log(double x, @Tangent double dx) {
        return dx / (x + 0.0);
    }

    /** The constant is divided rather than x multiplied, which would overflow. */
    @Jvp
    static double log10(double x, @Tangent double dx) {
        return LOG10_OF_E * dx / (x + 0.0);
    }

    @Jvp
    static double log1p(double x, @Tangent double dx) {
        return dx / (1 + x);
    }
}
