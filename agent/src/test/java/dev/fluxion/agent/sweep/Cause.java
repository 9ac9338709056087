package dev.fluxion.agent.sweep;

import java.util.regex.Pattern;

/** The cause of a refusal without what differs from place to place. */
final class Cause {
    private static final Pattern PLACE = Pattern.compile(" at [\\w.$<>]+\\.[\\w$<>]+(:\\d+)?(?=[,.] |$)");
    private static final Pattern CALLERS = Pattern.compile(", called by [\\w$<>]+(\\.[\\w$<>]+)*(:\\d+)?");
    private static final Pattern REMEDY = Pattern.compile("\\. [A-Z].*$", Pattern.DOTALL);
    private static final Pattern LIBRARY_CLASS = Pattern.compile(
            "\\b(org\\.apache|org\\.hipparchus|org\\.ejml|cern|net\\.finmath|dev\\.fluxion)(\\.[\\w$]+)*");
    private static final Pattern NUMBER = Pattern.compile("\\b\\d+\\b");

    private Cause() {}

    static String of(String message) {
        String cause = CALLERS.matcher(message).replaceAll("");
        cause = PLACE.matcher(cause).replaceAll("");
        cause = REMEDY.matcher(cause).replaceFirst("");
        cause = LIBRARY_CLASS.matcher(cause).replaceAll("*");
        return NUMBER.matcher(cause).replaceAll("n").strip();
    }
}
