package dev.fluxion.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.benchmarks.Measurement;
import dev.fluxion.benchmarks.coldstart.FirstGradients;
import dev.fluxion.benchmarks.programs.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionsTest {
    private final Page page = new Page();
    private final Sections sections = new Sections(page, new Causes());

    private static Map<Programs.Entry, List<Measurement>> measured(String name, double ratio, double bytes) {
        Programs.Entry entry = Programs.named(name).get(0);
        Map<Programs.Entry, List<Measurement>> measured = new LinkedHashMap<>();
        measured.put(
                entry,
                List.of(
                        new Measurement(entry.name(), Measurement.FLUXION, 9, 800, ratio, ratio, bytes, 8),
                        new Measurement(entry.name(), Measurement.BY_HAND, 9, 800, 1.1, 1.1, 0, Double.NaN),
                        new Measurement(entry.name(), "Hipparchus", 9, 800, 90, 88, 1e5, Double.NaN)));
        return measured;
    }

    private String shortfalls() {
        sections.shortfalls();
        return page.toString().substring(page.toString().indexOf("## What falls short"));
    }

    @Test
    void aRatioAboveTheTargetFallsShort() {
        sections.ratios("17", measured("sum", 1.5, 0));
        assertTrue(shortfalls().contains("sum 1,000 on 17: 1.50, the target being 1.40."));
    }

    @Test
    void aRatioAtTheTargetIsMet() {
        sections.ratios("17", measured("sum", 1.4, 0));
        assertTrue(shortfalls().contains("Nothing."));
        assertTrue(page.toString().contains("| 1.40 | met |"));
    }

    @Test
    void programsWithoutATargetCannotMissIt() {
        sections.ratios("17", measured("Fourier", 99, 1_000));
        assertTrue(shortfalls().contains("Nothing."));
    }

    @Test
    void allocationFallsShortWhereTheProgramAllocatesNothing() {
        sections.ratios("17", measured("sum", 1.2, 16));
        assertTrue(shortfalls().contains("16 bytes per call"));
    }

    @Test
    void allocationIsFineWhereTheProgramAllocates() {
        sections.ratios("17", measured("LSTM", 1.2, 16));
        assertTrue(shortfalls().contains("Nothing."));
    }

    @Test
    void peersThatWereLeftOutHaveADash() {
        sections.peers(measured("sum", 1.2, 0));
        assertTrue(page.toString().contains("| sum 1,000 | 9 | 1.20 | 1.10 | 90.0 | – | – |"));
    }

    @Test
    void forwardModeIsComparedWithHipparchus() {
        sections.forwardMode(measured("Rosenbrock forward", 30, 0));
        assertTrue(shortfalls().contains("3.0 times as fast as Hipparchus, the target being 5."));
    }

    @Test
    void waitsAndStartUpAreComparedWithTheirTargets() {
        List<FirstGradients.Wait> waits = List.of(
                new FirstGradients.Wait("first", 301, 290, 280),
                new FirstGradients.Wait("next", 39, 38, 37),
                new FirstGradients.Wait("first again", 1, 1, 1),
                new FirstGradients.Wait("next again", 1, 1, 1));
        Map<String, Double> startUp = new LinkedHashMap<>();
        startUp.put("no agent", 40.0);
        startUp.put("an empty agent", 90.0);
        startUp.put("Fluxion's agent", 151.0);
        sections.coldStart(waits, startUp);
        String shortfalls = shortfalls();
        assertTrue(shortfalls.contains("first: 301 ms, the target being 300."));
        assertFalse(shortfalls.contains("next"));
        assertTrue(shortfalls.contains("the agent's start: 61 ms, the target being 60."));
    }

    @Test
    void familiesOfSeveralSizesAreDrawn(@TempDir Path docs) throws IOException {
        Map<Programs.Entry, List<Measurement>> measured = new LinkedHashMap<>();
        for (String name : List.of("sum 1,000", "sum 10,000", "sum 100,000", "map 1,000")) {
            measured.putAll(measured(name, 1.2, 0));
        }
        sections.growth(measured, docs);
        Path image = docs.resolve("images/growth-sum.png");
        assertEquals(900, ImageIO.read(image.toFile()).getWidth());
        assertFalse(Files.exists(docs.resolve("images/growth-map.png")));
        assertTrue(page.toString().contains("| sum | 1,000: 1.20, 10,000: 1.20, 100,000: 1.20 |"));
    }
}
