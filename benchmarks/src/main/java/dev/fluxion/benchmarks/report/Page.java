package dev.fluxion.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A page of text being written. */
final class Page {
    private final StringBuilder text = new StringBuilder();

    void heading(String heading) {
        text.append("## ").append(heading).append("\n\n");
    }

    void paragraph(String paragraph) {
        text.append(paragraph).append("\n\n");
    }

    void item(String item) {
        text.append("- ").append(item).append('\n');
    }

    void endOfItems() {
        text.append('\n');
    }

    /** Columns after the first are aligned to the right. */
    void tableHeader(String... columns) {
        row(Arrays.asList(columns));
        text.append("|---|").append("---:|".repeat(columns.length - 1)).append('\n');
    }

    void row(List<String> cells) {
        text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    static String number(double value, int decimals) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** Three digits or all before the point. */
    static String ratio(double value) {
        return number(value, value < 10 ? 2 : value < 100 ? 1 : 0);
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing() + "\n";
    }
}
