package dev.fluxion.agent.sweep;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Hessian and its product with a direction, against differences of gradients and each other. */
final class SecondOrder {
    private final ToDoubleFunction<double[]> function;
    private final double[] x;
    private final boolean isSingle;
    private final SecondDerivatives derivatives;
    private Finding finding = Finding.FINE;

    private SecondOrder(
            ToDoubleFunction<double[]> function, SecondDerivatives derivatives, double[] x, boolean isSingle) {
        this.function = function;
        this.derivatives = derivatives;
        this.x = x;
        this.isSingle = isSingle;
    }

    static Finding of(ToDoubleFunction<double[]> function, SecondDerivatives derivatives, double[] x, boolean isSingle)
            throws Throwable {
        SecondOrder order = new SecondOrder(function, derivatives, x, isSingle);
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
        double[] ofGradient = new double[x.length];
        double valueOfGradient = derivatives.gradient(x.clone(), ofGradient);
        double valueOfProduct = derivatives.hvp(x.clone(), direction, slope, product);
        double[] gradientOfHessian = new double[x.length];
        double[][] hessian = new double[x.length][x.length];
        double valueOfHessian = derivatives.hessian(x.clone(), gradientOfHessian, hessian);
        double[] values = {valueOfGradient, valueOfProduct, valueOfHessian};
        if (!Leaves.same(new double[] {value, value, value}, values)) {
            note(Verdict.VALUE_CHANGED, "value " + value + ", of gradient, hvp and hessian " + Arrays.toString(values));
        }
        double scale = 0;
        double computed = Leaves.weighed(test, product);
        for (int i = 0; i < x.length; i++) {
            scale += Precision.term(test[i] * slope[i]);
            for (int j = 0; j < x.length; j++) {
                scale += Precision.term(test[i] * hessian[i][j] * x[j]);
            }
        }
        Precision precision = new Precision(scale, isSingle);
        compare("gradient of hvp", slope, ofGradient);
        compare("gradient of hessian", gradientOfHessian, ofGradient);
        compare(direction, product, hessian, precision);
        Differences differences = Differences.of(t -> along(direction, test, t), precision);
        Verdict verdict = Spread.soften(
                differences.judge(computed),
                computed - differences.value(),
                moved -> Leaves.weighed(test, product(moved, direction)),
                x);
        note(verdict, differences + ", hvp " + computed);
    }

    private void compare(double[] direction, double[] product, double[][] hessian, Precision precision)
            throws Throwable {
        for (int i = 0; i < x.length; i++) {
            double sum = Leaves.weighed(direction, hessian[i]);
            double terms = Math.abs(product[i]);
            for (int j = 0; j < x.length; j++) {
                terms += Math.abs(hessian[i][j] * direction[j]);
            }
            String numbers = "hvp " + product[i] + ", hessian " + sum + " in component " + i;
            if (Double.isNaN(sum) != Double.isNaN(product[i])) {
                note(Verdict.NOT_A_NUMBER, numbers);
            } else if (FirstOrder.differ(sum, product[i], precision.tolerance(terms))) {
                int component = i;
                note(
                        Spread.soften(
                                Verdict.WRONG, sum - product[i], moved -> product(moved, direction)[component], x),
                        numbers);
            }
        }
    }

    private double[] product(double[] moved, double[] direction) throws Throwable {
        double[] product = new double[x.length];
        double unused = derivatives.hvp(moved, direction, new double[x.length], product);
        return product;
    }

    /** The first derivatives that come with the second ones. */
    private void compare(String which, double[] gradient, double[] expected) {
        Precision precision = new Precision(0, isSingle);
        for (int i = 0; i < x.length; i++) {
            String numbers = which + " " + gradient[i] + ", gradient " + expected[i] + " in component " + i;
            if (Double.isNaN(gradient[i]) != Double.isNaN(expected[i])) {
                note(Verdict.NOT_A_NUMBER, numbers);
            } else if (FirstOrder.differ(gradient[i], expected[i], precision.tolerance(Math.abs(expected[i])))) {
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
            double unused = derivatives.gradient(moved, slope);
        } catch (Throwable outside) {
            return Double.NaN;
        }
        return Leaves.weighed(test, slope);
    }

    private void note(Verdict verdict, String text) {
        finding = finding.worse(new Finding(verdict, text + " at " + Arrays.toString(x)));
    }
}
