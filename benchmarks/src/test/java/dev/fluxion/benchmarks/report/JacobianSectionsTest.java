package dev.fluxion.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.benchmarks.JacobianMeasuring;
import dev.fluxion.benchmarks.Measurement;
import dev.fluxion.benchmarks.jacobians.JacobianProgram;
import dev.fluxion.benchmarks.jacobians.JacobianPrograms;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JacobianSectionsTest {
    private final Page page = new Page();
    private final JacobianSections sections = new JacobianSections(page);

    private static Measurement measurement(String method, double ratio, double bytes) {
        return new Measurement("planar arm", method, 7, 120, ratio, ratio, bytes, Double.NaN);
    }

    private static Map<JacobianProgram, List<Measurement>> arm(double automatic, double differences) {
        return Map.of(
                JacobianPrograms.named("planar arm"),
                List.of(
                        measurement(JacobianMeasuring.VALUE, 1, 40),
                        measurement("automatic", automatic, 504),
                        measurement("forward", 2.5, 504),
                        measurement("reverse", 2.25, 80),
                        measurement(Measurement.BY_HAND, 1.2, 40),
                        measurement(JacobianMeasuring.DIFFERENCES, differences, 600)));
    }

    private String shortfalls() {
        sections.shortfalls();
        return page.toString().substring(page.toString().indexOf("## What falls short"));
    }

    @Test
    void aRowHasEveryWay() {
        sections.ratios("17", arm(2.75, 15));
        assertTrue(page.toString()
                .contains("| planar arm | 3 × 7 | 0.12 | 2.75 | 5.90 | met | 2.50 | 2.25 | 1.20 | 15.0 | 40 | 504 |"));
        assertTrue(shortfalls().contains("Nothing."));
    }

    @Test
    void aRatioAboveTheTargetFallsShort() {
        sections.ratios("17", arm(6, 15));
        assertTrue(shortfalls()
                .contains("planar arm on 17: 6.00, the target being 5.90, and central differences taking 15.0."));
    }

    @Test
    void whatIsSlowerThanDifferencesFallsShort() {
        sections.ratios("17", arm(5, 4));
        assertTrue(shortfalls().contains("planar arm on 17: 5.00"));
    }

    @Test
    void programsWithoutModesHaveATableOfTheirOwn() {
        JacobianProgram nested = JacobianPrograms.named("nested gradient");
        Map<JacobianProgram, List<Measurement>> measured =
                Map.of(nested, List.of(measurement(JacobianMeasuring.VALUE, 1, 8), measurement("some way", 3, 16)));
        sections.ratios("17", measured);
        assertFalse(page.toString().contains("nested gradient"));
        sections.others("17", measured);
        assertTrue(page.toString().contains("## Nested gradient, 17"));
        assertTrue(page.toString().contains("| some way | 3.00 | 16 |"));
    }
}
