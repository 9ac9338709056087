package dev.fluxion.agent.link;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.HvpOf;
import dev.fluxion.JvpOf;
import dev.fluxion.VjpOf;

/** Methods of several arguments, and methods that call derivatives of theirs. */
@SuppressWarnings("unused") // called by reflection
final class EntryPrograms {
    private EntryPrograms() {}

    static double energy(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.sin(x[i]) * x[i] * x[(i + 1) % x.length];
        }
        return sum;
    }

    static double product(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * x[i] * y[i];
        }
        return sum;
    }

    static double[] squares(double[] x, double k) {
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = k * x[i] * x[(i + 1) % x.length];
        }
        return result;
    }

    static double rows(double[][] a, double[] x) {
        double sum = 0;
        for (double[] row : a) {
            double inner = 0;
            for (int i = 0; i < row.length; i++) {
                inner += row[i] * x[i];
            }
            sum += inner * inner;
        }
        return sum;
    }

    static double pivoted(double[][] a, double[] x) {
        double[] first = a[0];
        a[0] = a[1];
        a[1] = first;
        return rows(a, x) + 2 * a[0][0];
    }

    static double overwriting(double[] x) {
        for (int i = 1; i < x.length; i++) {
            x[i] *= x[i - 1];
        }
        return x[x.length - 1] * x[1];
    }

    static double weighted(double a, double[] x, double b) {
        return a * x[0] + b * b * x[1];
    }

    static double labelled(double[] x, Object label) {
        return x[0] * x[1] * (label == null ? 2 : 3);
    }

    static double singlePrecision(double[] x) {
        float a = (float) x[0];
        float b = (float) x[1];
        float sum = 1;
        for (int i = 2; i < x.length; i++) {
            sum = -(sum - a / b) * (float) x[i] + a % 0.3f;
            a -= b * sum;
        }
        return sum * (double) a;
    }

    static double bitsPutTogether(double[] x) {
        long sign = Double.doubleToRawLongBits(x[1]) & Long.MIN_VALUE;
        double signed = Double.longBitsToDouble(Double.doubleToRawLongBits(x[0]) ^ sign);
        return signed * x[2] + signed * signed;
    }

    private static final class Work {
        final double[] numbers;
        int calls;

        Work(double[] numbers) {
            this.numbers = numbers;
        }
    }

    static double objectsAndCasts(double[] x) {
        Work work = new Work(new double[] {1, 2, 3, 4, 5});
        Object array = x.clone();
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            work.calls++;
            sum += ((double[]) array)[i] * work.numbers[i] * x[i];
            synchronized (work) {
                sum *= array instanceof double[] ? 1.5 : 2;
            }
        }
        String text = "after " + work.calls;
        return sum * text.length();
    }

    static double[] inPlace(double[] x, double[] out) {
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] * x[(i + 1) % x.length];
        }
        return out;
    }

    @GradientOf("energy")
    static double[] energyGradient(double[] x) {
        return Fluxion.derived();
    }

    @HvpOf("energy")
    static double[] energyHvp(double[] x, double[] direction) {
        return Fluxion.derived();
    }

    @GradientOf(value = "product", wrt = "x")
    static double[] productGradient(double[] x, double[] y) {
        return Fluxion.derived();
    }

    @GradientOf(value = "rows", wrt = "x")
    static double[] rowsGradient(double[][] a, double[] x) {
        return Fluxion.derived();
    }

    @JvpOf(value = "squares", wrt = "x")
    static double[] squaresJvp(double[] x, double k, double[] tangent) {
        return Fluxion.derived();
    }

    @VjpOf(value = "squares", wrt = "x")
    static double[] squaresVjp(double[] x, double k, double[] cotangent) {
        return Fluxion.derived();
    }

    private static double norm(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return sum;
    }

    static double normOfAGradient(double[] x) {
        return norm(energyGradient(x));
    }

    static double normOfAHessianTimesItsArgument(double[] x) {
        return norm(energyHvp(x, x));
    }

    static double normOfAGradientByOneOfTwo(double[] x) {
        return norm(productGradient(x, new double[] {1, 2, 3, x[0], 5}));
    }

    static double normOfAGradientByOneOfTwoThatAreTheSame(double[] x) {
        return norm(productGradient(x, x));
    }

    static double normOfAGradientBesideRows(double[] x) {
        return norm(rowsGradient(new double[][] {x.clone(), {1, x[0], 2, 3, 4}}, x));
    }

    static double normOfAGradientByARow(double[] x) {
        return norm(rowsGradient(new double[][] {x, {1, x[0], 2, 3, 4}}, x));
    }

    static double normOfATangent(double[] x) {
        return norm(squaresJvp(x, x[1], new double[] {1, 0, x[2], 0, 1}));
    }

    static double normOfACotangent(double[] x) {
        return norm(squaresVjp(x, x[1], new double[] {1, 0, x[2], 0, 1}));
    }
}
