package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.hipparchus.analysis.differentiation.Gradient;
import org.junit.jupiter.api.Test;

class LogisticRegressionByHandTest {
    @Test
    void theGradientIsThatOfDualNumbers() {
        DataSet data = Split.of(DataSet.breastCancer(), 0.1, 2).standardized().train();
        double[] w = new Random(7).doubles(31, -1, 1).toArray();

        double[] gradient = LogisticRegressionByHand.lossGradient(w, data.features, data.labels, 0.3);

        assertArrayEquals(lossInDualNumbers(w, data, 0.3).getGradient(), gradient, 1e-14);
    }

    private static Gradient lossInDualNumbers(double[] w, DataSet data, double regularization) {
        int intercept = w.length - 1;
        Gradient[] dual = new Gradient[w.length];
        for (int j = 0; j < w.length; j++) {
            dual[j] = Gradient.variable(w.length, j, w[j]);
        }
        Gradient sum = Gradient.constant(w.length, 0);
        for (int i = 0; i < data.size(); i++) {
            Gradient score = dual[intercept];
            for (int j = 0; j < intercept; j++) {
                score = score.add(dual[j].multiply(data.features[i][j]));
            }
            Gradient odds = (data.labels[i] == 1 ? score.negate() : score).exp();
            sum = sum.add(odds.add(1).log());
        }
        Gradient loss = sum.divide(data.size());
        for (int j = 0; j < intercept; j++) {
            loss = loss.add(dual[j].square().multiply(regularization / 2));
        }
        return loss;
    }
}
