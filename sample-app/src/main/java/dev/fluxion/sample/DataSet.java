package dev.fluxion.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Examples with their classes: row i of {@link #features} belongs to class {@code labels[i]}. */
final class DataSet {
    final double[][] features;
    final int[] labels;
    final List<String> classNames;

    DataSet(double[][] features, int[] labels, List<String> classNames) {
        if (features.length != labels.length) {
            throw new IllegalArgumentException(features.length + " rows of features, but " + labels.length + " labels");
        }
        this.features = features;
        this.labels = labels;
        this.classNames = classNames;
    }

    /** 569 tumours with 30 measurements each, malignant (0) or benign (1). */
    static DataSet breastCancer() {
        List<List<String>> lines = CsvTable.read("breast_cancer.csv");
        List<String> header = lines.get(0);
        return parse(lines.subList(1, lines.size()), header.subList(2, header.size()));
    }

    /** 1,797 handwritten digits of 8 x 8 pixels, each pixel between 0 and 16. */
    static DataSet digits() {
        return parse(
                CsvTable.read("digits.csv.gz"),
                IntStream.range(0, 10).mapToObj(Integer::toString).toList());
    }

    private static DataSet parse(List<List<String>> lines, List<String> classNames) {
        double[][] features = new double[lines.size()][];
        int[] labels = new int[lines.size()];
        for (int i = 0; i < features.length; i++) {
            List<String> cells = lines.get(i);
            int last = cells.size() - 1;
            features[i] = cells.subList(0, last).stream()
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            labels[i] = Integer.parseInt(cells.get(last));
        }
        return new DataSet(features, labels, classNames);
    }

    int size() {
        return labels.length;
    }

    /** The same examples in an order drawn from {@code random}; rows are shared, not copied. */
    DataSet shuffled(Random random) {
        double[][] rows = features.clone();
        int[] classes = labels.clone();
        for (int i = rows.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double[] row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
            int label = classes[i];
            classes[i] = classes[j];
            classes[j] = label;
        }
        return new DataSet(rows, classes, classNames);
    }

    /** The examples from {@code from} inclusive to {@code to} exclusive. */
    DataSet slice(int from, int to) {
        return new DataSet(Arrays.copyOfRange(features, from, to), Arrays.copyOfRange(labels, from, to), classNames);
    }

    /** The same examples with other features, row for row. */
    DataSet withFeatures(double[][] others) {
        return new DataSet(others, labels, classNames);
    }
}
