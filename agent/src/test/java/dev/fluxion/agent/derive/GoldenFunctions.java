package dev.fluxion.agent.derive;

/**
 * The functions of the golden files. Their lines are in the files: add at the end.
 */
@SuppressWarnings("unused") // called by reflection
final class GoldenFunctions {
    private GoldenFunctions() {}

    static double straightLine(double x, double y) {
        double product = x * y;
        return (product + x) / (y - 2 * product);
    }

    static double branchWithJoin(double x, double y) {
        double larger;
        if (x > y) {
            larger = x * x;
        } else {
            larger = 3 * y;
        }
        return larger * y;
    }

    static double countedLoop(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * x[i];
        }
        return sum;
    }

    static double whileLoop(double a) {
        double rest = a;
        double product = 1;
        while (rest > 1) {
            product *= rest;
            rest *= 0.5;
        }
        return product;
    }

    static double nestedLoop(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += x[i] * x[j];
            }
        }
        return sum;
    }

    static double breakUnderABound(double x, double bound) {
        double power = x;
        for (int i = 0; i < 1_000_000_000; i++) {
            if (power > bound) {
                break;
            }
            power *= x;
        }
        return power;
    }

    static double swapInALoop(double a, double b, int n) {
        double first = a;
        double second = b;
        for (int i = 0; i < n; i++) {
            double old = first;
            first = second;
            second = old * second;
        }
        return second;
    }

    static double workspace(double[] x) {
        double[] products = new double[x.length];
        double product = 1;
        for (int i = 0; i < x.length; i++) {
            product *= x[i];
            products[i] = product;
        }
        double sum = 0;
        for (double each : products) {
            sum += each;
        }
        return sum;
    }

    static double callWithARule(double x) {
        return Math.exp(Math.sin(x));
    }

    static double callOfACallee(double x, int n) {
        return square(x) * power(x, n);
    }

    static double power(double x, int n) {
        return n == 0 ? 1 : x * power(x, n - 1);
    }

    static double square(double x) {
        return x * x;
    }

    static double twoExits(double[] x, double bound) {
        double sum = 0;
        for (double each : x) {
            sum += each * each * each;
            if (sum > bound) {
                return sum * each;
            }
        }
        return -sum;
    }

    static double conversions(float x, double y) {
        float narrowed = (float) (y * y);
        return x * narrowed * (int) y;
    }

    static double rows(double[][] a) {
        double trace = 0;
        for (int i = 0; i < a.length; i++) {
            double[] row = a[i];
            trace += row[i] * row[0];
        }
        return trace;
    }

    static double handlerReached(double[] x, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            try {
                sum += x[i] * x[i];
            } catch (ArrayIndexOutOfBoundsException e) {
                sum = 3 * sum;
            }
        }
        return sum;
    }

    static double neighbours(double[] x, int first) {
        double sum = 0;
        for (int at = first; at > 0; at /= 2) {
            sum += x[at - 1] * x[at] * x[at + 1];
        }
        return sum;
    }
}
