package dev.fluxion.sample;

import java.io.PrintStream;
import java.util.Locale;

/** Says how well a model does on examples it has not seen. */
final class Judgement {
    private Judgement() {}

    /**
     * Prints the accuracy.
     *
     * @param target the share of the examples, from 0 to 1, that the model must exceed
     * @throws UnmetGoalException if it does not
     */
    static void print(PrintStream out, String model, ConfusionMatrix matrix, double target) {
        out.printf(
                Locale.ROOT,
                "  test accuracy %.1f %% (%d of %d), to exceed %.0f %%%n",
                100 * matrix.accuracy(),
                matrix.correct(),
                matrix.total(),
                100 * target);
        if (matrix.accuracy() <= target) {
            throw new UnmetGoalException(
                    "The %s recognises %.1f %% of the test part, not more than the %.0f %% it has to.",
                    model, 100 * matrix.accuracy(), 100 * target);
        }
    }
}
