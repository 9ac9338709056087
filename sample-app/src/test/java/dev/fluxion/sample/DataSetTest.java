package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataSetTest {
    @Test
    void theTumoursAreThosePublished() {
        DataSet data = DataSet.breastCancer();

        assertEquals(List.of("malignant", "benign"), data.classNames);
        assertArrayEquals(new int[] {212, 357}, classSizes(data));
        assertEquals(30, data.features[0].length);
        assertEquals(17.99, data.features[0][0]);
        assertEquals(0, data.labels[0]);
    }

    @Test
    void theDigitsAreThosePublished() {
        DataSet data = DataSet.digits();

        assertArrayEquals(new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, classSizes(data));
        for (double[] image : data.features) {
            assertEquals(64, image.length);
            assertEquals(
                    0,
                    Arrays.stream(image)
                            .filter(pixel -> pixel < 0 || pixel > 16)
                            .count());
        }
    }

    @Test
    void shufflingKeepsEachRowWithItsLabel() {
        DataSet shuffled = numbered(50).shuffled(new Random(3));

        for (int i = 0; i < 50; i++) {
            assertEquals(shuffled.labels[i], shuffled.features[i][0]);
        }
        assertNotEquals(
                IntStream.range(0, 50).boxed().toList(),
                Arrays.stream(shuffled.labels).boxed().toList());
        assertEquals(
                IntStream.range(0, 50).boxed().toList(),
                Arrays.stream(shuffled.labels).sorted().boxed().toList());
    }

    @Test
    void shufflingLeavesTheOriginalAlone() {
        DataSet data = numbered(20);

        data.shuffled(new Random(3));

        assertArrayEquals(IntStream.range(0, 20).toArray(), data.labels);
    }

    @Test
    void aSliceHoldsItsBounds() {
        DataSet data = numbered(10);

        DataSet slice = data.slice(2, 5);

        assertArrayEquals(new int[] {2, 3, 4}, slice.labels);
        assertSame(data.features[2], slice.features[0]);
    }

    @Test
    void aLabelForEachRowIsDemanded() {
        assertThrows(
                IllegalArgumentException.class, () -> new DataSet(new double[3][1], new int[2], List.of("a", "b")));
    }

    private static DataSet numbered(int size) {
        double[][] features =
                IntStream.range(0, size).mapToObj(i -> new double[] {i}).toArray(double[][]::new);
        return new DataSet(features, IntStream.range(0, size).toArray(), List.of());
    }

    private static int[] classSizes(DataSet data) {
        int[] sizes = new int[data.classNames.size()];
        for (int label : data.labels) {
            sizes[label]++;
        }
        return sizes;
    }
}
