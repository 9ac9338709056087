package dev.fluxion.rules;

/** Rules for hyperbolic functions. */
@RulesFor(
        value = {Math.class, StrictMath.class},
        className = {
            MathLibraries.COMMONS_MATH_3,
            MathLibraries.COMMONS_MATH_4,
            MathLibraries.CHOSEN_OF_COMMONS_MATH_4,
            MathLibraries.HIPPARCHUS
        })
final class HyperbolicRules {
    private HyperbolicRules() {}

    @Jvp
    static double sinh(double x, @Tangent double dx) {
        return Math.cosh(x) * dx;
    }

    @Jvp
    static double cosh(double x, @Tangent double dx) {
        return Math.sinh(x) * dx;
    }

    /**
     * 1 - y² where that does not cancel, which costs next to nothing; else the square of sech x = 2e⁻ˣ / (1 + e⁻²ˣ), which keeps
     * its accuracy where y is rounded to 1.
     */
    @Jvp
    static double tanh(double x, @Result double y, @Tangent double dx) {
        double slope;
        if (Math.abs(y) < 0.75) {
            slope = 1 - y * y;
        } else {
            double decay = Math.exp(-Math.abs(x));
            double sech = 2 * decay / (1 + decay * decay);
            slope = sech * sech;
        }
        return slope * dx;
    }
}
