package dev.fluxion.sample;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A small neural network reads handwritten digits. */
final class DigitsExperiment {
    private static final String MODEL = "neural network";
    private static final double TARGET_ACCURACY = 0.95;
    private static final double TRAIN_SHARE = 0.75;
    private static final long SEED = 1;

    private DigitsExperiment() {}

    /**
     * Checks and times the gradient, trains, draws and judges.
     *
     * @throws UnmetGoalException if the gradient is wrong or the accuracy too low
     */
    static void run(PrintStream out, Path folder) {
        Split split = Split.of(DataSet.digits(), TRAIN_SHARE, SEED).standardized();
        out.printf(
                Locale.ROOT,
                "Digits, %s: %,d images to train on, %d to test with%n",
                MODEL,
                split.train().size(),
                split.test().size());

        DifferentiatedLoss loss = lossAtRandomPoint(split.train().slice(0, NeuralNetworkTraining.BATCH));
        GradientCheck.require(MODEL, loss);
        TimingTable.print(out, loss);

        var progress = new ProgressBar(out, isTerminal(), "training");
        var training = NeuralNetworkTraining.run(split, SEED, progress);

        ConfusionMatrix matrix = ConfusionMatrix.of(split.test(), training.layers.predict(split.test().features));
        Charts.lossCurves(
                folder.resolve("digits-loss.png"),
                "Digits: loss while training",
                "epoch",
                new TreeMap<>(Map.of("training part", training.trainLosses, "test part", training.testLosses)));
        Charts.confusion(folder.resolve("digits-confusion.png"), "Digits: the test part", matrix);
        Judgement.print(out, MODEL, matrix, TARGET_ACCURACY);
    }

    /** From JDK 22 to 24 this may be true without a terminal too; the bar then only looks odd. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        return System.console() != null;
    }

    private static DifferentiatedLoss lossAtRandomPoint(DataSet batch) {
        int inputs = batch.features[0].length;
        int hiddenUnits = NeuralNetworkTraining.HIDDEN_UNITS;
        int classes = batch.classNames.size();
        Layers layers = Layers.random(inputs, hiddenUnits, classes, new Random(SEED));
        Layers gradient = Layers.zero(inputs, hiddenUnits, classes);
        Layers gradientByHand = Layers.zero(inputs, hiddenUnits, classes);
        List<double[]> gradientRows = gradient.rows();
        List<double[]> gradientByHandRows = gradientByHand.rows();
        double[] hidden = new double[hiddenUnits];
        double[] scores = new double[classes];
        return new DifferentiatedLoss(
                layers.rows(),
                () -> NeuralNetwork.loss(
                        layers.hidden, layers.output, batch.features, batch.labels, 0, batch.size(), hidden, scores),
                () -> {
                    NeuralNetwork.lossAndGradient(
                            layers.hidden,
                            layers.output,
                            batch.features,
                            batch.labels,
                            0,
                            batch.size(),
                            hidden,
                            scores,
                            gradient.hidden,
                            gradient.output);
                    return gradientRows;
                },
                () -> {
                    NeuralNetworkByHand.lossAndGradient(
                            layers.hidden,
                            layers.output,
                            batch.features,
                            batch.labels,
                            0,
                            batch.size(),
                            hidden,
                            scores,
                            gradientByHand.hidden,
                            gradientByHand.output);
                    return gradientByHandRows;
                });
    }
}
