package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitTest {
    private final DataSet data = DataSet.breastCancer();

    @Test
    void theSameSeedGivesTheSameSplit() {
        Split one = Split.of(data, 0.7, 5);
        Split two = Split.of(data, 0.7, 5);

        assertArrayEquals(one.train().features, two.train().features);
        assertArrayEquals(one.test().labels, two.test().labels);
    }

    @Test
    void anotherSeedGivesAnotherSplit() {
        Split one = Split.of(data, 0.7, 5);
        Split two = Split.of(data, 0.7, 6);

        assertFalse(Arrays.equals(one.train().labels, two.train().labels));
    }

    @Test
    void eachExampleIsInOnePart() {
        Split split = Split.of(data, 0.7, 5);
        Set<double[]> rows = Collections.newSetFromMap(new IdentityHashMap<>());
        rows.addAll(List.of(split.train().features));
        rows.addAll(List.of(split.test().features));

        assertEquals(398, split.train().size());
        assertEquals(171, split.test().size());
        assertEquals(569, rows.size());
    }

    @Test
    void theTestPartIsScaledByTheTrainingPart() {
        DataSet train = new DataSet(new double[][] {{1}, {3}}, new int[2], List.of("only"));
        DataSet test = new DataSet(new double[][] {{5}}, new int[1], List.of("only"));

        Split standardized = new Split(train, test).standardized();

        assertArrayEquals(new double[][] {{-1}, {1}}, standardized.train().features);
        assertArrayEquals(new double[][] {{3}}, standardized.test().features);
        assertArrayEquals(new double[] {5}, test.features[0]);
    }
}
