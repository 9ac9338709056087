package dev.fluxion.agent.sweep;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What was found of a library's methods in one order of derivatives: how many are answered, and why others are not. */
final class Totals {
    private final Map<Verdict, Integer> verdicts = new TreeMap<>();
    private final Map<String, Integer> causes = new TreeMap<>();

    void add(Finding finding) {
        verdicts.merge(finding.verdict(), 1, Integer::sum);
        if (finding.verdict() == Verdict.REFUSED) {
            causes.merge(Cause.of(finding.text()), 1, Integer::sum);
        }
    }

    void add(Totals other) {
        other.verdicts.forEach((verdict, count) -> verdicts.merge(verdict, count, Integer::sum));
        other.causes.forEach((cause, count) -> causes.merge(cause, count, Integer::sum));
    }

    private int count(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }

    private int answered() {
        return verdicts.keySet().stream()
                .filter(Verdict::isAnswer)
                .mapToInt(this::count)
                .sum();
    }

    private int asked() {
        return verdicts.values().stream().mapToInt(Integer::intValue).sum() - count(Verdict.NO_POINT);
    }

    private double share() {
        return asked() == 0 ? 1 : (double) answered() / asked();
    }

    /** The part of the answers that differences confirm. */
    double confirmed() {
        return answered() == 0 ? 1 : (double) count(Verdict.AGREES) / answered();
    }

    boolean hasFaults() {
        return verdicts.keySet().stream().anyMatch(Verdict::isFault);
    }

    /** How many are answered, of which kind the answers are. */
    String summary() {
        return String.format(
                Locale.ROOT, "%d of %d answered (%.1f %%): %s", answered(), asked(), 100 * share(), verdicts);
    }

    /** What the golden file says: nothing that is a matter of differences. */
    String golden() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d answered, %d refused, %d too slow, %d without a point\n",
                answered(),
                count(Verdict.REFUSED),
                count(Verdict.TIMED_OUT),
                count(Verdict.NO_POINT)));
        causes.forEach((cause, count) -> text.append(String.format(Locale.ROOT, "%6d  %s\n", count, cause)));
        return text.toString();
    }
}
