package dev.fluxion.sample;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the results as PNG files. */
final class Charts {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;

    /** So few pixels between labels that none is left out. */
    private static final int LABEL_SPACING = 20;

    private Charts() {}

    /**
     * Draws losses on a logarithmic scale that reaches from the smallest to the largest.
     *
     * @param steps what is counted along the horizontal axis, from 0
     * @param curves the losses by the name that the legend gives them
     */
    static void lossCurves(Path file, String title, String steps, Map<String, List<Double>> curves) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(steps)
                .yAxisTitle("loss")
                .build();
        chart.getStyler()
                .setYAxisLogarithmic(true)
                .setXAxisDecimalPattern("0")
                .setXAxisMin(0.0)
                .setLegendPosition(LegendPosition.InsideNE);
        curves.forEach((name, losses) -> chart.addSeries(
                        name, IntStream.range(0, losses.size()).boxed().toList(), losses)
                .setMarker(SeriesMarkers.NONE));
        save(chart, file);
    }

    /** Draws the counts that are not zero as coloured squares, the first class at the top left. */
    static void confusion(Path file, String title, ConfusionMatrix matrix) {
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("predicted")
                .yAxisTitle("actual")
                .build();
        int classes = matrix.classNames.size();
        List<Number[]> cells = new ArrayList<>();
        for (int actual = 0; actual < classes; actual++) {
            for (int predicted = 0; predicted < classes; predicted++) {
                int count = matrix.count(actual, predicted);
                if (count > 0) {
                    cells.add(new Number[] {predicted, classes - 1 - actual, count});
                }
            }
        }
        List<String> fromBottom = new ArrayList<>(matrix.classNames);
        Collections.reverse(fromBottom);
        chart.addSeries("examples", matrix.classNames, fromBottom, cells);
        chart.getStyler()
                .setShowValue(true)
                .setValueFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16))
                .setValueFontColor(Color.BLACK)
                .setRangeColors(new Color[] {Color.WHITE, new Color(90, 160, 220)})
                .setPlotContentSize(1)
                .setLegendVisible(false);
        // The library places the labels of both axes by the hint for this one.
        chart.getStyler().setXAxisTickMarkSpacingHint(LABEL_SPACING).setPlotGridLinesVisible(false);
        save(chart, file);
    }

    private static void save(Chart<?, ?> chart, Path file) {
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        try {
            ChartEncoder.saveChart(chart, file.toString(), "png");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
