package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Comparison.Findings;
import dev.fluxion.agent.derive.random.Reference.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The programs of consecutive seeds, translated at once and compared one by one. */
final class Batch {
    /** A program in which something is wrong. */
    record Failed(Program program, Failure failure) {}

    private record Useful(Program program, Point point, Reference reference) {}

    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private final Map<String, Useful> useful = new LinkedHashMap<>();
    private final Map<Limit, Integer> limits = new EnumMap<>(Limit.class);
    private final List<Failed> failures = new ArrayList<>();
    private final Set<Object> reached = new HashSet<>();
    private int flat;
    private double share;

    private final Translation translation;

    private Batch(long first, int count, Translation translation) {
        this.translation = translation;
        for (long seed = first; seed < first + count; seed++) {
            Program program = Generator.program(seed);
            Point point = Point.of(program);
            Reference reference = Reference.of(program, point);
            verdicts.merge(reference.verdict(), 1, Integer::sum);
            if (reference.verdict() == Verdict.USEFUL) {
                useful.put("Program" + seed, new Useful(program, point, reference));
                reached.addAll(reference.outcome().reached());
                flat += reference.isFlat() ? 1 : 0;
            }
        }
    }

    static Batch run(long first, int count, Translation translation) {
        Batch batch = new Batch(first, count, translation);
        if (!batch.useful.isEmpty()) {
            batch.compare();
        }
        return batch;
    }

    private void compare() {
        Map<String, Program> programs = new LinkedHashMap<>();
        useful.forEach((name, each) -> programs.put(name, each.program()));
        Map<String, Class<?>> classes;
        try {
            classes = translation.classes(programs);
        } catch (JavaCompilation.Refused refused) {
            throw new AssertionError("the generator made what is no Java: " + refused.getMessage(), refused);
        }
        useful.forEach((name, each) -> {
            Findings findings = Comparison.of(classes.get(name), each.reference(), each.point());
            findings.limits().forEach(limit -> limits.merge(limit, 1, Integer::sum));
            share = Math.max(share, findings.share());
            if (findings.failure() != null) {
                failures.add(new Failed(each.program(), findings.failure()));
            }
        });
    }

    /** How many programs were of each use. */
    Map<Verdict, Integer> verdicts() {
        return verdicts;
    }

    /** How many useful programs have no derivative but 0. */
    int flat() {
        return flat;
    }

    /** In how many programs a documented limit was met. */
    Map<Limit, Integer> limits() {
        return limits;
    }

    /** The largest part of a tolerance that was used. */
    double share() {
        return share;
    }

    List<Failed> failures() {
        return failures;
    }

    /** All failures, and the first one shrunk. */
    String report() {
        return failures.stream()
                        .map(failed -> "seed " + failed.program().seed() + ": " + failed.failure())
                        .collect(Collectors.joining("\n"))
                + "\nthe first, shrunk:\n"
                + Trial.report(failures.get(0).program(), failures.get(0).failure(), translation);
    }

    /** The kinds of nodes that ran, and which functions and forms of methods. */
    Set<Object> reached() {
        return reached;
    }
}
