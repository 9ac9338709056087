package dev.fluxion.benchmarks;

import java.util.Locale;

/**
 * What was measured of one way to the gradient of one program.
 *
 * @param program its name
 * @param method the way
 * @param inputs how many numbers it is differentiated with respect to
 * @param valueNanoseconds time of the value alone
 * @param ratio the gradient's time, its value included, over that: the median of the rounds
 * @param lowRatio the 10th percentile
 * @param bytes allocated per call
 * @param tapeBytes written to the tape per iteration; NaN if there is none
 */
public record Measurement(
        String program,
        String method,
        int inputs,
        double valueNanoseconds,
        double ratio,
        double lowRatio,
        double bytes,
        double tapeBytes) {
    /** The method of this project. */
    public static final String FLUXION = "Fluxion";

    /** The gradient that a programmer would write. */
    public static final String BY_HAND = "by hand";

    private static final String SEPARATOR = ";";

    /** One line, for {@link #parse}. */
    public String line() {
        return String.format(
                Locale.ROOT,
                String.join(SEPARATOR, "%s", "%s", "%d", "%.2f", "%.3f", "%.3f", "%.0f", "%.2f"),
                program,
                method,
                inputs,
                valueNanoseconds,
                ratio,
                lowRatio,
                bytes,
                tapeBytes);
    }

    /** The inverse of {@link #line}. */
    public static Measurement parse(String line) {
        String[] cells = line.split(SEPARATOR, -1);
        return new Measurement(
                cells[0],
                cells[1],
                Integer.parseInt(cells[2]),
                Double.parseDouble(cells[3]),
                Double.parseDouble(cells[4]),
                Double.parseDouble(cells[5]),
                Double.parseDouble(cells[6]),
                Double.parseDouble(cells[7]));
    }

    /** Time of one gradient. */
    public double nanoseconds() {
        return valueNanoseconds * ratio;
    }
}
