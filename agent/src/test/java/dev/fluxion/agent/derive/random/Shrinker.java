package dev.fluxion.agent.derive.random;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Makes a program smaller for as long as it keeps a property, and for some minutes. */
final class Shrinker {
    private static final int PASSES = 12;
    private static final long TIME = TimeUnit.MINUTES.toNanos(3);

    private Shrinker() {}

    static Program shrunk(Program program, Predicate<Program> property) {
        long start = System.nanoTime();
        Predicate<Program> inTime = candidate -> System.nanoTime() - start < TIME && property.test(candidate);
        Program smallest = program;
        for (int pass = 0; pass < PASSES; pass++) {
            Program before = smallest;
            smallest = pass(smallest, inTime);
            if (smallest.equals(before)) {
                break;
            }
        }
        return smallest;
    }

    private static Program pass(Program program, Predicate<Program> property) {
        Program smallest = program;
        List<Program> candidates = candidates(smallest);
        for (int next = 0; next < candidates.size(); ) {
            if (property.test(candidates.get(next))) {
                // What was tried before this place is not tried again in this pass.
                smallest = candidates.get(next);
                candidates = candidates(smallest);
            } else {
                next++;
            }
        }
        return smallest;
    }

    private static List<Program> candidates(Program program) {
        List<Program> candidates = new ArrayList<>();
        Tree.reduce(program, new ProgramReductions(), reduced -> candidates.add((Program) reduced));
        return candidates;
    }
}
