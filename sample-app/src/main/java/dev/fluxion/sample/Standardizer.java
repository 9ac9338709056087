package dev.fluxion.sample;

/** Shifts and scales each column by the mean and standard deviation of the rows it was fitted to. */
final class Standardizer {
    private final double[] mean;
    private final double[] deviation;

    private Standardizer(double[] mean, double[] deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    /** Measures the columns of {@code rows}; a constant column gets deviation 1, so that it becomes zero. */
    static Standardizer fit(double[][] rows) {
        int columns = rows[0].length;
        double[] mean = new double[columns];
        double[] deviation = new double[columns];
        for (int j = 0; j < columns; j++) {
            for (double[] row : rows) {
                mean[j] += row[j] / rows.length;
            }
            double variance = 0;
            for (double[] row : rows) {
                variance += (row[j] - mean[j]) * (row[j] - mean[j]) / rows.length;
            }
            deviation[j] = variance > 0 ? Math.sqrt(variance) : 1;
        }
        return new Standardizer(mean, deviation);
    }

    /** Returns new rows; the given ones stay as they are. */
    double[][] apply(double[][] rows) {
        double[][] standardized = new double[rows.length][mean.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < mean.length; j++) {
                standardized[i][j] = (rows[i][j] - mean[j]) / deviation[j];
            }
        }
        return standardized;
    }
}
