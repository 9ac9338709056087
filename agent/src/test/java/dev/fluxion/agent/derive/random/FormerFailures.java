package dev.fluxion.agent.derive.random;

/** Programs in which random testing found a defect, made as small as they could be without losing it or their derivative. */
@SuppressWarnings({"unused", "ConstantOverflow", "EmptyCatch"}) // called by reflection
final class FormerFailures {
    private static final double[] ROOM = new double[1];
    private static final int[] COUNTS = new int[1];

    private FormerFailures() {}

    /** The length of the array was taken for known in the handler of the exception that its own instruction might throw. */
    static double lengthReadAgainAfterAHandler(double[] x) {
        try {
            for (int i = 0; 1 < x.length; i++) {
                double beyond = ROOM[ROOM.length];
            }
        } catch (Throwable e) {
            x[0] *= x[1];
        }
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * x[j];
        }
        return sum;
    }

    static double lengthReadAgainInAnOuterHandler(double[] x) {
        double sum = x[0];
        try {
            try {
                sum += x[x.length];
            } catch (RuntimeException e) {
                sum *= x[1];
            }
            x[x.length] = sum;
        } catch (Throwable e) {
            sum *= x[x.length - 1];
        }
        return sum;
    }

    /** A rule's own call, which throws nothing, stood in a protected block. */
    static double remainderByAnActiveNumberInATry(double[] x) {
        double v = 7.5;
        try {
            for (int i = 0; i < 2; i++) {
                v %= 1.25 + x[i] * x[i];
                v *= x[2];
            }
        } catch (IllegalStateException e) {
            v = 0;
        }
        return v;
    }

    /** The call is dead, the handler was not; the product's tangent was missing there. */
    static double deadCallInATry(double[] x) {
        double v = x[0];
        for (int i = 0; i < 2; i++) {
            try {
                double unused = Math.atan(v * v);
                v += x[2];
            } catch (RuntimeException e) {
                v = x[1] / (v * v);
            }
        }
        return v * v;
    }

    static double deadCallAfterAConversionInATry(double[] x) {
        double v = x[0];
        try {
            v = COUNTS[0];
            double unused = Math.rint(x[1]);
        } catch (Throwable e) {
            v = x[2];
        }
        return v + x[1] * x[0];
    }

    /** Each call asks for another activity; finding them took exponential time. */
    static double recursionWithManyActivities(double[] x) {
        return permuted(2, x, x, x, x[1], x[2]) + permuted(1, x, new double[3], x, 2, x[0]);
    }

    private static double permuted(int depth, double[] p, double[] q, double[] r, double s, double t) {
        if (depth <= 0) {
            return p[0] * s + q[1] * t + r[2];
        }
        double a = permuted(depth - 1, r, p, new double[4], t, 1.0);
        a += permuted(depth - 1, new double[3], r, p, 2.0, s);
        p[0] = 0.125 * a * permuted(depth - 1, q, p, r, s, a);
        return a + q[0];
    }

    /** Many ways out of two loops by exceptions: each stored all that the loops may need. */
    static double manyExceptionsLeaveLoops(double[] x) {
        double[][] m = {x.clone(), x, new double[3]};
        double sum = 0;
        try {
            for (int i = 0; i < m.length + 1; i++) {
                for (double t = 0; t < 1.5; t += Math.abs(x[0])) {
                    double v = x[i];
                    sum += v * m[i][Math.floorMod(i + 1, 3)];
                    m[i % 3][Math.floorMod(2, 3)] = v * x[1];
                    double[] a = new double[i + 1];
                    a[i] = m[Math.floorMod((int) (4 * x[1]), m.length)][1];
                    m[Math.floorMod((int) (4 * x[2]), m.length)][i % 2] *= a[i];
                }
            }
            sum = 0;
        } catch (ArithmeticException e) {
            sum = x[1];
        } catch (RuntimeException e) {
            sum *= x[2];
        }
        return sum + x[2];
    }
}
