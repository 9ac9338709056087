package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Program.IllFormed;
import dev.fluxion.agent.derive.random.Reference.Verdict;
import java.util.Arrays;
import java.util.function.Predicate;

/** One program, compiled alone and compared. */
final class Trial {
    private static final String NAME = "Shrunk";

    private Trial() {}

    /** The program made as small as it can be while it fails in the same way. */
    static Program shrunk(Program program, Failure failure) {
        Predicate<Program> fails = candidate -> {
            Failure found = failure(candidate);
            return found != null && found.resembles(failure);
        };
        return Shrinker.shrunk(program, fails);
    }

    /** What is wrong with the program, or null if nothing is or it is no program. */
    static Failure failure(Program program) {
        Point point = Point.of(program);
        try {
            Reference reference = Reference.of(program, point);
            if (reference.verdict() != Verdict.USEFUL) {
                return null;
            }
            return Comparison.of(JavaCompilation.compile(NAME, source(program)), reference, point)
                    .failure();
        } catch (IllFormed | JavaCompilation.Refused | ClassCastException noProgram) {
            return null;
        }
    }

    /** The shrunk program, where it is differentiated and what is wrong. */
    static String report(Program program, Failure failure) {
        Program small = shrunk(program, failure);
        Point point = Point.of(small);
        return source(small) + failure(small) + "\nat " + Arrays.toString(point.x()) + "\nalong "
                + Arrays.toString(point.direction()) + "\n";
    }

    private static String source(Program program) {
        return JavaText.of(program, NAME);
    }
}
