package dev.fluxion.rules;

/** Rules for methods about how a number is represented: neighbours, exponents, and the fused operation. */
@RulesFor(
        value = {Math.class, StrictMath.class},
        className = {
            MathLibraries.COMMONS_MATH_3,
            MathLibraries.COMMONS_MATH_4,
            MathLibraries.CHOSEN_OF_COMMONS_MATH_4,
            MathLibraries.HIPPARCHUS
        })
final class RepresentationRules {
    private RepresentationRules() {}

    @Jvp
    static double nextUp(double x, @Tangent double dx) {
        return dx;
    }

    @Jvp
    static float nextUp(float x, @Tangent float dx) {
        return dx;
    }

    @Jvp
    static double nextDown(double x, @Tangent double dx) {
        return dx;
    }

    @Jvp
    static float nextDown(float x, @Tangent float dx) {
        return dx;
    }

    @Jvp
    static double nextAfter(double start, double direction, @Tangent double dstart, @Tangent double ddirection) {
        return dstart;
    }

    @Jvp
    static float nextAfter(float start, double direction, @Tangent float dstart, @Tangent double ddirection) {
        return dstart;
    }

    @Jvp
    static double scalb(double x, int exponent, @Tangent double dx) {
        int half = exponent / 2;
        return Math.scalb(1.0, half) * dx / Math.scalb(1.0, half - exponent);
    }

    @Jvp
    static float scalb(float x, int exponent, @Tangent float dx) {
        int half = exponent / 2;
        return Math.scalb(1.0f, half) * dx / Math.scalb(1.0f, half - exponent);
    }

    @Jvp
    static double fma(double a, double b, double c, @Tangent double da, @Tangent double db, @Tangent double dc) {
        return b * da + a * db + dc;
    }

    @Jvp
    static float fma(float a, float b, float c, @Tangent float da, @Tangent float db, @Tangent float dc) {
        return b * da + a * db + dc;
    }

    @ZeroDerivative
    static native double ulp(double x);

    @ZeroDerivative
    static native float ulp(float x);

    @ZeroDerivative
    static native int getExponent(double x);

    @ZeroDerivative
    static native int getExponent(float x);
}
