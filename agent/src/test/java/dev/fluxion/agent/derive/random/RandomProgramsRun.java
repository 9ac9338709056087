package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Batch.Failed;
import dev.fluxion.agent.derive.random.Reference.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A long run: compares the programs of many seeds and prints what fails, shrunk. The command is in {@code docs/testing.md}.
 * Progress goes to the standard error stream; the exit code is 1 where anything failed.
 */
public final class RandomProgramsRun {
    private static final int BATCH = 40;

    private final List<Failure> known = new ArrayList<>();
    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private final Map<Limit, Integer> limits = new EnumMap<>(Limit.class);
    private int flat;
    private double share;
    private int failures;

    private final Translation translation;

    private RandomProgramsRun(Translation translation) {
        this.translation = translation;
    }

    /**
     * Runs the programs.
     *
     * @param arguments how many programs, optionally the first seed, and then how they become classes: java or bytecode
     */
    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[0]);
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        String translation = arguments.length > 2 ? arguments[2] : "java";
        RandomProgramsRun run = new RandomProgramsRun(Translation.valueOf(translation.toUpperCase(Locale.ROOT)));
        run.run(first, count);
        System.exit(run.failures == 0 ? 0 : 1);
    }

    private void run(long first, int count) {
        long start = System.nanoTime();
        for (int done = 0; done < count; ) {
            int size = Math.min(BATCH, count - done);
            Batch batch = Batch.run(first + done, size, translation);
            batch.verdicts().forEach((verdict, number) -> verdicts.merge(verdict, number, Integer::sum));
            batch.limits().forEach((limit, number) -> limits.merge(limit, number, Integer::sum));
            flat += batch.flat();
            share = Math.max(share, batch.share());
            batch.failures().forEach(this::report);
            done += size;
            System.err.printf(
                    "%,d of %,d programs, %d failed, %d s%n",
                    done, count, failures, (System.nanoTime() - start) / 1_000_000_000);
        }
        System.out.println("Programs: " + verdicts + ", of the useful ones " + flat + " flat; limits met: " + limits
                + String.format("; at most %.3f of a tolerance used; failed: ", share) + failures);
    }

    /** Each kind of failure is shrunk once. */
    private void report(Failed failed) {
        failures++;
        System.out.println("Seed " + failed.program().seed() + ": " + failed.failure());
        if (known.stream().noneMatch(failed.failure()::resembles)) {
            known.add(failed.failure());
            System.out.println(Trial.report(failed.program(), failed.failure(), translation));
        }
        System.out.flush();
    }
}
