package dev.fluxion.agent.derive;

import java.util.Arrays;

/** Small numerical programs, {@code double f(double[])} each, of the shapes that users write. */
@SuppressWarnings({"unused", "fallthrough"}) // called by reflection
final class Programs {
    private Programs() {}

    static double sum(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i];
        }
        return sum;
    }

    static double rosenbrock(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length - 1; i++) {
            double a = x[i + 1] - x[i] * x[i];
            double b = 1 - x[i];
            sum += 100 * a * a + b * b;
        }
        return sum;
    }

    static double branchesInALoop(double[] x) {
        double s = 1;
        for (double v : x) {
            if (v > 0) {
                s = s * Math.exp(v * 0.1);
            } else if (v < -1) {
                s = s + v * v / s;
            } else {
                s -= 0.5 * v;
            }
        }
        return s;
    }

    static double newtonIteration(double[] x) {
        double square = x[1] * x[1] + 1;
        double root = x[0] + 2;
        while (Math.abs(root * root - square) > 1e-12) {
            root = 0.5 * (root + square / root);
        }
        return root;
    }

    static double loopsLeftByBreakUnderAHugeBound(double[] x) {
        double sum = 0;
        for (int i = 0; i < 1_000_000_000; i++) {
            if (i >= x.length) {
                break;
            }
            double t = x[i];
            for (int j = 0; ; j++) {
                if (j > i) {
                    break;
                }
                sum += t * j;
                t = t * 0.5 + sum * 0.01;
            }
        }
        return sum;
    }

    static double swapsInALoop(double[] x) {
        double a = x[0];
        double b = x[1];
        for (int i = 0; i < 5; i++) {
            double t = a;
            a = b;
            b = t + 0.1 * a * b;
        }
        return a * b * b;
    }

    static double workspaceOverwritten(double[] x) {
        double[] h = new double[x.length];
        for (int i = 0; i < h.length; i++) {
            h[i] = Math.tanh(x[i]);
        }
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            for (int i = 1; i < h.length; i++) {
                h[i] = h[i] * h[i - 1];
                sum += h[i];
            }
        }
        return sum;
    }

    static double recursion(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += descend(x[i], x, i);
        }
        return sum;
    }

    private static double descend(double a, double[] x, int i) {
        return i == 0 ? a : a * x[i] + descend(a * 0.5, x, i - 1);
    }

    static double argumentsMutated(double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = x[i] * x[i];
        }
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return sum;
    }

    static double arrayChangedAfterACallReadIt(double[] x) {
        double[] y = x.clone();
        double sum = weighted(y, 2);
        Arrays.fill(y, 7);
        return sum + weighted(y, 1) * weighted(x, 2);
    }

    private static double weighted(double[] x, int n) {
        if (n == 0) {
            return x[1] * x[1];
        }
        double sum = 0;
        for (double v : x) {
            sum += v * v * n;
        }
        return sum + weighted(x, n - 1);
    }

    static double luWithRowPivoting(double[] x) {
        int n = 3;
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = x[i] * x[j] + (i == j ? 0.2 * i : Math.sin(i + 2 * j));
            }
        }
        double determinant = 1;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) {
                    pivot = i;
                }
            }
            if (pivot != k) {
                double[] row = a[k];
                a[k] = a[pivot];
                a[pivot] = row;
                determinant = -determinant;
            }
            determinant *= a[k][k];
            for (int i = k + 1; i < n; i++) {
                double factor = a[i][k] / a[k][k];
                for (int j = k; j < n; j++) {
                    a[i][j] -= factor * a[k][j];
                }
            }
        }
        return determinant;
    }

    static double rungeKuttaWithCalls(double[] x) {
        double y = x[0];
        double v = x[1];
        double h = 0.05;
        for (int i = 0; i < 20; i++) {
            double k1 = acceleration(y, x[2]);
            double k2 = acceleration(y + 0.5 * h * v, x[2]);
            double k3 = acceleration(y + 0.5 * h * v + 0.25 * h * h * k1, x[2]);
            double k4 = acceleration(y + h * v + 0.5 * h * h * k2, x[2]);
            y += h * v + h * h * (k1 + k2 + k3) / 6;
            v += h * (k1 + 2 * k2 + 2 * k3 + k4) / 6;
        }
        return y * y + v;
    }

    private static double acceleration(double y, double k) {
        return -k * Math.sin(y);
    }

    static double handlerNotReached(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            try {
                sum += x[i] * x[i];
            } catch (RuntimeException e) {
                sum = -1;
            }
        }
        return sum;
    }

    static double handlerReached(double[] x) {
        double sum = 0;
        for (int i = 0; i <= x.length; i++) {
            try {
                sum += x[i] * x[i];
            } catch (ArrayIndexOutOfBoundsException e) {
                sum = sum * sum;
            }
        }
        return sum;
    }

    static double cleanupReadsWhatWasComputedBefore(double[] x) {
        double s = x[1];
        double t = x[0];
        try {
            for (int k = 0; k < 3; k++) {
                t = t * x[k];
                try {
                    int quotient = 7 / (2 - k);
                    s += quotient * t;
                } finally {
                    t += s;
                }
            }
        } catch (ArithmeticException reached) {
            return s * t;
        }
        return s;
    }

    static double switchWithFallThrough(double[] x) {
        double s = 1;
        for (int i = 0; i < x.length; i++) {
            switch (i % 3) {
                case 0:
                    s *= x[i];
                    break;
                case 1:
                    s += x[i];
                // fall through
                default:
                    s = s * s * 0.1 + 1;
            }
        }
        return s;
    }

    static double overlappingCopies(double[] x) {
        double[] y = x.clone();
        System.arraycopy(y, 0, y, 1, y.length - 1);
        double[] z = Arrays.copyOf(y, y.length + 1);
        Arrays.fill(z, 0, 1, x[1]);
        double[] part = Arrays.copyOfRange(z, 1, 4);
        double sum = part[1] * part[2];
        for (int i = 0; i < z.length; i++) {
            sum += z[i] * z[i] * (i + 1);
        }
        return sum;
    }

    static double logSumExp(double[] x) {
        double largest = x[0];
        for (double v : x) {
            largest = Math.max(largest, v);
        }
        double sum = 0;
        for (double v : x) {
            sum += Math.exp(v - largest);
        }
        return largest + Math.log(sum);
    }

    static double sortedByInsertion(double[] x) {
        double[] y = x.clone();
        for (int i = 1; i < y.length; i++) {
            double v = y[i];
            int j = i - 1;
            while (j >= 0 && y[j] > v) {
                y[j + 1] = y[j];
                j--;
            }
            y[j + 1] = v;
        }
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += (i + 1) * y[i] * y[i];
        }
        return sum;
    }

    static double binomialTree(double[] x) {
        int steps = 6;
        double up = Math.exp(0.1 * (1 + x[0] * x[0]));
        double down = 1 / up;
        double p = (1.01 - down) / (up - down);
        double[] values = new double[steps + 1];
        for (int i = 0; i <= steps; i++) {
            values[i] = Math.max(10 + x[1] * Math.pow(up, 2 * i - steps) * 10 - 10, 0);
        }
        for (int step = steps - 1; step >= 0; step--) {
            for (int i = 0; i <= step; i++) {
                values[i] = (p * values[i + 1] + (1 - p) * values[i]) / 1.01;
            }
        }
        return values[0];
    }

    static double labelledContinueAndReturn(double[] x) {
        double s = 0;
        outer:
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < x.length; j++) {
                s += x[j] * x[j] * (i + 1);
                if (j > i) {
                    continue outer;
                }
                if (s > 1e6) {
                    return s * x[0];
                }
            }
            s *= 0.5;
        }
        return s * x[1];
    }

    static double rowsThatAreShared(double[] x) {
        double[][] rows = {x.clone(), null, x};
        rows[1] = rows[0];
        rows[1][2] *= rows[2][1];
        double[] row = pick(rows, 0);
        row[0] = row[0] * row[2];
        double sum = 0;
        for (double[] each : rows) {
            for (double v : each) {
                sum += v * v;
            }
        }
        return sum;
    }

    private static double[] pick(double[][] rows, int index) {
        return rows[index];
    }

    static double threeDimensions(double[] x) {
        double[][][] cube = new double[2][3][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 2; k++) {
                    cube[i][j][k] = x[i] * x[j] + k * x[4];
                }
            }
        }
        double product = 1;
        for (double[][] plane : cube) {
            double sum = 1;
            for (double[] line : plane) {
                sum += line[0] * line[1];
            }
            product *= sum;
        }
        return product;
    }

    static double lastValueOfAnInnerLoop(double[] x) {
        double total = 0;
        for (int i = 0; i < x.length; i++) {
            double t = x[i];
            int j = 0;
            while (j < i) {
                t = Math.sin(t) + x[j];
                j++;
            }
            total += t * t * j;
        }
        return total;
    }

    static double printedAndLogged(double[] x) {
        StringBuilder text = new StringBuilder();
        double product = 1;
        for (double v : x) {
            text.append(v).append(' ');
            product *= 1 + v * v;
        }
        String message = "product " + product + text.length();
        return Double.doubleToLongBits(product) == 0L ? message.length() : product;
    }

    static double remainderAndQuotient(double[] x) {
        return (x[0] * 7 + 20) % (x[3] + 1)
                + x[1] / (x[2] * x[2] + 1)
                + Math.hypot(x[0], x[1]) * Math.atan2(x[2], x[3]);
    }

    static double strongZeros(double[] x) {
        double zero = 0 * x[0];
        double unused = Math.sqrt(zero) + Math.pow(zero, 0.5);
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return x[1] > 1e9 ? unused : sum;
    }

    /** Of another class, so that calls stay calls. */
    private static final class Elsewhere {
        static double product(double a, double b) {
            return a * b;
        }

        static double energy(double[] unused, double[] x) {
            if (unused != null) {
                unused[0] = x[0];
            }
            double sum = 0;
            for (double v : x) {
                sum += v * v * v;
            }
            return sum;
        }
    }

    /** Inert code of another class that hands out, keeps or changes arrays. */
    private static final class Helper {
        static final double[] DATA = {1, 2, 3, 4, 5};
        int calls;

        static double[] same(double[] a) {
            return a;
        }

        static double[] row(double[][] a, int i) {
            return a[i];
        }

        static double[] data() {
            return DATA;
        }

        static double[] cycle(double[] a) {
            double first = a[0];
            System.arraycopy(a, 1, a, 0, a.length - 1);
            a[a.length - 1] = first;
            return a;
        }

        @Override
        public String toString() {
            calls++;
            return "helper";
        }
    }

    private static final class Untyped {
        static <T> void put(T[] array, T value) {
            array[0] = value;
        }

        static void poke(Object[] rows, double value) {
            ((double[]) rows[0])[0] = value;
        }

        static double innermost(Object nested) {
            Object content = ((Object[]) nested)[0];
            return content instanceof Object[] ? innermost(content) : ((double[]) content)[0];
        }

        static Object[] wrap(Object content) {
            return new Object[] {content};
        }
    }

    static double arraysHandedOnAsObjects(double[] x) {
        double[] w = new double[x.length];
        double[][] rows = new double[2][x.length];
        double[][] others = new double[2][x.length];
        Untyped.put(rows, w);
        Object[] wrapped = Untyped.wrap(others[1]);
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            s += (w[0] + 1 + others[0][0] + others[1][0]) * x[i] * x[i];
            rows[0][0] = x[i];
            Untyped.poke(others, i);
            ((double[]) wrapped[0])[0] = 2 * i;
        }
        return s;
    }

    static double recursionIntoNestedArrays(double[] x) {
        double[] leaf = {2};
        double s = 0;
        Object nested = new Object[] {new Object[] {new Object[] {leaf}}};
        for (double v : x) {
            s += Untyped.innermost(nested) * v * v;
            leaf[0]++;
        }
        return s;
    }

    static double inertArraysUnderTwoNames(double[] x) {
        double[] w = new double[x.length];
        double[] v = Helper.same(w);
        double[][] rows = {{1, 2, 3, 4, 5}, v};
        double[] first = Helper.row(rows, 0);
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            s += (w[i] + rows[0][i]) * x[i] * x[i];
            v[(i + 1) % v.length] = 3;
            first[(i + 1) % v.length] = 7;
        }
        return s;
    }

    static double inertArrayThatACalleeHandsOut(double[] x) {
        double[] data = Helper.data();
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            s += data[0] * x[i] * x[i];
            Helper.cycle(Helper.DATA);
        }
        return s;
    }

    static double inertMethodThatFillsAnArray(double[] x) {
        byte[] bytes = new byte[6];
        java.util.Random random = new java.util.Random(3);
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            s += (bytes[0] + 1) * x[i] * x[i];
            random.nextBytes(bytes);
        }
        return s;
    }

    static double inertTextThatRunsCodeOfTheProgram(double[] x) {
        Helper helper = new Helper();
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            s += (helper.calls + 1) * x[i] * x[i];
            String text = "" + helper;
            s += text.length() + helper.calls * x[i];
            text = String.valueOf(helper);
        }
        return s;
    }

    static double callsOfScalarsOnly(double[] x) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            sum += Elsewhere.product(x[i], x[i + 1]);
        }
        return sum;
    }

    static double nullForAnArrayTheCalleeMayWrite(double[] x) {
        return Elsewhere.energy(null, x);
    }

    static double formattedAndHashed(double[] x) {
        String text = String.format("%.3f %.1f", x[0], Double.valueOf(x[1]));
        int hash = java.util.Objects.hash(x[0], x[1], text);
        Object[] boxes = {x[2], text};
        System.getLogger("quiet").log(System.Logger.Level.TRACE, "{0} {1}", boxes);
        boolean larger = Double.valueOf(x[0]).compareTo(-7.0) > 0;
        return hash == 7 || !larger ? x[2] : x[0] * x[1] * text.length();
    }

    static double bitsInAnArray(double[] x) {
        long[] bits = {Double.doubleToRawLongBits(x[0]), 0};
        bits[1] = bits[0] >>> 63;
        return bits[1] == 0 ? x[1] * x[0] : x[2];
    }

    static double lengthReadAgainAfterAHandler(double[] x) {
        int caught = 0;
        try {
            for (int i = 0; 1 < x.length; i++) {
                double unused = (new double[1])[i];
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            caught++;
        }
        double sum = caught;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * x[j];
        }
        return sum;
    }

    static double remainderInATry(double[] x) {
        double v = 2 + x[0];
        try {
            for (int i = 0; i < 2; i++) {
                v %= 1.3 + x[1] * x[1];
                v += x[i];
            }
        } catch (IllegalStateException e) {
            v = 0;
        }
        return v * v;
    }

    static double deadCallInATry(double[] x) {
        double v = 1 + x[0];
        for (int i = 0; i < 2; i++) {
            try {
                double unused = Math.atan(v * v);
            } catch (RuntimeException e) {
                v = x[1] / (v * v);
            }
            v *= x[2];
        }
        return v * v;
    }

    private record Weight(int n) {}

    private static final class Weighing {
        static double weighed(double v, Weight weight) {
            return v * weight.n() * v;
        }
    }

    static double objectMadeInATry(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            try {
                Weight weight = new Weight(i + 1);
                sum += Weighing.weighed(x[i], weight);
            } catch (IllegalStateException e) {
                sum = 0;
            }
        }
        return sum;
    }

    static double finallyAroundACall(double[] x) {
        double sum = 0;
        int count = 0;
        for (double v : x) {
            try {
                sum += Elsewhere.product(v, v) * v;
            } finally {
                count++;
            }
        }
        synchronized (Programs.class) {
            return Elsewhere.product(sum, count);
        }
    }

    static double loopBoundFromBits(double[] x) {
        int n = (int) (Double.doubleToLongBits(x[0] * 0 + 3) >>> 51 & 3) + 2;
        double sum = 1;
        for (int i = 0; i < n; i++) {
            sum *= x[i] + sum;
        }
        return sum;
    }

    /** Calls itself with ever other arguments active. */
    private static double entangled(int depth, double[] p, double[] q, double[] r, double s, double t) {
        if (depth <= 0) {
            return p[0] * s + q[1] * t + r[2];
        }
        double a = entangled(depth - 1, r, p, new double[4], t, 1.0);
        a += entangled(depth - 1, new double[3], r, p, 2.0, s);
        p[0] = a * entangled(depth - 1, q, p, r, s, a);
        return a + q[0];
    }

    static double recursionWithManyActivities(double[] x) {
        return entangled(2, x, x, x, x[1], x[2]) + entangled(1, x, new double[3], x, 2, x[0]);
    }

    /** A logger whose handler is the program's own. */
    private static final class Counted extends java.util.logging.Handler {
        private static final java.util.logging.Logger LOGGER =
                java.util.logging.Logger.getLogger("dev.fluxion.test.counted");
        private int records;

        @Override
        public void publish(java.util.logging.LogRecord logged) {
            records++;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    static double loggingThatRunsCodeOfTheProgram(double[] x) {
        Counted counted = new Counted();
        Counted.LOGGER.setUseParentHandlers(false);
        Counted.LOGGER.addHandler(counted);
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            s += (counted.records + 1) * x[i] * x[i];
            Counted.LOGGER.info("step");
        }
        Counted.LOGGER.removeHandler(counted);
        return s;
    }

    private static final class Negative extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    static double callAndCaughtThrowInOneTry(double[] x) {
        double best = 0;
        for (double d : x) {
            double c;
            try {
                c = Elsewhere.product(d, d);
                if (d < 0) {
                    throw new Negative();
                }
            } catch (Negative e) {
                c = -d;
            }
            best = best * 0.5 + c;
        }
        return best;
    }

    static double callThenConstantFromAHandler(double[] x) {
        double best = 0;
        for (int i = 0; i < x.length; i++) {
            double c = x[i];
            try {
                c = c * c;
                c = Elsewhere.product(c, c);
                if (i == 2) {
                    throw new Negative();
                }
            } catch (Negative e) {
                c = 1;
            }
            best = best * 0.5 + c * x[0];
        }
        return best;
    }

    static double factorThatTogglesItsTopBit(double[] x) {
        double s = 0;
        long h = 5;
        for (int i = 0; i < 4; i++) {
            s += x[i] * x[i] * (h < 0 ? 2 : 3) + x[i] * (h >>> 60);
            h += Long.MIN_VALUE;
        }
        return s;
    }

    private static volatile int ticks;

    static double volatileFieldThatOthersChange(double[] x) throws InterruptedException {
        ticks = 1;
        double s = 0;
        for (int i = 0; i < 3; i++) {
            s += ticks * x[i] * x[i];
            int next = ticks + 1;
            Thread other = new Thread(() -> ticks = next);
            other.start();
            other.join();
        }
        return s;
    }
}
