package dev.fluxion.agent.sweep;

import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Hessian and its product with a direction, against differences of gradients and each other. */
final class SecondOrder {
    private final ToDoubleFunction<double[]> function;
    private final double[] x;
    private final boolean isSingle;
    private final MethodHandle gradient;
    private Finding finding = Finding.FINE;

    private SecondOrder(ToDoubleFunction<double[]> function, double[] x, boolean isSingle) throws Throwable {
        this.function = function;
        this.x = x;
        this.isSingle = isSingle;
        this.gradient = Laboratory.theCompiler().function("gradient", function);
    }

    static Finding of(ToDoubleFunction<double[]> function, double[] x, boolean isSingle) throws Throwable {
        SecondOrder order = new SecondOrder(function, x, isSingle);
        order.compare();
        return order.finding;
    }

    private void compare() throws Throwable {
        double value = function.applyAsDouble(x.clone());
        Random random = new Random(x.length);
        double[] direction = new double[x.length];
        double[] test = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            direction[i] = (x[i] == 0 ? 0.125 : Math.abs(x[i])) * (2 * random.nextDouble() - 1);
            test[i] = 2 * random.nextDouble() - 1;
        }
        double[] slope = new double[x.length];
        double[] product = new double[x.length];
        MethodHandle hvp = Laboratory.theCompiler().function("hvp", function);
        double valueOfProduct = (double) hvp.invoke(x.clone(), direction, slope, product);
        double[] gradientOfHessian = new double[x.length];
        double[][] hessian = new double[x.length][x.length];
        double valueOfHessian = (double) Laboratory.theCompiler()
                .function("valueGradientAndHessian", function)
                .invoke(x.clone(), gradientOfHessian, (Object) hessian);
        if (!Leaves.same(new double[] {value, value}, new double[] {valueOfProduct, valueOfHessian})) {
            note(
                    Verdict.VALUE_CHANGED,
                    "value " + value + ", of hvp " + valueOfProduct + ", of hessian " + valueOfHessian);
        }
        double scale = 0;
        double computed = 0;
        for (int i = 0; i < x.length; i++) {
            computed += test[i] * product[i];
            scale += Math.abs(test[i] * slope[i]);
            for (int j = 0; j < x.length; j++) {
                scale += Math.abs(test[i] * hessian[i][j] * x[j]);
            }
        }
        Precision precision = new Precision(scale, isSingle);
        compare(direction, product, hessian, precision);
        Differences differences = Differences.of(t -> along(direction, test, t), precision);
        Verdict verdict = Spread.soften(
                differences.judge(computed),
                computed - differences.value(),
                moved -> {
                    double[] other = new double[x.length];
                    double unused = (double) hvp.invoke(moved, direction, new double[x.length], other);
                    double sum = 0;
                    for (int i = 0; i < x.length; i++) {
                        sum += test[i] * other[i];
                    }
                    return sum;
                },
                x);
        note(verdict, differences + ", hvp " + computed);
    }

    private void compare(double[] direction, double[] product, double[][] hessian, Precision precision) {
        for (int i = 0; i < x.length; i++) {
            double sum = 0;
            double terms = Math.abs(product[i]);
            for (int j = 0; j < x.length; j++) {
                sum += hessian[i][j] * direction[j];
                terms += Math.abs(hessian[i][j] * direction[j]);
            }
            String numbers = "hvp " + product[i] + ", hessian " + sum + " in component " + i;
            if (Double.isNaN(sum) != Double.isNaN(product[i])) {
                note(Verdict.NOT_A_NUMBER, numbers);
            } else if (Math.abs(sum - product[i]) > precision.tolerance(terms)) {
                note(Verdict.WRONG, numbers);
            }
        }
    }

    private double along(double[] direction, double[] test, double t) {
        double[] moved = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            moved[i] = x[i] + t * direction[i];
        }
        double[] slope = new double[x.length];
        try {
            double unused = (double) gradient.invoke(moved, slope);
        } catch (Throwable outside) {
            return Double.NaN;
        }
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += test[i] * slope[i];
        }
        return sum;
    }

    private void note(Verdict verdict, String text) {
        finding = finding.worse(new Finding(verdict, text + " at " + Arrays.toString(x)));
    }
}
