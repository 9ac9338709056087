package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Program.IllFormed;
import dev.fluxion.agent.derive.random.Reference.Verdict;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;

/** One program, translated alone and compared. */
final class Trial {
    private static final String NAME = "Shrunk";

    private Trial() {}

    /** The program made as small as it can be while it fails in the same way. */
    static Program shrunk(Program program, Failure failure, Translation translation) {
        Predicate<Program> fails = candidate -> {
            Failure found = failure(candidate, translation);
            return found != null && found.resembles(failure);
        };
        return Shrinker.shrunk(program, fails);
    }

    /** What is wrong with the program, or null if nothing is or it is no program. */
    static Failure failure(Program program, Translation translation) {
        Point point = Point.of(program);
        try {
            Reference reference = Reference.of(program, point);
            if (reference.verdict() != Verdict.USEFUL) {
                return null;
            }
            // javac knows what is a program.
            Class<?> compiled = JavaCompilation.compile(NAME, JavaText.of(program, NAME));
            Class<?> type = translation == Translation.JAVA
                    ? compiled
                    : translation.classes(Map.of(NAME, program)).get(NAME);
            return Comparison.of(type, reference, point).failure();
        } catch (IllFormed | JavaCompilation.Refused | ClassCastException noProgram) {
            return null;
        }
    }

    /** The shrunk program, where it is differentiated and what is wrong. */
    static String report(Program program, Failure failure, Translation translation) {
        Program small = shrunk(program, failure, translation);
        Point point = Point.of(small);
        return translation.text(small, NAME) + failure(small, translation) + "\nat " + Arrays.toString(point.x())
                + "\nalong " + Arrays.toString(point.direction()) + "\n";
    }
}
