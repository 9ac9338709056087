package dev.fluxion.benchmarks;

import dev.fluxion.benchmarks.programs.Program;
import dev.fluxion.benchmarks.programs.Programs;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * The time of a gradient, its value included, over the time of the value alone: by Fluxion and by hand. Each program runs in a
 * JVM of its own, with the options of this one. Fails only if a gradient is wrong.
 */
public final class Ratios {
    private Ratios() {}

    /** Measures the programs of the given names; without arguments those of usual size, with {@code all} every one. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2 && arguments[0].equals(OwnJvm.HERE)) {
            System.out.println(measure(Programs.named(arguments[1]).get(0)));
            return;
        }
        System.out.printf(
                "%-26s %13s %7s %7s %7s %7s %7s %11s%n",
                "program", "value", "ratio", "low", "target", "by hand", "low", "bytes/call");
        boolean failed = false;
        for (Programs.Entry entry : chosen(arguments)) {
            failed |= OwnJvm.run(Ratios.class, entry.name()) != 0;
        }
        if (failed) {
            System.exit(1);
        }
    }

    private static List<Programs.Entry> chosen(String[] names) {
        if (names.length == 0) {
            return Programs.usual();
        }
        return names[0].equals("all")
                ? Programs.list()
                : List.of(names).stream()
                        .flatMap(name -> Programs.named(name).stream())
                        .toList();
    }

    private static String measure(Programs.Entry entry) {
        Program program = entry.program().get();
        double[][] gradient = Program.zeros(program.point());
        Correctness.check(entry.name(), program);
        List<Sampling.Ratio> ratios = Sampling.compare(
                program::primal, List.of(() -> program.byFluxion(gradient), () -> program.byHand(gradient)));
        Sampling.Ratio fluxion = ratios.get(0);
        Sampling.Ratio hand = ratios.get(1);
        return String.format(
                Locale.ROOT,
                "%-26s %10.2f us %7.2f %7.2f %7s %7.2f %7.2f %11.0f",
                entry.name(),
                fluxion.baseNanoseconds() / 1e3,
                fluxion.ratio(),
                fluxion.lowRatio(),
                Double.isNaN(entry.target()) ? "-" : String.valueOf(entry.target()),
                hand.ratio(),
                hand.lowRatio(),
                fluxion.bytes());
    }
}
