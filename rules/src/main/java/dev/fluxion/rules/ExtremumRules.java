package dev.fluxion.rules;

/**
 * Rules for the larger and the smaller of two numbers. A tie, of -0 and 0 too, gives half to each side. The branches return a tangent
 * rather than a weighted sum, so that an infinite tangent of the side that was not chosen does not turn into NaN.
 */
@RulesFor(
        value = {Math.class, StrictMath.class},
        className = {
            MathLibraries.COMMONS_MATH_3,
            MathLibraries.COMMONS_MATH_4,
            MathLibraries.CHOSEN_OF_COMMONS_MATH_4,
            MathLibraries.HIPPARCHUS
        })
final class ExtremumRules {
    private ExtremumRules() {}

    @Jvp
    static double max(double a, double b, @Tangent double da, @Tangent double db) {
        if (a > b) {
            return da;
        }
        if (a < b) {
            return db;
        }
        double share = a == b ? 0.5 : Double.NaN;
        return share * da + share * db;
    }

    @Jvp
    static double min(double a, double b, @Tangent double da, @Tangent double db) {
        if (a < b) {
            return da;
        }
        if (a > b) {
            return db;
        }
        double share = a == b ? 0.5 : Double.NaN;
        return share * da + share * db;
    }

    @Jvp
    static float max(float a, float b, @Tangent float da, @Tangent float db) {
        if (a > b) {
            return da;
        }
        if (a < b) {
            return db;
        }
        float share = a == b ? 0.5f : Float.NaN;
        return share * da + share * db;
    }

    @Jvp
    static float min(float a, float b, @Tangent float da, @Tangent float db) {
        if (a < b) {
            return da;
        }
        if (a > b) {
            return db;
        }
        float share = a == b ? 0.5f : Float.NaN;
        return share * da + share * db;
    }

    /**
     * The smaller of max and the larger of value and min, differentiated as that. Where the bounds are the wrong way round, Math
     * throws and Hipparchus gives min.
     */
    @Jvp
    static double clamp(
            double value, double min, double max, @Tangent double dvalue, @Tangent double dmin, @Tangent double dmax) {
        if (min > max) {
            return dmin;
        }
        double draised;
        if (value > min) {
            draised = dvalue;
        } else if (value < min) {
            draised = dmin;
        } else {
            double share = value == min ? 0.5 : Double.NaN;
            draised = share * dvalue + share * dmin;
        }
        double raised = Math.max(value, min);
        if (raised < max) {
            return draised;
        }
        if (raised > max) {
            return dmax;
        }
        double share = raised == max ? 0.5 : Double.NaN;
        return share * draised + share * dmax;
    }

    /** As for doubles. */
    @Jvp
    static float clamp(
            float value, float min, float max, @Tangent float dvalue, @Tangent float dmin, @Tangent float dmax) {
        if (min > max) {
            return dmin;
        }
        float draised;
        if (value > min) {
            draised = dvalue;
        } else if (value < min) {
            draised = dmin;
        } else {
            float share = value == min ? 0.5f : Float.NaN;
            draised = share * dvalue + share * dmin;
        }
        float raised = Math.max(value, min);
        if (raised < max) {
            return draised;
        }
        if (raised > max) {
            return dmax;
        }
        float share = raised == max ? 0.5f : Float.NaN;
        return share * draised + share * dmax;
    }
}
