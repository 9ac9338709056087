package dev.fluxion.agent.write;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.analysis.integration.RombergIntegrator;
import org.apache.commons.math3.analysis.interpolation.SplineInterpolator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import org.apache.commons.math3.util.FastMath;

/** A good day's work for commons-math; the results, to the last bit. */
public final class CommonsMathWork {
    private CommonsMathWork() {}

    /** Every number as its bits. */
    public static List<Long> results() {
        List<Long> bits = new ArrayList<>();
        RealMatrix matrix = new Array2DRowRealMatrix(new double[][] {{4, 1, 0.5}, {1, 3, 0.25}, {0.5, 0.25, 2}});
        add(bits, new LUDecomposition(matrix).getSolver().getInverse().getData()[0]);
        add(bits, new QRDecomposition(matrix).getR().getData()[1]);
        add(bits, new EigenDecomposition(matrix).getRealEigenvalues());
        add(bits, new SingularValueDecomposition(matrix).getSingularValues());
        add(bits, new BrentSolver(1e-12).solve(100, x -> x * x * x - 2, 0, 2));
        add(bits, new RombergIntegrator().integrate(1000, FastMath::exp, 0, 1));
        add(
                bits,
                new SplineInterpolator()
                        .interpolate(new double[] {0, 1, 2, 3}, new double[] {1, 0, 2, 1})
                        .value(1.7));
        add(
                bits,
                new SimplexOptimizer(1e-10, 1e-10)
                        .optimize(
                                new MaxEval(500),
                                new ObjectiveFunction(x -> FastMath.pow(x[0] - 1, 2) + FastMath.cosh(x[1])),
                                GoalType.MINIMIZE,
                                new InitialGuess(new double[] {3, 2}),
                                new NelderMeadSimplex(2))
                        .getPoint());
        double[] state = {1, 0};
        new DormandPrince853Integrator(1e-6, 1, 1e-10, 1e-10).integrate(new Pendulum(), 0, state, 5, state);
        add(bits, state);
        add(bits, Gamma.logGamma(3.7), Gamma.digamma(2.5), FastMath.atan2(0.3, -2), FastMath.pow(1.7, 2.3));
        add(
                bits,
                new FastFourierTransformer(DftNormalization.STANDARD)
                        .transform(new double[] {1, 2, 0, -1}, TransformType.FORWARD)[1].getImaginary());
        return bits;
    }

    private static void add(List<Long> bits, double... numbers) {
        for (double number : numbers) {
            bits.add(Double.doubleToLongBits(number));
        }
    }

    private static final class Pendulum implements FirstOrderDifferentialEquations {
        @Override
        public int getDimension() {
            return 2;
        }

        @Override
        public void computeDerivatives(double t, double[] y, double[] yDot) {
            yDot[0] = y[1];
            yDot[1] = -FastMath.sin(y[0]);
        }
    }
}
