package dev.fluxion.sample;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Logistic regression tells malignant from benign tumours. */
final class BreastCancerExperiment {
    private static final String MODEL = "logistic regression";
    private static final double TARGET_ACCURACY = 0.96;
    private static final double TRAIN_SHARE = 0.7;
    private static final long SEED = 1;
    private static final double REGULARIZATION = 0.005;

    private BreastCancerExperiment() {}

    /**
     * Checks and times the gradient, trains, draws and judges.
     *
     * @throws UnmetGoalException if the gradient is wrong or the accuracy too low
     */
    static void run(PrintStream out, Path folder) {
        Split split = Split.of(DataSet.breastCancer(), TRAIN_SHARE, SEED).standardized();
        out.printf(
                Locale.ROOT,
                "Breast cancer, %s: %d tumours to train on, %d to test with%n",
                MODEL,
                split.train().size(),
                split.test().size());

        DifferentiatedLoss loss = lossAtRandomPoint(split.train());
        GradientCheck.require(MODEL, loss);
        TimingTable.print(out, loss);

        var training = LogisticRegressionTraining.run(split, REGULARIZATION);
        out.printf(Locale.ROOT, "  trained in %d iterations of conjugate gradients%n", training.trainLosses.size() - 1);

        ConfusionMatrix matrix =
                ConfusionMatrix.of(split.test(), LogisticRegression.predict(training.weights, split.test().features));
        Charts.lossCurves(
                folder.resolve("breast-cancer-loss.png"),
                "Breast cancer: loss while training",
                "iteration",
                new TreeMap<>(Map.of("training part", training.trainLosses, "test part", training.testLosses)));
        Charts.confusion(folder.resolve("breast-cancer-confusion.png"), "Breast cancer: the test part", matrix);
        Judgement.print(out, MODEL, matrix, TARGET_ACCURACY);
    }

    private static DifferentiatedLoss lossAtRandomPoint(DataSet data) {
        double[] w =
                new Random(SEED).doubles(data.features[0].length + 1, -1, 1).toArray();
        return new DifferentiatedLoss(
                List.of(w),
                () -> LogisticRegression.loss(w, data.features, data.labels, REGULARIZATION),
                () -> List.of(LogisticRegression.lossGradient(w, data.features, data.labels, REGULARIZATION)),
                () -> List.of(LogisticRegressionByHand.lossGradient(w, data.features, data.labels, REGULARIZATION)));
    }
}
