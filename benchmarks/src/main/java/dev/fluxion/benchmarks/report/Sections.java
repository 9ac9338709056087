package dev.fluxion.benchmarks.report;

import dev.fluxion.benchmarks.Measurement;
import dev.fluxion.benchmarks.coldstart.FirstGradients;
import dev.fluxion.benchmarks.peers.Peer;
import dev.fluxion.benchmarks.programs.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sections of the page of results. What falls short of the project's targets on the way is listed in the last. */
final class Sections {
    private static final double FIRST_GRADIENT_TARGET = 300;
    private static final double NEXT_GRADIENT_TARGET = 40;
    private static final double START_UP_TARGET = 60;
    private static final double FORWARD_MODE_TARGET = 5;
    private static final int FEWEST_SIZES = 3;

    private final Page page;
    private final Causes causes;
    private final List<String> shortfalls = new ArrayList<>();

    Sections(Page page, Causes causes) {
        this.page = page;
        this.causes = causes;
    }

    void ratios(String jdk, Map<Programs.Entry, List<Measurement>> measured) {
        page.heading("Gradient over value, " + jdk);
        page.paragraph("The time of value and gradient over the time of the value alone: median of the rounds, and 10th"
                + " percentile. Tape: bytes written to the tape per iteration of the program's loops.");
        page.tableHeader(
                "program", "value in µs", "Fluxion", "low", "target", "", "by hand", "low", "bytes per call", "tape");
        measured.forEach((entry, measurements) -> {
            Measurement fluxion = measurements.get(0);
            Measurement byHand = measurements.get(1);
            boolean missed = fluxion.ratio() > entry.target();
            page.row(List.of(
                    entry.name(),
                    Page.number(fluxion.valueNanoseconds() / 1e3, 2),
                    Page.ratio(fluxion.ratio()),
                    Page.ratio(fluxion.lowRatio()),
                    Page.number(entry.target(), 2),
                    Double.isNaN(entry.target()) ? "" : missed ? "missed" : "met",
                    Page.ratio(byHand.ratio()),
                    Page.ratio(byHand.lowRatio()),
                    Page.number(fluxion.bytes(), 0),
                    Page.number(fluxion.tapeBytes(), 1)));
            if (missed) {
                fallsShort(
                        entry.name() + " on " + jdk,
                        Page.ratio(fluxion.ratio()),
                        Page.number(entry.target(), 2),
                        entry.family());
            }
            if (entry.allocatesNothing() && fluxion.bytes() >= 1) {
                fallsShort(
                        entry.name() + " on " + jdk, Page.number(fluxion.bytes(), 0) + " bytes per call", "0", "bytes");
            }
        });
        page.endOfItems();
    }

    void peers(Map<Programs.Entry, List<Measurement>> measured) {
        page.heading("Against others");
        page.paragraph("The same ratio. Hipparchus is its `Gradient` in forward mode, finmath its"
                + " `RandomVariableDifferentiableAAD` in reverse mode on one number each, both with the program rewritten for"
                + " their numbers; differences are central ones, and so not exact. Left out (–) is what would write more than"
                + " half a GB per gradient. Garbage collection runs on other threads and is not in the figures.");
        List<String> names = Peer.all().stream().map(Peer::name).toList();
        List<String> header = new ArrayList<>(List.of("program", "inputs", "Fluxion", "by hand"));
        header.addAll(names);
        page.tableHeader(header.toArray(String[]::new));
        measured.forEach((entry, measurements) -> {
            List<String> row = new ArrayList<>();
            row.add(entry.name());
            row.add(Page.number(measurements.get(0).inputs(), 0));
            row.add(Page.ratio(measurements.get(0).ratio()));
            row.add(Page.ratio(measurements.get(1).ratio()));
            for (String name : names) {
                row.add(Page.ratio(ratio(measurements, name)));
            }
            page.row(row);
        });
        page.endOfItems();
    }

    private static double ratio(List<Measurement> measurements, String method) {
        return measurements.stream()
                .filter(measurement -> measurement.method().equals(method))
                .mapToDouble(Measurement::ratio)
                .findFirst()
                .orElse(Double.NaN);
    }

