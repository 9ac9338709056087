package dev.fluxion.benchmarks.report;

import dev.fluxion.benchmarks.Measurement;
import dev.fluxion.benchmarks.programs.Programs;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Time of a gradient over the size of the program, for every way to it, on two logarithmic scales. */
final class GrowthChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 600;
    private static final String VALUE = "value alone";

    private GrowthChart() {}

    private record Curve(List<Double> sizes, List<Double> microseconds) {
        Curve() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void add(double size, double nanoseconds) {
            sizes.add(size);
            microseconds.add(nanoseconds / 1e3);
        }
    }

    /** Draws one family of programs. */
    static void write(Path file, String family, Map<Programs.Entry, List<Measurement>> measured) throws IOException {
        Map<String, Curve> curves = new LinkedHashMap<>();
        List<Programs.Entry> entries = measured.keySet().stream()
                .sorted(Comparator.comparingInt(Programs.Entry::size))
                .toList();
        for (Programs.Entry entry : entries) {
            List<Measurement> measurements = measured.get(entry);
            curves.computeIfAbsent(VALUE, name -> new Curve())
                    .add(entry.size(), measurements.get(0).valueNanoseconds());
            for (Measurement measurement : measurements) {
                curves.computeIfAbsent(measurement.method(), name -> new Curve())
                        .add(entry.size(), measurement.nanoseconds());
            }
        }
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(family + ": value and gradient")
                .xAxisTitle("size")
                .yAxisTitle("microseconds")
                .build();
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setYAxisLogarithmic(true)
                .setLegendPosition(LegendPosition.OutsideE)
                .setChartBackgroundColor(Color.WHITE);
        curves.forEach((name, curve) -> chart.addSeries(name, curve.sizes(), curve.microseconds()));
        Files.createDirectories(file.getParent());
        ChartEncoder.saveChart(chart, file.toString(), "png");
    }
}
