package dev.fluxion.sample;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Prints what a gradient costs from each source, next to the loss itself, and how exact it is. */
final class TimingTable {
    private TimingTable() {}

    static void print(PrintStream out, DifferentiatedLoss loss) {
        out.printf(
                Locale.ROOT,
                "  loss %.6f at the checked point, %,d parameters; median CPU time of one call:%n",
                loss.value().getAsDouble(),
                loss.size());
        out.printf("  %-33s %12s %10s %10s%n", "", "time", "x loss", "error");
        double unit = Timing.medianNanos(() -> loss.value().getAsDouble());
        printRow(out, "loss", unit, unit, "");
        printGradientRow(out, "gradient by hand", loss.gradientByHand(), loss, unit);
        printGradientRow(out, "gradient by Fluxion", loss.gradient(), loss, unit);
        printGradientRow(out, "gradient by central differences", loss::gradientByDifferences, loss, unit);
    }

    private static void printGradientRow(
            PrintStream out, String name, Supplier<List<double[]>> gradient, DifferentiatedLoss loss, double unit) {
        double error = GradientCheck.relativeError(
                gradient.get(), loss.gradientByHand().get());
        printRow(out, name, Timing.medianNanos(gradient), unit, String.format(Locale.ROOT, "%.0e", error));
    }

    private static void printRow(PrintStream out, String name, double nanos, double unit, String error) {
        out.printf(Locale.ROOT, "  %-33s %,9.1f us %10.1f %10s%n", name, nanos / 1000, nanos / unit, error);
    }
}
