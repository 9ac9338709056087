package dev.fluxion.sample;

import java.util.List;

/** How often an example of one class was taken for another. */
final class ConfusionMatrix {
    final List<String> classNames;
    private final int[][] counts;

    private ConfusionMatrix(List<String> classNames, int[][] counts) {
        this.classNames = classNames;
        this.counts = counts;
    }

    /** Counts {@code predicted}, one class for each example of {@code data}, against the true labels. */
    static ConfusionMatrix of(DataSet data, int[] predicted) {
        int classes = data.classNames.size();
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < predicted.length; i++) {
            counts[data.labels[i]][predicted[i]]++;
        }
        return new ConfusionMatrix(data.classNames, counts);
    }

    /** The number of examples of class {@code actual} that were taken for class {@code predicted}. */
    int count(int actual, int predicted) {
        return counts[actual][predicted];
    }

    /** The number of all examples. */
    int total() {
        int total = 0;
        for (int[] row : counts) {
            for (int count : row) {
                total += count;
            }
        }
        return total;
    }

    /** The number of examples whose class was recognised. */
    int correct() {
        int correct = 0;
        for (int c = 0; c < counts.length; c++) {
            correct += counts[c][c];
        }
        return correct;
    }

    /** The share of the examples whose class was recognised, from 0 to 1. */
    double accuracy() {
        return correct() / (double) total();
    }
}
