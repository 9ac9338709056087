package dev.fluxion.agent.sweep;

import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import java.util.function.ToDoubleFunction;

/** What is asked of a function of an array to second order; each returns the value. */
interface SecondDerivatives {
    double gradient(double[] x, double[] gradient) throws Throwable;

    double hvp(double[] x, double[] direction, double[] gradient, double[] product) throws Throwable;

    double hessian(double[] x, double[] gradient, double[][] hessian) throws Throwable;

    /** Those that the compiler makes. */
    static SecondDerivatives of(ToDoubleFunction<double[]> function) throws Throwable {
        MethodHandle gradient = Laboratory.theCompiler().function("gradient", function);
        MethodHandle hvp = Laboratory.theCompiler().function("hvp", function);
        MethodHandle hessian = Laboratory.theCompiler().function("valueGradientAndHessian", function);
        return new SecondDerivatives() {
            @Override
            public double gradient(double[] x, double[] slope) throws Throwable {
                return (double) gradient.invoke(x, slope);
            }

            @Override
            public double hvp(double[] x, double[] direction, double[] slope, double[] product) throws Throwable {
                return (double) hvp.invoke(x, direction, slope, product);
            }

            @Override
            public double hessian(double[] x, double[] slope, double[][] matrix) throws Throwable {
                return (double) hessian.invoke(x, slope, matrix);
            }
        };
    }
}
