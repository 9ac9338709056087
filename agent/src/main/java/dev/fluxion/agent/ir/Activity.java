package dev.fluxion.agent.ir;

import java.util.Arrays;
import java.util.List;

/**
 * Which parameters and results of a function carry a derivative; written {@code [a,-|a]}, parameters before the bar. A
 * {@code float} or {@code double} that is active has a tangent, a reference that is active has a shadow.
 */
public record Activity(List<Boolean> parameters, List<Boolean> results) {
    public Activity {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }

    public boolean parameter(int index) {
        return parameters.get(index);
    }

    public boolean result(int index) {
        return results.get(index);
    }

    /** Whether anything at all is active. */
    public boolean any() {
        return parameters.contains(true) || results.contains(true);
    }

    /** Parses what {@link #toString} writes. */
    public static Activity parse(String text) {
        int bar = text.indexOf('|');
        return new Activity(flags(text.substring(1, bar)), flags(text.substring(bar + 1, text.length() - 1)));
    }

    private static List<Boolean> flags(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map("a"::equals).toList();
    }

    @Override
    public String toString() {
        return "[" + text(parameters) + "|" + text(results) + "]";
    }

    private static String text(List<Boolean> flags) {
        return String.join(",", flags.stream().map(flag -> flag ? "a" : "-").toList());
    }
}
