package dev.fluxion.benchmarks.report;

import dev.fluxion.benchmarks.Measurement;
import dev.fluxion.benchmarks.Measuring;
import dev.fluxion.benchmarks.OwnJvm;
import dev.fluxion.benchmarks.coldstart.FirstGradients;
import dev.fluxion.benchmarks.coldstart.StartUp;
import dev.fluxion.benchmarks.programs.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Measures everything and writes {@code docs/results.md} with its plots, and the ratios that {@link Regressions} compares with.
 * Takes the homes of other JDKs, on which the programs of usual size are measured too. After {@code resume}, a run that was
 * interrupted goes on: what it measured of the programs is kept.
 */
public final class Results {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path PAGE = DOCS.resolve("results.md");
    private static final Path NOTEBOOKS = Path.of("target", "measured");
    private static final String RESUME = "resume";

    private Results() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> homes = new ArrayList<>(List.of(arguments));
        boolean resume = homes.remove(RESUME);
        Path own = OwnJvm.javaHome();
        String machine = Machine.describe();
        List<Programs.Entry> usualFirst = new ArrayList<>(Programs.usual());
        Programs.list().stream().filter(entry -> !entry.usual()).forEach(usualFirst::add);
        Map<Programs.Entry, List<Measurement>> measured = measure(own, usualFirst, true, resume);
        Map<String, Map<Programs.Entry, List<Measurement>>> others = new LinkedHashMap<>();
        for (String home : homes) {
            others.put(Machine.jdk(Path.of(home)), measure(Path.of(home), Programs.usual(), false, resume));
        }
        List<FirstGradients.Wait> waits = FirstGradients.measure(own);
        System.out.println("first gradients: done");
        Map<String, Double> startUp = StartUp.measure(own);
        System.out.println("start-up: done");

        Page page = new Page();
        page.paragraph("# Results");
        page.paragraph(
                "Written by `dev.fluxion.benchmarks.report.Results`; [benchmarks](benchmarks.md) tells how to repeat it"
                        + " and what is measured. [Jacobians](results-jacobians.md) have a page of their own.");
        page.item("Date: " + LocalDate.now(ZoneId.systemDefault()));
        page.item("Machine: " + machine);
        page.item(
                "JDK: " + Machine.jdk(own) + (others.isEmpty() ? "" : "; also " + String.join(", ", others.keySet())));
        List<String> missing = Programs.list().stream()
                .filter(entry -> !measured.containsKey(entry))
                .map(Programs.Entry::name)
                .toList();
        if (!missing.isEmpty()) {
            page.item("Not measured in this run: " + String.join("; ", missing));
        }
        page.endOfItems();
        Sections sections = new Sections(page, new Causes());
        sections.ratios(Machine.jdk(own), usual(measured));
        others.forEach(sections::ratios);
        sections.peers(usual(measured));
        sections.growth(measured, DOCS);
        sections.forwardMode(measured);
        sections.coldStart(waits, startUp);
        sections.shortfalls();
        Files.writeString(PAGE, page.toString());
        Baseline.write(usual(measured).values().stream().flatMap(List::stream).toList());
        System.out.println("Written: " + PAGE.toRealPath() + " and " + Baseline.FILE.toRealPath());
    }

    private static Map<Programs.Entry, List<Measurement>> measure(
            Path javaHome, List<Programs.Entry> entries, boolean peers, boolean resume)
            throws IOException, InterruptedException {
        Notebook notebook = new Notebook(NOTEBOOKS, Machine.jdk(javaHome), resume);
        Map<Programs.Entry, List<Measurement>> measured = new LinkedHashMap<>();
        for (Programs.Entry entry : entries) {
            List<Measurement> measurements = notebook.of(entry.name());
            if (measurements == null) {
                measurements = Measuring.inOwnJvm(javaHome, entry, peers);
                if (measurements == null) {
                    System.out.println(entry.name() + ": FAILED");
                    continue;
                }
                notebook.add(entry.name(), measurements);
            }
            measured.put(entry, measurements);
            System.out.println(entry.name() + ": "
                    + measurements.stream()
                            .map(each -> each.method() + " " + Page.ratio(each.ratio()))
                            .collect(Collectors.joining(", ")));
        }
        return measured;
    }

    private static Map<Programs.Entry, List<Measurement>> usual(Map<Programs.Entry, List<Measurement>> measured) {
        Map<Programs.Entry, List<Measurement>> usual = new LinkedHashMap<>(measured);
        usual.keySet().removeIf(entry -> !entry.usual());
        return usual;
    }
}
