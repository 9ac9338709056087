package dev.fluxion.agent.ir.operator;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Which parameters and results of a function carry a derivative, and which parameters refer to memory that stays as it is.
 * Written {@code [a,-!|a]}: active {@code a} or inert {@code -}, constant {@code !}, parameters before the bar.
 *
 * @param parameters an active {@code float} or {@code double} has a tangent, an active reference has a shadow
 * @param results likewise
 * @param constants parameters whose arrays, and what those hold, nobody changes by any name from the function's entry until its
 *     reverse sweep is done: the caller vouches for it
 */
public record Activity(List<Boolean> parameters, List<Boolean> results, List<Boolean> constants) {
    public Activity {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
        constants = List.copyOf(constants);
    }

    /** Without any constant parameter. */
    public Activity(List<Boolean> parameters, List<Boolean> results) {
        this(parameters, results, Collections.nCopies(parameters.size(), false));
    }

    /** Of a function through which no derivative passes. */
    public static Activity none(int parameters, int results) {
        return new Activity(Collections.nCopies(parameters, false), Collections.nCopies(results, false));
    }

    /** The same activity with other constants. */
    public Activity withConstants(List<Boolean> newConstants) {
        return new Activity(parameters, results, newConstants);
    }

    public boolean parameter(int index) {
        return parameters.get(index);
    }

    public boolean result(int index) {
        return results.get(index);
    }

    public boolean constant(int index) {
        return constants.get(index);
    }

    /** Whether anything at all is active. */
    public boolean any() {
        return parameters.contains(true) || results.contains(true);
    }

    /** Parses what {@link #toString} writes. */
    public static Activity parse(String text) {
        int bar = text.indexOf('|');
        List<String> parameters = split(text.substring(1, bar));
        return new Activity(
                parameters.stream().map(flag -> flag.startsWith("a")).toList(),
                split(text.substring(bar + 1, text.length() - 1)).stream()
                        .map("a"::equals)
                        .toList(),
                parameters.stream().map(flag -> flag.endsWith("!")).toList());
    }

    private static List<String> split(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < parameters.size(); i++) {
            out.append(i == 0 ? "" : ",").append(flag(parameters.get(i))).append(constants.get(i) ? "!" : "");
        }
        return out.append('|')
                .append(String.join(",", results.stream().map(Activity::flag).toList()))
                .append(']')
                .toString();
    }

    private static String flag(boolean active) {
        return active ? "a" : "-";
    }
}
