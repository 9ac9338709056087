package dev.fluxion.benchmarks.report;

import dev.fluxion.benchmarks.JacobianMeasuring;
import dev.fluxion.benchmarks.Measurement;
import dev.fluxion.benchmarks.OwnJvm;
import dev.fluxion.benchmarks.jacobians.JacobianProgram;
import dev.fluxion.benchmarks.jacobians.JacobianPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures the Jacobians and writes {@code docs/results-jacobians.md}. Takes the homes of other JDKs to measure on as well. */
public final class JacobianResults {
    private static final Path PAGE = Path.of("..", "docs", "results-jacobians.md");

    private JacobianResults() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String machine = Machine.describe();
        Map<String, Map<JacobianProgram, List<Measurement>>> measured = new LinkedHashMap<>();
        measured.put(Machine.jdk(OwnJvm.javaHome()), measure(OwnJvm.javaHome()));
        for (String home : arguments) {
            measured.put(Machine.jdk(Path.of(home)), measure(Path.of(home)));
        }
        Page page = new Page();
        page.paragraph("# Results for Jacobians");
        page.paragraph("Written by `" + JacobianResults.class.getName()
                + "`; [benchmarks](benchmarks.md) tells how to repeat" + " it and what is measured.");
        page.item("Date: " + LocalDate.now(ZoneId.systemDefault()));
        page.item("Machine: " + machine);
        page.item("JDK: " + String.join("; ", measured.keySet()));
        page.endOfItems();
        JacobianSections sections = new JacobianSections(page);
        measured.forEach(sections::ratios);
        measured.forEach(sections::others);
        sections.shortfalls();
        Files.writeString(PAGE, page.toString());
        System.out.println("Written: " + PAGE.toRealPath());
    }

    /** All or nothing: a page that lacks a function would say too little. */
    private static Map<JacobianProgram, List<Measurement>> measure(Path javaHome)
            throws IOException, InterruptedException {
        Map<JacobianProgram, List<Measurement>> measured = new LinkedHashMap<>();
        for (JacobianProgram program : JacobianPrograms.list()) {
            List<Measurement> measurements = JacobianMeasuring.inOwnJvm(javaHome, program);
            if (measurements == null) {
                throw new IllegalStateException(program.name() + " failed.");
            }
            measured.put(program, measurements);
            System.out.println(program.name() + ": "
                    + measurements.stream()
                            .map(each -> each.method() + " " + Page.ratio(each.ratio()))
                            .collect(Collectors.joining(", ")));
        }
        return measured;
    }
}
