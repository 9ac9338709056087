package dev.fluxion.benchmarks.report;

import dev.fluxion.benchmarks.Measurement;
import dev.fluxion.benchmarks.Measuring;
import dev.fluxion.benchmarks.OwnJvm;
import dev.fluxion.benchmarks.programs.Programs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The fast subset: measures the programs of usual size and prints which of them got slower, or allocate more, than the ratios in
 * the repository say. Fails if any did. What looks slower is measured twice, since a machine is sometimes busy.
 */
public final class Regressions {
    private static final double SLOWER = 1.15;
    private static final double FASTER = 1 / SLOWER;
    private static final double MORE_BYTES = 64;

    private Regressions() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, Measurement> baseline = Baseline.read();
        List<String> worse = new ArrayList<>();
        System.out.printf("%-26s %8s %8s %8s%n", "program", "stored", "now", "factor");
        for (Programs.Entry entry : Programs.usual()) {
            Measurement stored = baseline.get(entry.name());
            Measurement now = measure(entry);
            if (stored != null && now != null && isSlower(stored, now)) {
                Measurement again = measure(entry);
                now = again != null && again.ratio() < now.ratio() ? again : now;
            }
            String verdict = verdict(stored, now);
            if (verdict.startsWith("WORSE")) {
                worse.add(entry.name());
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-26s %8s %8s %8s %s%n",
                    entry.name(),
                    stored == null ? "-" : String.format(Locale.ROOT, "%.2f", stored.ratio()),
                    now == null ? "-" : String.format(Locale.ROOT, "%.2f", now.ratio()),
                    stored == null || now == null
                            ? "-"
                            : String.format(Locale.ROOT, "%.2f", now.ratio() / stored.ratio()),
                    verdict);
        }
        System.out.println(
                worse.isEmpty() ? "Nothing got slower." : "Got slower, or worse: " + String.join(", ", worse));
        if (!worse.isEmpty()) {
            System.exit(1);
        }
    }

    private static Measurement measure(Programs.Entry entry) throws IOException, InterruptedException {
        List<Measurement> measured = Measuring.inOwnJvm(OwnJvm.javaHome(), entry, false);
        return measured == null ? null : measured.get(0);
    }

    /** The median is higher than stored, and by more than the rounds scatter. */
    private static boolean isSlower(Measurement stored, Measurement now) {
        return now.ratio() > SLOWER * stored.ratio() && now.lowRatio() > stored.ratio();
    }

    private static String verdict(Measurement stored, Measurement now) {
        if (now == null) {
            return "WORSE: wrong or refused, see above";
        }
        if (stored == null) {
            return "new";
        }
        if (isSlower(stored, now)) {
            return "WORSE: slower";
        }
        if (now.bytes() > stored.bytes() + MORE_BYTES && now.bytes() > SLOWER * stored.bytes()) {
            return String.format(
                    Locale.ROOT, "WORSE: allocates %.0f bytes per call instead of %.0f", now.bytes(), stored.bytes());
        }
        return now.ratio() < FASTER * stored.ratio() ? "faster" : "";
    }
}
