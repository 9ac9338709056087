package dev.fluxion.agent.derive;

import java.util.Arrays;

/** The gradients of {@link NumericalPrograms}: by formula, by enumeration, or by a recurrence differentiated by hand. */
@SuppressWarnings("unused") // called by reflection
final class NumericalGradients {
    private NumericalGradients() {}

    /** Each component is its start times r(h·rate)¹², r being the exponential series cut after the fourth power. */
    static double[] rungeKuttaOnArrays(double[] x) {
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double z = 0.1 * x[i];
            double r = 1 - z + z * z / 2 - z * z * z / 6 + z * z * z * z / 24;
            double derivative = -1 + z - z * z / 2 + z * z * z / 6;
            double start = NumericalPrograms.DECAY_START[i];
            gradient[i] = start * start * 24 * Math.pow(r, 23) * derivative * 0.1;
        }
        return gradient;
    }

    /** A product of one factor for each accepted step; the steps do not move with x. */
    static double[] adaptiveSteps(double[] x) {
        double y = x[0];
        double logarithmic = 0;
        double h = 0.3;
        for (double t = 0; t < 2; ) {
            h = Math.min(h, 2 - t);
            double z = h * x[1];
            if (Math.abs(0.5 * z * z * y) > 0.01) {
                h /= 2;
            } else {
                y *= 1 + z + 0.5 * z * z;
                logarithmic += (h + h * z) / (1 + z + 0.5 * z * z);
                t += h;
                h *= 1.25;
            }
        }
        return new double[] {2 * y * y * x[2] / x[0], 2 * y * y * x[2] * logarithmic, y * y, 0, 0};
    }

    /** With P the seventh power of one step's matrix and W the weights, 2 PᵀWP x. */
    static double[] heatEquationWithSwappedBuffers(double[] x) {
        int n = x.length;
        double[][] power = new double[n][n];
        for (int i = 0; i < n; i++) {
            power[i][i] = 1;
        }
        for (int step = 0; step < 7; step++) {
            double[][] next = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    next[i][j] = 0.6 * power[i][j] + 0.2 * (power[(i + 1) % n][j] + power[(i + n - 1) % n][j]);
                }
            }
            power = next;
        }
        double[] gradient = new double[n];
        for (int i = 0; i < n; i++) {
            double u = 0;
            for (int j = 0; j < n; j++) {
                u += power[i][j] * x[j];
            }
            for (int j = 0; j < n; j++) {
                gradient[j] += 2 * (i + 1) * u * power[i][j];
            }
        }
        return gradient;
    }

    static double[] fastFourierTransformInPlace(double[] x) {
        double[] gradient = new double[x.length];
        for (int k = 0; k < 8; k++) {
            double re = 0;
            double im = 0;
            for (int j = 0; j < x.length; j++) {
                re += x[j] * Math.cos(Math.PI / 4 * j * k);
                im -= x[j] * Math.sin(Math.PI / 4 * j * k);
            }
            for (int j = 0; j < x.length; j++) {
                double turn = re * Math.cos(Math.PI / 4 * j * k) - im * Math.sin(Math.PI / 4 * j * k);
                gradient[j] += 2 * (k + 1) * turn;
            }
        }
        return gradient;
    }

    /** The root by the hyperbolic formula, its derivatives by the implicit function theorem. */
    static double[] cubicRootByBisectionThenNewton(double[] x) {
        double slope = 1 + x[0] * x[0];
        double z = 1.5 * x[1] / slope * Math.sqrt(3 / slope);
        double root = 2 * Math.sqrt(slope / 3) * Math.sinh(Math.log(z + Math.sqrt(z * z + 1)) / 3);
        double steepness = 3 * root * root + slope;
        return new double[] {-2 * x[0] * root / steepness, 1 / steepness, 0, 0, 0};
    }

    static double[] memoizedRecursion(double[] x) {
        double[] values = {x[0], x[1]};
        double[][] gradients = {{1, 0, 0, 0, 0}, {0, 1, 0, 0, 0}};
        for (int n = 2; n <= 15; n++) {
            double[] next = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                next[i] = x[2] * gradients[1][i] + 0.5 * gradients[0][i] + (i == 2 ? values[1] : 0);
            }
            gradients = new double[][] {gradients[1], next};
            values = new double[] {values[1], x[2] * values[1] + 0.5 * values[0]};
        }
        return gradients[1];
    }

    static double[] quickSortInPlace(double[] x) {
        return ofWeightedCubesByRank(x);
    }

    static double[] mergeSortWithWorkspace(double[] x) {
        return ofWeightedCubesByRank(x);
    }

    private static double[] ofWeightedCubesByRank(double[] x) {
        return Arrays.stream(x)
                .map(v -> 3 * (1 + Arrays.stream(x).filter(w -> w < v).count()) * v * v)
                .toArray();
    }

    static double[] prefixSumsInPlace(double[] x) {
        double[] gradient = new double[x.length];
        double prefix = 0;
        for (int j = 0; j < x.length; j++) {
            prefix += x[j] * x[j];
            for (int i = 0; i <= j; i++) {
                gradient[i] += 4 * x[i] * prefix;
            }
        }
        return gradient;
    }

    /** The disk with i disks below it is moved 2ⁱ times. */
    static double[] towersOfHanoi(double[] x) {
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            gradient[i] = 2 * x[i] * Math.pow(1.05, 2 << i);
        }
        return gradient;
    }

    /** Without row k, the permanent by sets of columns; its factor is the permanent's derivative. */
    static double[] permanentByPermutations(double[] x) {
        double[] gradient = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            double[] bySet = new double[32];
            bySet[0] = 1;
            for (int set = 0; set < 31; set++) {
                int row = Integer.bitCount(set);
                for (int column = 0; column < 5; column++) {
                    if ((set >> column & 1) == 0) {
                        bySet[set | 1 << column] += bySet[set] * (row == k ? 1 : x[row] + 0.3 * column);
                    }
                }
            }
            gradient[k] = bySet[31];
        }
        return gradient;
    }

    static double[] recursionFiveHundredDeep(double[] x) {
        double sum = (1 - Math.pow(0.999, 500)) / (1 - 0.999);
        return new double[] {x[1] * sum, x[0] * sum, 0, 0, 0};
    }

    /** Six times v ← a v + b. */
    static double[] mutualRecursion(double[] x) {
        double a = 0.9 * x[1];
        double b = 0.9 * x[2] - x[3] * x[3];
        double sum = 0;
        double slope = 6 * Math.pow(a, 5) * x[0];
        for (int k = 0; k < 6; k++) {
            sum += Math.pow(a, k);
            slope += b * k * Math.pow(a, k - 1);
        }
        return new double[] {Math.pow(a, 6), 0.9 * slope, 0.9 * sum, -2 * x[3] * sum, 0};
    }

    static double[] hornerDownwards(double[] x) {
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            gradient[i] += Math.pow(x[0], i);
            gradient[0] += i * x[i] * Math.pow(x[0], i - 1);
        }
        return gradient;
    }

    static double[] continuedFraction(double[] x) {
        double[] tails = new double[x.length];
        for (int i = x.length - 1; i >= 0; i--) {
            tails[i] = 3 + x[i] + (i == x.length - 1 ? 0 : 1 / tails[i + 1]);
        }
        double[] gradient = new double[x.length];
        gradient[0] = 1;
        for (int i = 1; i < x.length; i++) {
            gradient[i] = -gradient[i - 1] / (tails[i] * tails[i]);
        }
        return gradient;
    }

    static double[] convolutionWithItself(double[] x) {
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                for (int k = 0; k < x.length; k++) {
                    int l = i + j - k;
                    gradient[i] += l < 0 || l >= x.length ? 0 : 4 * x[j] * x[k] * x[l];
                }
            }
        }
        return gradient;
    }

    /** The program is s² + (s − 1) x₁ − 3 x₀ x₂ with s = x₀ (x₂ x₃ + 1). */
    static double[] compoundAssignmentsWithSideEffects(double[] x) {
        double s = x[0] * (x[2] * x[3] + 1);
        double slope = 2 * s + x[1];
        return new double[] {
            slope * (x[2] * x[3] + 1) - 3 * x[2], s - 1, slope * x[0] * x[3] - 3 * x[0], slope * x[0] * x[2], 0
        };
    }
}
