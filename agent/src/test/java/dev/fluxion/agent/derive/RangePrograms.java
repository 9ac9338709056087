package dev.fluxion.agent.derive;

/** Small functions of two numbers whose derivatives are in range more often than what they are made of. */
final class RangePrograms {
    private RangePrograms() {}

    static double quotient(double[] x) {
        return x[0] / x[1];
    }

    static double logOfRatio(double[] x) {
        return Math.log(x[0] / x[1]);
    }

    static double logSigmoid(double[] x) {
        return Math.log(1 / (1 + Math.exp(x[0] / x[1])));
    }

    static double shareOfTwo(double[] x) {
        return x[0] / (x[0] + x[1]);
    }

    static double cauchy(double[] x) {
        double z = x[0] / x[1];
        return 1 / (x[1] * (1 + z * z));
    }

    static double ratiosInALoop(double[] x) {
        double product = 1;
        for (int i = 0; i < 3; i++) {
            product = product * x[0] / x[1];
        }
        return Math.log(product);
    }

    static double roots(double[] x) {
        return Math.sqrt(x[0]) / Math.cbrt(x[1]);
    }

    static double arctangentOfRatio(double[] x) {
        return Math.atan(x[0] / x[1]);
    }

    static double angle(double[] x) {
        return Math.atan2(x[0], x[1]);
    }

    static double norm(double[] x) {
        return Math.hypot(x[0], x[1]) / x[1];
    }

    static double powers(double[] x) {
        return Math.pow(x[0], -3) / Math.pow(x[1], -2);
    }

    static double logarithms(double[] x) {
        return Math.log10(x[0]) - Math.log(x[1]);
    }

    static double chosenRatio(double[] x) {
        double z = x[0] / x[1];
        double y = z > 1 ? 1 / z : z;
        return Math.log(y);
    }

    static double floatQuotient(double[] x) {
        return (float) x[0] / (float) x[1];
    }

    static double floatLogOfRatio(double[] x) {
        float ratio = (float) x[0] / (float) x[1];
        return Math.log(ratio);
    }

    static double floatCauchy(double[] x) {
        float scale = (float) x[1];
        float z = (float) x[0] / scale;
        return 1 / (scale * (1 + z * z));
    }
}
