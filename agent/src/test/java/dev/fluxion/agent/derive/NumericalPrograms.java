package dev.fluxion.agent.derive;

import java.util.Arrays;

/** Classic numerical programs, {@code double f(double[])} each; their gradients by formula are in {@link NumericalGradients}. */
@SuppressWarnings("unused") // called by reflection
final class NumericalPrograms {
    private NumericalPrograms() {}

    static final double[] DECAY_START = {1, -2, 0.5, 3, 1.5};

    static double rungeKuttaOnArrays(double[] x) {
        double[] y = DECAY_START.clone();
        double[][] slopes = new double[4][y.length];
        double[] at = new double[y.length];
        double h = 0.1;
        for (int step = 0; step < 12; step++) {
            decay(y, x, slopes[0]);
            for (int stage = 1; stage < 4; stage++) {
                for (int i = 0; i < y.length; i++) {
                    at[i] = y[i] + (stage == 3 ? h : h / 2) * slopes[stage - 1][i];
                }
                decay(at, x, slopes[stage]);
            }
            for (int i = 0; i < y.length; i++) {
                y[i] += h / 6 * (slopes[0][i] + 2 * slopes[1][i] + 2 * slopes[2][i] + slopes[3][i]);
            }
        }
        double sum = 0;
        for (double v : y) {
            sum += v * v;
        }
        return sum;
    }

    private static void decay(double[] y, double[] rates, double[] slope) {
        for (int i = 0; i < y.length; i++) {
            slope[i] = -rates[i] * y[i];
        }
    }

    static double adaptiveSteps(double[] x) {
        double y = x[0];
        double t = 0;
        double h = 0.3;
        while (t < 2) {
            if (t + h > 2) {
                h = 2 - t;
            }
            double euler = y + h * x[1] * y;
            double heun = y + 0.5 * h * x[1] * (y + euler);
            if (Math.abs(heun - euler) > 0.01) {
                h *= 0.5;
                continue;
            }
            y = heun;
            t += h;
            h *= 1.25;
        }
        return y * y * x[2];
    }

    static double heatEquationWithSwappedBuffers(double[] x) {
        double[] u = x.clone();
        double[] next = new double[x.length];
        int n = x.length;
        for (int step = 0; step < 7; step++) {
            for (int i = 0; i < n; i++) {
                next[i] = u[i] + 0.2 * (u[(i + n - 1) % n] - 2 * u[i] + u[(i + 1) % n]);
            }
            double[] t = u;
            u = next;
            next = t;
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (i + 1) * u[i] * u[i];
        }
        return sum;
    }

