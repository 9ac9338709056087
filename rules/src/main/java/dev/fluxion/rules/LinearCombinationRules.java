package dev.fluxion.rules;

/** Rules for sums of products that are computed with twice the precision, by taking the bits of their factors apart. */
@RulesFor(className = {"org.apache.commons.math3.util.MathArrays", "org.hipparchus.util.MathArrays"})
final class LinearCombinationRules {
    private LinearCombinationRules() {}

    @Jvp
    static double linearCombination(
            double a1,
            double b1,
            double a2,
            double b2,
            @Tangent double da1,
            @Tangent double db1,
            @Tangent double da2,
            @Tangent double db2) {
        return b1 * da1 + a1 * db1 + (b2 * da2 + a2 * db2);
    }

    @Jvp
    static double linearCombination(
            double a1,
            double b1,
            double a2,
            double b2,
            double a3,
            double b3,
            @Tangent double da1,
            @Tangent double db1,
            @Tangent double da2,
            @Tangent double db2,
            @Tangent double da3,
            @Tangent double db3) {
        return b1 * da1 + a1 * db1 + (b2 * da2 + a2 * db2) + (b3 * da3 + a3 * db3);
    }

    @Jvp
    static double linearCombination(
            double a1,
            double b1,
            double a2,
            double b2,
            double a3,
            double b3,
            double a4,
            double b4,
            @Tangent double da1,
            @Tangent double db1,
            @Tangent double da2,
            @Tangent double db2,
            @Tangent double da3,
            @Tangent double db3,
            @Tangent double da4,
            @Tangent double db4) {
        return b1 * da1 + a1 * db1 + (b2 * da2 + a2 * db2) + (b3 * da3 + a3 * db3) + (b4 * da4 + a4 * db4);
    }

    @Jvp
    static double linearCombination(double[] a, double[] b, @Tangent double[] da, @Tangent double[] db) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += b[i] * da[i] + a[i] * db[i];
        }
        return sum;
    }
}
