package dev.fluxion.agent.sweep;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A long run: every public static method of numbers and number arrays in published libraries, against differences. The command is in
 * {@code docs/testing.md}. Progress goes to the standard error stream; the exit code is 1 where a value changed, a derivative is
 * wrong, the refusals are not those of the golden file, or less than {@link #CONFIRMED} of the answers could be confirmed.
 */
public final class SweepRun {
    private static final double CONFIRMED = 0.98;
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden", "sweep");
    private static final Path GOLDEN = FOLDER.resolve("refusals.txt");

    private final String pattern;
    private final Map<String, String> now = new TreeMap<>();
    private final Explained explained;
    private final Totals first = new Totals();
    private final Totals second = new Totals();

    private SweepRun(String pattern, Explained explained) {
        this.pattern = pattern;
        this.explained = explained;
    }

    /**
     * Runs the sweep.
     *
     * @param arguments the libraries, comma-separated, or "all"; then optionally a part of the methods' names
     */
    public static void main(String[] arguments) throws IOException {
        List<Library> libraries = arguments[0].equals("all")
                ? List.of(Library.values())
                : Arrays.stream(arguments[0].split(",", -1))
                        .map(name -> Library.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList();
        SweepRun run =
                new SweepRun(arguments.length > 1 ? arguments[1] : "", Explained.read(FOLDER.resolve("explained.txt")));
        libraries.forEach(run::run);
        System.out.println("First order: " + run.first.summary());
        System.out.println("Second order: " + run.second.summary());
        boolean fine = run.isAsBefore() && isFine(run.first) && isFine(run.second);
        System.exit(fine ? 0 : 1);
    }

    private static boolean isFine(Totals totals) {
        return !totals.hasFaults() && totals.confirmed() >= CONFIRMED;
    }

    private void run(Library library) {
        List<Method> methods = library.methods().stream()
                .filter(method -> method.toString().contains(pattern))
                .toList();
        Totals ofFirst = new Totals();
        Totals ofSecond = new Totals();
        int[] done = {0};
        Sweep.run(methods, trial -> {
            Finding found = explained.of(trial.method(), trial.first());
            Finding foundNext = explained.of(trial.method(), trial.second());
            ofFirst.add(found);
            ofSecond.add(foundNext);
            print("first", trial.method(), found);
            if (!foundNext.equals(found)) {
                print("second", trial.method(), foundNext);
            }
            if (++done[0] % 50 == 0) {
                System.err.println(library.title() + ": " + done[0] + " of " + methods.size());
            }
        });
        System.out.println(library.title() + ", first order: " + ofFirst.summary());
        System.out.println(library.title() + ", second order: " + ofSecond.summary());
        first.add(ofFirst);
        second.add(ofSecond);
        now.put(library.title() + ", first order", ofFirst.golden());
        now.put(library.title() + ", second order", ofSecond.golden());
    }

    private static void print(String order, Method method, Finding finding) {
        Verdict verdict = finding.verdict();
        if (verdict != Verdict.AGREES) {
            System.out.println(verdict + " (" + order + " order) " + method + ": " + finding.text());
            System.out.flush();
        }
    }

    /** Compares with the golden file, or writes it; of the libraries that did not run it stays as it is. */
    private boolean isAsBefore() throws IOException {
        if (!pattern.isEmpty()) {
            return true;
        }
        Refusals before = Refusals.read(GOLDEN);
        if (Boolean.getBoolean("golden.update")) {
            before.with(now).write(GOLDEN);
            return true;
        }
        List<String> differences = before.differences(now);
        differences.forEach(System.out::println);
        return differences.isEmpty();
    }
}
