package dev.fluxion.agent.hiding;

import dev.fluxion.agent.hiding.Decisions.Site;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What comes of it where one case of one decision is hidden from the compiler, for all cases in turn. */
final class HiddenCases {
    /** What programs give where a case that they meet is hidden. */
    enum Verdict {
        /** No program meets it. */
        UNMET,
        /** The same numbers: the case is there for speed alone, or these programs cannot tell. */
        SAME,
        /** At least one error, and no number that is not right. */
        ERROR,
        WRONG
    }

    /** @param tells which program gives what, if it is wrong */
    record Found(Site site, Verdict verdict, String tells) {}

    private static final double TOLERANCE = 1e-10;
    private static final int SECONDS = 20;

    private final Function<String, Map<String, Object>> trials;
    private final Map<String, Map<String, Object>> expected = new LinkedHashMap<>();
    private final Map<String, BitSet> met = new LinkedHashMap<>();
    private final ExecutorService worker = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "trial");
        thread.setDaemon(true);
        return thread;
    });

    private HiddenCases(Function<String, Map<String, Object>> trials) {
        this.trials = trials;
    }

    /** @param programs on how many each case is tried, of those that meet it */
    @SuppressWarnings("unchecked")
    static List<Found> find(int programs) throws ReflectiveOperationException, InterruptedException {
        HidingLoader loader = new HidingLoader();
        Class<?> trials = loader.loadClass("dev.fluxion.agent.link.HidingTrials");
        HiddenCases cases = new HiddenCases(
                (Function<String, Map<String, Object>>) trials.getConstructor().newInstance());
        List<String> names = (List<String>) trials.getMethod("names").invoke(null);
        for (String name : names) {
            Hiding.hide(-1);
            cases.expected.put(name, cases.trials.apply(name));
            cases.met.put(name, Hiding.met());
        }
        List<String> smallestFirst = new ArrayList<>(names);
        smallestFirst.sort(Comparator.comparingInt(name -> cases.met.get(name).cardinality()));
        List<Found> found = new ArrayList<>();
        List<Site> sites = List.copyOf(loader.sites());
        for (int site = 0; site < sites.size(); site++) {
            int number = site;
            List<String> meeting = smallestFirst.stream()
                    .filter(name -> cases.met.get(name).get(number))
                    .limit(programs)
                    .toList();
            found.add(cases.find(sites.get(site), site, meeting));
        }
        Hiding.hide(-1);
        cases.worker.shutdown();
        return found;
    }

    private Found find(Site site, int number, List<String> programs) throws InterruptedException {
        Verdict verdict = Verdict.UNMET;
        for (String program : programs) {
            Map<String, Object> outcomes = tried(program, number);
            for (Map.Entry<String, Object> right : expected.get(program).entrySet()) {
                Object outcome = outcomes.getOrDefault(right.getKey(), "nothing");
                Verdict own = verdict(right.getValue(), outcome);
                if (own == Verdict.WRONG) {
                    return new Found(site, own, program + ", " + right.getKey());
                }
                verdict = own.compareTo(verdict) > 0 ? own : verdict;
            }
            if (verdict == Verdict.ERROR && site.ofSwitch() != null) {
                break; // there is no way past a switch
            }
        }
        return new Found(site, verdict, null);
    }

    private Map<String, Object> tried(String program, int site) throws InterruptedException {
        Hiding.hide(site);
        Future<Map<String, Object>> trial = worker.submit(() -> trials.apply(program));
        try {
            return trial.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException endless) {
            Hiding.giveUp();
            return Map.of();
        } catch (ExecutionException failed) {
            return Map.of();
        }
    }

    private static Verdict verdict(Object right, Object outcome) {
        if (!(outcome instanceof double[] numbers)) {
            return Verdict.ERROR;
        }
        return right instanceof double[] rightNumbers && areSame(rightNumbers, numbers) ? Verdict.SAME : Verdict.WRONG;
    }

    private static boolean areSame(double[] right, double[] numbers) {
        boolean areSame = right.length == numbers.length;
        double scale = 1;
        for (double number : right) {
            scale = Double.isFinite(number) ? Math.max(scale, Math.abs(number)) : scale;
        }
        for (int i = 0; areSame && i < right.length; i++) {
            areSame = Double.compare(right[i], numbers[i]) == 0 || Math.abs(right[i] - numbers[i]) <= TOLERANCE * scale;
        }
        return areSame;
    }
}
