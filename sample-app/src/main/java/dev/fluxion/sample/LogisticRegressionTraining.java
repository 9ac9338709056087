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

    /** The loss on the training part before the first iteration and after each. */
    final List<Double> trainLosses;

    /** The loss on the test part before the first iteration and after each. */
    final List<Double> testLosses;

    private LogisticRegressionTraining(double[] weights, List<Double> trainLosses, List<Double> testLosses) {
        this.weights = weights;
        this.trainLosses = trainLosses;
        this.testLosses = testLosses;
    }

    /** Minimises the loss on the training part, starting from zero. */
    static LogisticRegressionTraining run(Split split, double regularization) {
        DataSet data = split.train();
        DataSet test = split.test();
        double[] start = new double[data.features[0].length + 1];
        List<Double> trainLosses = new ArrayList<>();
        List<Double> testLosses = new ArrayList<>();
        trainLosses.add(LogisticRegression.loss(start, data.features, data.labels, regularization));
        testLosses.add(LogisticRegression.loss(start, test.features, test.labels, regularization));
        ConvergenceChecker<PointValuePair> precision = new SimpleValueChecker(PRECISION, 0);
        var optimizer = new NonLinearConjugateGradientOptimizer(
                Formula.POLAK_RIBIERE,
                (iteration, previous, current) -> {
                    trainLosses.add(current.getValue());
                    testLosses.add(
                            LogisticRegression.loss(current.getPoint(), test.features, test.labels, regularization));
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
        return new LogisticRegressionTraining(optimum.getPoint(), trainLosses, testLosses);
    }
}
