package dev.fluxion.benchmarks;

import dev.fluxion.benchmarks.programs.Programs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The time of a gradient, its value included, over the time of the value alone: by Fluxion, by hand and by peers. Fails only if a
 * gradient is wrong.
 */
public final class Ratios {
    private static final String ALL = "all";
    private static final String PEERS = "peers";

    private Ratios() {}

    /**
     * Measures the programs of the given names; without names those of usual size, with {@code all} every one. After
     * {@code peers} comes what peers take.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(List.of(arguments));
        boolean peers = names.remove(PEERS);
        System.out.println(Table.HEADER);
        boolean failed = false;
        for (Programs.Entry entry : chosen(names)) {
            List<Measurement> measured = Measuring.inOwnJvm(OwnJvm.javaHome(), entry, peers);
            if (measured == null) {
                failed = true;
            } else {
                System.out.println(Table.row(entry, measured));
            }
        }
        if (failed) {
            System.exit(1);
        }
    }

    private static List<Programs.Entry> chosen(List<String> names) {
        if (names.isEmpty()) {
            return Programs.usual();
        }
        return names.get(0).equals(ALL)
                ? Programs.list()
                : names.stream().flatMap(name -> Programs.named(name).stream()).toList();
    }

    /** The table on the console. */
    private static final class Table {
        static final String HEADER = String.format(
                "%-26s %13s %7s %7s %7s %7s %7s %11s %9s",
                "program", "value", "ratio", "low", "target", "by hand", "low", "bytes/call", "tape/step");

        private Table() {}

        static String row(Programs.Entry entry, List<Measurement> measured) {
            Measurement fluxion = measured.get(0);
            Measurement byHand = measured.get(1);
            StringBuilder row = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%-26s %10.2f us %7.2f %7.2f %7s %7.2f %7.2f %11.0f %9.1f",
                    entry.name(),
                    fluxion.valueNanoseconds() / 1e3,
                    fluxion.ratio(),
                    fluxion.lowRatio(),
                    Double.isNaN(entry.target()) ? "-" : String.valueOf(entry.target()),
                    byHand.ratio(),
                    byHand.lowRatio(),
                    fluxion.bytes(),
                    fluxion.tapeBytes()));
            for (Measurement peer : measured.subList(2, measured.size())) {
                row.append(String.format(Locale.ROOT, "  %s %.1f", peer.method(), peer.ratio()));
            }
            return row.toString();
        }
    }
}