    static double fastFourierTransformInPlace(double[] x) {
        int n = 8;
        double[] re = Arrays.copyOf(x, n);
        double[] im = new double[n];
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                double t = re[i];
                re[i] = re[j];
                re[j] = t;
            }
        }
        for (int length = 2; length <= n; length <<= 1) {
            double wr = Math.cos(2 * Math.PI / length);
            double wi = -Math.sin(2 * Math.PI / length);
            for (int start = 0; start < n; start += length) {
                double cr = 1;
                double ci = 0;
                for (int p = start, q = start + length / 2; p < start + length / 2; p++, q++) {
                    double vr = re[q] * cr - im[q] * ci;
                    double vi = re[q] * ci + im[q] * cr;
                    re[q] = re[p] - vr;
                    im[q] = im[p] - vi;
                    re[p] += vr;
                    im[p] += vi;
                    double t = cr * wr - ci * wi;
                    ci = cr * wi + ci * wr;
                    cr = t;
                }
            }
        }
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += (k + 1) * (re[k] * re[k] + im[k] * im[k]);
        }
        return sum;
    }

    static double cubicRootByBisectionThenNewton(double[] x) {
        double slope = 1 + x[0] * x[0];
        double low = -10;
        double high = 10;
        while (high - low > 1e-2) {
            double middle = 0.5 * (low + high);
            if (middle * middle * middle + slope * middle > x[1]) {
                high = middle;
            } else {
                low = middle;
            }
        }
        double root = 0.5 * (low + high);
        for (int i = 0; i < 8; i++) {
            root -= (root * root * root + slope * root - x[1]) / (3 * root * root + slope);
        }
        return root;
    }

    static double memoizedRecursion(double[] x) {
        return fibonacci(15, x, new double[16], new boolean[16]);
    }

    private static double fibonacci(int n, double[] x, double[] memo, boolean[] known) {
        if (n < 2) {
            return x[n];
        }
        if (!known[n]) {
            memo[n] = x[2] * fibonacci(n - 1, x, memo, known) + 0.5 * fibonacci(n - 2, x, memo, known);
            known[n] = true;
        }
        return memo[n];
    }

    static double quickSortInPlace(double[] x) {
        quickSort(x, 0, x.length - 1);
        return weighted(x);
    }

    private static void quickSort(double[] a, int low, int high) {
        if (low >= high) {
            return;
        }
        double pivot = a[(low + high) >>> 1];
        int i = low;
        int j = high;
        while (i <= j) {
            while (a[i] < pivot) {
                i++;
            }
            while (a[j] > pivot) {
                j--;
            }
            if (i <= j) {
                double t = a[i];
                a[i++] = a[j];
                a[j--] = t;
            }
        }
        quickSort(a, low, j);
        quickSort(a, i, high);
    }

    static double mergeSortWithWorkspace(double[] x) {
        double[] y = x.clone();
        mergeSort(y, new double[y.length], 0, y.length);
        return weighted(y);
    }

    private static void mergeSort(double[] a, double[] work, int from, int to) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) / 2;
        mergeSort(a, work, from, middle);
        mergeSort(a, work, middle, to);
        int i = from;
        int j = middle;
        for (int k = from; k < to; k++) {
            work[k] = i < middle && (j >= to || a[i] <= a[j]) ? a[i++] : a[j++];
        }
        System.arraycopy(work, from, a, from, to - from);
    }

    private static double weighted(double[] sorted) {
        double sum = 0;
        for (int i = 0; i < sorted.length; i++) {
            sum += (i + 1) * sorted[i] * sorted[i] * sorted[i];
        }
        return sum;
    }

    static double prefixSumsInPlace(double[] x) {
        x[0] *= x[0];
        for (int i = 1; i < x.length; i++) {
            x[i] = x[i - 1] + x[i] * x[i];
        }
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return sum;
    }

    static double towersOfHanoi(double[] x) {
        int[] heights = {x.length, 0, 0};
        double[][] pegs = {x.clone(), new double[x.length], new double[x.length]};
        moveTower(x.length, pegs, heights, 0, 2, 1);
        double sum = 0;
        for (double[] peg : pegs) {
            for (double disk : peg) {
                sum += disk * disk;
            }
        }
        return sum;
    }

    private static void moveTower(int n, double[][] pegs, int[] heights, int from, int to, int over) {
        if (n == 0) {
            return;
        }
        moveTower(n - 1, pegs, heights, from, over, to);
        double disk = pegs[from][--heights[from]];
        pegs[from][heights[from]] = 0;
        pegs[to][heights[to]++] = disk * 1.05;
        moveTower(n - 1, pegs, heights, over, to, from);
    }

    static double permanentByPermutations(double[] x) {
        double[] sum = {0};
        permute(new int[] {0, 1, 2, 3, 4}, 0, x, sum, 1);
        return sum[0];
    }

    private static void permute(int[] columns, int row, double[] x, double[] sum, double product) {
        if (row == columns.length) {
            sum[0] += product;
            return;
        }
        for (int i = row; i < columns.length; i++) {
            int t = columns[row];
            columns[row] = columns[i];
            columns[i] = t;
            permute(columns, row + 1, x, sum, product * (x[row] + 0.3 * columns[row]));
            columns[i] = columns[row];
            columns[row] = t;
        }
    }

    static double recursionFiveHundredDeep(double[] x) {
        return geometric(500, x[0], 0.999) * x[1];
    }

    private static double geometric(int n, double a, double q) {
        return n == 0 ? 0 : a + geometric(n - 1, a * q, q);
    }

    static double mutualRecursion(double[] x) {
        return even(12, x[0], x);
    }

    private static double even(int n, double v, double[] x) {
        return n == 0 ? v : odd(n - 1, x[1] * v + x[2], x);
    }

    private static double odd(int n, double v, double[] x) {
        return n == 0 ? v : even(n - 1, v * 0.9 - x[3] * x[3], x);
    }

    static double hornerDownwards(double[] x) {
        double value = 0;
        for (int i = x.length; --i >= 0; ) {
            value = value * x[0] + x[i];
        }
        return value;
    }

    static double continuedFraction(double[] x) {
        double value = 3 + x[x.length - 1];
        for (int i = x.length - 2; i >= 0; i--) {
            value = 3 + x[i] + 1 / value;
        }
        return value;
    }

    static double convolutionWithItself(double[] x) {
        double[] c = new double[2 * x.length - 1];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                c[i + j] += x[i] * x[j];
            }
        }
        double sum = 0;
        for (double v : c) {
            sum += v * v;
        }
        return sum;
    }

    static double compoundAssignmentsWithSideEffects(double[] x) {
        double[] a = new double[x.length];
        int i = 0;
        a[i++] += x[i];
        a[i++] = a[i - 1] = x[i] * x[0];
        a[i] -= a[--i] * (i = 3);
        a[i]++;
        double s = (a[i] *= x[i]) * a[1];
        a[++i] += s += x[0];
        return s * a[4]-- + a[4] * a[0] + a[2];
    }
}
