package dev.fluxion.rules;

import java.math.RoundingMode;

/** Rules for rounding to decimal places, and for comparisons with a tolerance. */
@RulesFor(
        className = {
            "org.apache.commons.math3.util.Precision",
            "org.apache.commons.numbers.core.Precision",
            "org.hipparchus.util.Precision"
        })
final class PrecisionRules {
    private PrecisionRules() {}

    /** The difference that x makes to itself plus the given one: that one, up to rounding. */
    @Jvp
    static double representableDelta(double x, double delta, @Tangent double dx, @Tangent double ddelta) {
        return ddelta;
    }

    @ZeroDerivative
    static native double round(double x, int scale);

    @ZeroDerivative
    static native double round(double x, int scale, int roundingMethod);

    @ZeroDerivative
    static native double round(double x, int scale, RoundingMode roundingMode);

    @ZeroDerivative
    static native float round(float x, int scale);

    @ZeroDerivative
    static native float round(float x, int scale, int roundingMethod);

    @ZeroDerivative
    static native float round(float x, int scale, RoundingMode roundingMode);

    @ZeroDerivative
    static native int compareTo(double x, double y, double eps);

    @ZeroDerivative
    static native int compareTo(double x, double y, int maxUlps);

    @ZeroDerivative
    static native boolean equals(double x, double y);

    @ZeroDerivative
    static native boolean equals(double x, double y, double eps);

    @ZeroDerivative
    static native boolean equals(double x, double y, int maxUlps);

    @ZeroDerivative
    static native boolean equals(float x, float y);

    @ZeroDerivative
    static native boolean equals(float x, float y, float eps);

    @ZeroDerivative
    static native boolean equals(float x, float y, int maxUlps);

    @ZeroDerivative
    static native boolean equalsIncludingNaN(double x, double y);

    @ZeroDerivative
    static native boolean equalsIncludingNaN(double x, double y, double eps);

    @ZeroDerivative
    static native boolean equalsIncludingNaN(double x, double y, int maxUlps);

    @ZeroDerivative
    static native boolean equalsIncludingNaN(float x, float y);

    @ZeroDerivative
    static native boolean equalsIncludingNaN(float x, float y, float eps);

    @ZeroDerivative
    static native boolean equalsIncludingNaN(float x, float y, int maxUlps);

    @ZeroDerivative
    static native boolean equalsWithRelativeTolerance(double x, double y, double eps);

    @ZeroDerivative
    static native boolean isMathematicalInteger(double x);

    @ZeroDerivative
    static native boolean isMathematicalInteger(float x);
}