    void growth(Map<Programs.Entry, List<Measurement>> measured, Path docs) throws IOException {
        page.heading("Growth");
        Map<String, Map<Programs.Entry, List<Measurement>>> families = new LinkedHashMap<>();
        measured.forEach(
                (entry, measurements) -> families.computeIfAbsent(entry.family(), family -> new LinkedHashMap<>())
                        .put(entry, measurements));
        families.values().removeIf(family -> family.size() < FEWEST_SIZES);
        page.paragraph("Fluxion's ratio by size; what the size counts is told in [benchmarks](benchmarks.md).");
        page.tableHeader("program", "size: ratio");
        for (Map.Entry<String, Map<Programs.Entry, List<Measurement>>> family : families.entrySet()) {
            List<String> ratios = family.getValue().entrySet().stream()
                    .sorted(Comparator.comparingInt(each -> each.getKey().size()))
                    .map(each -> Page.number(each.getKey().size(), 0) + ": "
                            + Page.ratio(each.getValue().get(0).ratio()))
                    .toList();
            page.row(List.of(family.getKey(), String.join(", ", ratios)));
        }
        page.endOfItems();
        for (Map.Entry<String, Map<Programs.Entry, List<Measurement>>> family : families.entrySet()) {
            String file = "images/growth-" + family.getKey().replace(' ', '-') + ".png";
            GrowthChart.write(docs.resolve(file), family.getKey(), family.getValue());
            page.paragraph("![" + family.getKey() + "](" + file + ")");
        }
    }

    void forwardMode(Map<Programs.Entry, List<Measurement>> measured) {
        page.heading("The whole gradient by forward mode");
        page.tableHeader("program", "Fluxion", "Hipparchus", "times faster", "target");
        measured.forEach((entry, measurements) -> {
            if (entry.family().endsWith(Programs.FORWARD)) {
                double hipparchus = ratio(measurements, "Hipparchus");
                double faster = hipparchus / measurements.get(0).ratio();
                page.row(List.of(
                        entry.name(),
                        Page.ratio(measurements.get(0).ratio()),
                        Page.ratio(hipparchus),
                        Page.number(faster, 1),
                        Page.number(FORWARD_MODE_TARGET, 0)));
                if (faster < FORWARD_MODE_TARGET) {
                    fallsShort(
                            entry.name(),
                            Page.number(faster, 1) + " times as fast as Hipparchus",
                            Page.number(FORWARD_MODE_TARGET, 0),
                            entry.family());
                }
            }
        });
        page.endOfItems();
    }

    void coldStart(List<FirstGradients.Wait> waits, Map<String, Double> startUp) {
        page.heading("In a JVM that has just started");
        page.paragraph(
                "From the call on, in milliseconds, the class with its stubs being loaded. CPU is that of the whole"
                        + " process, its JIT compiler included. A machine that does other work makes the wall-clock time longer.");
        page.tableHeader("call", "median", "low", "CPU", "target");
        List<Double> targets = List.of(FIRST_GRADIENT_TARGET, NEXT_GRADIENT_TARGET, Double.NaN, Double.NaN);
        for (int i = 0; i < waits.size(); i++) {
            FirstGradients.Wait wait = waits.get(i);
            page.row(List.of(
                    wait.call(),
                    Page.number(wait.median(), 1),
                    Page.number(wait.low(), 1),
                    Page.number(wait.cpu(), 1),
                    Page.number(targets.get(i), 0)));
            if (wait.median() > targets.get(i)) {
                fallsShort(
                        wait.call(),
                        Page.number(wait.median(), 0) + " ms",
                        Page.number(targets.get(i), 0),
                        i == 0 ? "first gradient" : "next gradient");
            }
        }
        page.endOfItems();
        List<Double> times = List.copyOf(startUp.values());
        double cost = times.get(2) - times.get(1);
        page.paragraph("CPU time of a JVM that runs a program without derivatives and ends, in milliseconds:");
        page.tableHeader("agent", "mean");
        startUp.forEach((agent, time) -> page.row(List.of(agent, Page.number(time, 1))));
        page.endOfItems();
        page.paragraph("So Fluxion's agent costs " + Page.number(cost, 0)
                + " ms more than an empty one; the target is at most " + Page.number(START_UP_TARGET, 0) + ".");
        if (cost > START_UP_TARGET) {
            fallsShort("the agent's start", Page.number(cost, 0) + " ms", Page.number(START_UP_TARGET, 0), "start-up");
        }
    }

    private void fallsShort(String what, String figure, String target, String cause) {
        shortfalls.add(what + ": " + figure + ", the target being " + target + ". " + causes.of(cause));
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
