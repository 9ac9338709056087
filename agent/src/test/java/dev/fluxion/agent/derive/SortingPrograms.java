package dev.fluxion.agent.derive;

import java.util.Arrays;

/** Functions of numbers that they sort; each weighs what it has sorted by place. */
final class SortingPrograms {
    private SortingPrograms() {}

    private static double weighed(double[] sorted) {
        double sum = 0;
        for (int i = 0; i < sorted.length; i++) {
            sum += (i + 1) * sorted[i] * sorted[i];
        }
        return sum;
    }

    static double whole(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        return weighed(sorted);
    }

    static double range(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted, 1, 4);
        return weighed(sorted);
    }

    static double parallel(double[] x) {
        double[] sorted = x.clone();
        Arrays.parallelSort(sorted);
        Arrays.parallelSort(sorted, 0, 2);
        return weighed(sorted);
    }

    static double inPlace(double[] x) {
        Arrays.sort(x);
        return weighed(x);
    }

    static double squaresInLoop(double[] x) {
        double[] work = x.clone();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < work.length; i++) {
                work[i] = work[i] * work[i] * 0.5 - i * work[0];
            }
            Arrays.sort(work, round % 2, work.length);
        }
        return weighed(work);
    }

    static double rowsOfMatrix(double[] x) {
        double[][] rows = {x.clone(), new double[x.length]};
        for (int i = 0; i < x.length; i++) {
            rows[1][i] = x[i] * x[x.length - 1 - i];
        }
        double sum = 0;
        for (double[] row : rows) {
            Arrays.sort(row);
            sum += weighed(row);
        }
        return sum;
    }

    static double inCallee(double[] x) {
        double[] y = sorted(x);
        return weighed(y) * y[0];
    }

    private static double[] sorted(double[] x) {
        double[] copy = Arrays.copyOf(x, x.length);
        Arrays.sort(copy);
        return copy;
    }

    static double ofAnInertCopy(double[] x) {
        double[] places = {3, 1, 2, 0, 4};
        Arrays.sort(places);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += places[i % 5] * x[i] * x[i];
        }
        return sum;
    }

    static double outOfRangeIsCaught(double[] x) {
        double[] sorted = x.clone();
        try {
            Arrays.sort(sorted, 1, 99);
        } catch (ArrayIndexOutOfBoundsException e) {
            Arrays.sort(sorted);
        }
        try {
            Arrays.sort(sorted, 3, 1);
        } catch (IllegalArgumentException e) {
            sorted[0] *= 2;
        }
        return weighed(sorted);
    }

    static double median(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
