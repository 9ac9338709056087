package dev.fluxion.rules;

/**
 * Rules for the error function, whose slope is the bell curve. The square in its exponent is that of x rounded to 20 binary places,
 * which is exact, and a small rest: an error in the square would be multiplied by it. From 30 on the slope is zero.
 */
@RulesFor(className = {"org.apache.commons.math3.special.Erf", "org.hipparchus.special.Erf"})
final class ErrorFunctionRules {
    private static final double TWO_BY_ROOT_OF_PI = 1.1283791670955126;

    private ErrorFunctionRules() {}

    @Jvp
    static double erf(double x, @Tangent double dx) {
        double slope = 0;
        if (!(Math.abs(x) > 30)) {
            double coarse = Math.rint(x * 0x1p20) * 0x1p-20;
            slope = TWO_BY_ROOT_OF_PI * Math.exp(-coarse * coarse) * Math.exp((coarse - x) * (coarse + x));
        }
        return slope * dx;
    }

    /** One minus the error function. */
    @Jvp
    static double erfc(double x, @Tangent double dx) {
        double slope = 0;
        if (!(Math.abs(x) > 30)) {
            double coarse = Math.rint(x * 0x1p20) * 0x1p-20;
            slope = TWO_BY_ROOT_OF_PI * Math.exp(-coarse * coarse) * Math.exp((coarse - x) * (coarse + x));
        }
        return -slope * dx;
    }
}
