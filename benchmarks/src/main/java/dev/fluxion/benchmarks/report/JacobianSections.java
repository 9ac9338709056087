package dev.fluxion.benchmarks.report;

import dev.fluxion.benchmarks.JacobianMeasuring;
import dev.fluxion.benchmarks.Measurement;
import dev.fluxion.benchmarks.jacobians.JacobianProgram;
import dev.fluxion.benchmarks.jacobians.JacobianPrograms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sections of the page on Jacobians. What falls short of the project's targets on the way is listed in the last. */
final class JacobianSections {
    private final Page page;
    private final List<String> shortfalls = new ArrayList<>();

    JacobianSections(Page page) {
        this.page = page;
    }

    void ratios(String jdk, Map<JacobianProgram, List<Measurement>> measured) {
        page.heading("Jacobian over value, " + jdk);
        page.paragraph(
                "The time of value and Jacobian over the time of the value alone, medians. The target is 1 + 0.7 per"
                        + " input or 3.5 + 1.5 per row, whichever is less, and in any case no more than central differences take."
                        + " Bytes are those of a call of the value, and of the automatic Jacobian.");
        page.tableHeader(
                "function",
                "rows × inputs",
                "value in µs",
                "automatic",
                "target",
                "",
                "forward",
                "reverse",
                "by hand",
                "differences",
                "bytes of value",
                "bytes");
        measured.forEach((program, measurements) -> {
            if (hasModes(measurements)) {
                row(jdk, program, measurements);
            }
        });
        page.endOfItems();
    }

    private static boolean hasModes(List<Measurement> measurements) {
        return find(measurements, JacobianPrograms.MODES.get(0)) != null;
    }

    private void row(String jdk, JacobianProgram program, List<Measurement> measurements) {
        Measurement value = find(measurements, JacobianMeasuring.VALUE);
        Measurement automatic = find(measurements, JacobianPrograms.MODES.get(0));
        double differences = find(measurements, JacobianMeasuring.DIFFERENCES).ratio();
        boolean missed = automatic.ratio() > Math.min(program.target(), differences);
        List<String> cells = new ArrayList<>(List.of(
                program.name(),
                program.rows() + " × " + automatic.inputs(),
                Page.number(automatic.valueNanoseconds() / 1e3, 2),
                Page.ratio(automatic.ratio()),
                Page.number(program.target(), 2),
                missed ? "missed" : "met"));
        for (String mode : JacobianPrograms.MODES.subList(1, JacobianPrograms.MODES.size())) {
            cells.add(Page.ratio(find(measurements, mode).ratio()));
        }
        cells.add(Page.ratio(find(measurements, Measurement.BY_HAND).ratio()));
        cells.add(Page.ratio(differences));
        cells.add(Page.number(value.bytes(), 0));
        cells.add(Page.number(automatic.bytes(), 0));
        page.row(cells);
        if (missed) {
            shortfalls.add(program.name() + " on " + jdk + ": " + Page.ratio(automatic.ratio()) + ", the target being "
                    + Page.number(program.target(), 2) + ", and central differences taking " + Page.ratio(differences)
                    + ".");
        }
    }

    /** The programs without a choice of mode: their ways have names of their own. */
    void others(String jdk, Map<JacobianProgram, List<Measurement>> measured) {
        measured.forEach((program, measurements) -> {
            if (!hasModes(measurements)) {
                page.heading(Character.toUpperCase(program.name().charAt(0))
                        + program.name().substring(1) + ", " + jdk);
                page.paragraph("A gradient of " + measurements.get(0).inputs() + " inputs over its value, which takes "
                        + Page.number(measurements.get(0).valueNanoseconds() / 1e3, 2) + " µs.");
                page.tableHeader("way", "ratio", "bytes per call");
                for (Measurement measurement : measurements) {
                    page.row(List.of(
                            measurement.method(),
                            Page.ratio(measurement.ratio()),
                            Page.number(measurement.bytes(), 0)));
                }
                page.endOfItems();
            }
        });
    }

    private static Measurement find(List<Measurement> measurements, String method) {
        return measurements.stream()
                .filter(measurement -> measurement.method().equals(method))
                .findFirst()
                .orElse(null);
    }

    void shortfalls() {
        page.heading("What falls short");
        if (shortfalls.isEmpty()) {
            page.paragraph("Nothing.");
        }
        shortfalls.forEach(page::item);
        page.endOfItems();
    }
}
