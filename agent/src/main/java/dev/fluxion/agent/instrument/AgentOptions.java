package dev.fluxion.agent.instrument;

import dev.fluxion.agent.report.LogLevel;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What the agent's argument may say, as in {@code -javaagent:fluxion-agent.jar=log=debug}: {@code key=value} pairs joined by
 * commas.
 *
 * @param log how much the agent writes to stderr
 */
record AgentOptions(LogLevel log) {
    static final String LOG = "log";

    static final AgentOptions DEFAULTS = new AgentOptions(LogLevel.WARN);

    /**
     * Reads the agent's argument.
     *
     * @param argument null or blank for the defaults
     * @throws IllegalArgumentException with a message for the user, if anything in it is not understood
     */
    static AgentOptions parse(String argument) {
        AgentOptions options = DEFAULTS;
        if (argument == null || argument.isBlank()) {
            return options;
        }
        Set<String> given = new HashSet<>();
        for (String pair : argument.split(",", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !key.equals(LOG)) {
                throw new IllegalArgumentException("unknown option '" + pair + "'; options are " + grammar() + ".");
            }
            if (!given.add(key)) {
                throw new IllegalArgumentException("option '" + key + "' is given twice.");
            }
            options = new AgentOptions(level(pair.substring(equals + 1)));
        }
        return options;
    }

    /** The options and their values, for messages. */
    static String grammar() {
        StringJoiner values = new StringJoiner("|");
        for (LogLevel level : LogLevel.values()) {
            values.add(text(level));
        }
        return LOG + "=" + values;
    }

    private static LogLevel level(String value) {
        for (LogLevel level : LogLevel.values()) {
            if (text(level).equals(value)) {
                return level;
            }
        }
        throw new IllegalArgumentException(
                "unknown value '" + value + "' of option '" + LOG + "'; options are " + grammar() + ".");
    }

    private static String text(LogLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
