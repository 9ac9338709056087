package dev.fluxion.rules;

/** Rules for what depends on a sign. */
@RulesFor(
        value = {Math.class, StrictMath.class},
        className = {
            MathLibraries.COMMONS_MATH_3,
            MathLibraries.COMMONS_MATH_4,
            MathLibraries.CHOSEN_OF_COMMONS_MATH_4,
            MathLibraries.HIPPARCHUS
        })
final class SignRules {
    private SignRules() {}

    @Jvp
    static double abs(double x, @Tangent double dx) {
        return Math.signum(x) * dx;
    }

    @Jvp
    static float abs(float x, @Tangent float dx) {
        return Math.signum(x) * dx;
    }

    /** The absolute value of the first argument, times a sign that is constant. */
    @Jvp
    static double copySign(
            double magnitude, double sign, @Tangent double magnitudeTangent, @Tangent double signTangent) {
        return Math.signum(magnitude) * Math.copySign(1.0, sign) * magnitudeTangent;
    }

    /** As for doubles. */
    @Jvp
    static float copySign(float magnitude, float sign, @Tangent float magnitudeTangent, @Tangent float signTangent) {
        return Math.signum(magnitude) * Math.copySign(1.0f, sign) * magnitudeTangent;
    }

    @ZeroDerivative
    static native double signum(double x);

    @ZeroDerivative
    static native float signum(float x);
}
