package dev.fluxion.sample;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.optim.ConvergenceChecker;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.hipparchus.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.hipparchus.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer.Formula;

/** Fits {@link LogisticRegression} with the conjugate gradients of Hipparchus, which ask Fluxion for each gradient. */
final class LogisticRegressionTraining {
    private static final int MAX_EVALUATIONS = 2_000;

    /** Training ends when an iteration lowers the loss by a smaller share than this. */
    private static final double PRECISION = 1e-10;

    private static final double LINE_SEARCH_PRECISION = 1e-8;

    /** The first step that a line search tries; the library's own 1e-8 is so short that the search stops too early. */
    private static final double FIRST_STEP = 1;

    final double[] weights;

    /** The loss before the first iteration and after each. */
    final List<Double> losses;

    private LogisticRegressionTraining(double[] weights, List<Double> losses) {
        this.weights = weights;
        this.losses = losses;
    }

    /** Minimises the loss on {@code data}, starting from zero. */
    static LogisticRegressionTraining run(DataSet data, double regularization) {
        double[] start = new double[data.features[0].length + 1];
        List<Double> losses = new ArrayList<>();
        losses.add(LogisticRegression.loss(start, data.features, data.labels, regularization));
        ConvergenceChecker<PointValuePair> precision = new SimpleValueChecker(PRECISION, 0);
        var optimizer = new NonLinearConjugateGradientOptimizer(
                Formula.POLAK_RIBIERE,
                (iteration, previous, current) -> {
                    losses.add(current.getValue());
                    return precision.converged(iteration, previous, current);
                },
                LINE_SEARCH_PRECISION,
                LINE_SEARCH_PRECISION,
                FIRST_STEP);
        PointValuePair optimum = optimizer.optimize(
                GoalType.MINIMIZE,
                new ObjectiveFunction(w -> LogisticRegression.loss(w, data.features, data.labels, regularization)),
                new ObjectiveFunctionGradient(
                        w -> LogisticRegression.lossGradient(w, data.features, data.labels, regularization)),
                new InitialGuess(start),
                new MaxEval(MAX_EVALUATIONS));
        return new LogisticRegressionTraining(optimum.getPoint(), losses);
    }
}
