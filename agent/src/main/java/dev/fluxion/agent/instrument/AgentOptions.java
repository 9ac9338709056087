package dev.fluxion.agent.instrument;

import dev.fluxion.agent.link.ChosenMethods;
import dev.fluxion.agent.report.LogLevel;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the agent's argument says, as in {@code -javaagent:fluxion-agent.jar=log=debug}: {@code key=value} pairs joined by commas.
 *
 * @param argument as it was given, empty for the defaults
 * @param log how much the agent writes to stderr
 * @param dump the folder to write to, null for none
 * @param dumpMatch of which methods, null for all
 */
public record AgentOptions(String argument, LogLevel log, String dump, String dumpMatch) {
    static final AgentOptions DEFAULTS = new AgentOptions("", LogLevel.WARN, null, null);

    /**
     * Reads the agent's argument.
     *
     * @param argument null or blank for the defaults
     * @throws IllegalArgumentException with a message for the user, if anything in it is not understood
     */
    public static AgentOptions parse(String argument) {
        if (argument == null || argument.isBlank()) {
            return DEFAULTS;
        }
        Map<Option, String> given = new EnumMap<>(Option.class);
        for (String pair : argument.split(",", -1)) {
            int equals = pair.indexOf('=');
            Option option = equals < 0 ? null : Option.of(pair.substring(0, equals));
            if (option == null) {
                throw new IllegalArgumentException(
                        "unknown option '" + pair + "'; options are " + Option.grammar() + ".");
            }
            String value = pair.substring(equals + 1);
            check(option, value);
            if (given.put(option, value) != null) {
                throw new IllegalArgumentException("option '" + option.key() + "' is given twice.");
            }
        }
        if (given.containsKey(Option.DUMP_MATCH) && !given.containsKey(Option.DUMP)) {
            throw new IllegalArgumentException("option '" + Option.DUMP_MATCH.key() + "' says of what to write, but '"
                    + Option.DUMP.key() + "' does not say where to.");
        }
        String log = given.get(Option.LOG);
        return new AgentOptions(
                argument,
                log == null ? DEFAULTS.log() : level(log),
                given.get(Option.DUMP),
                given.get(Option.DUMP_MATCH));
    }

    private static void check(Option option, String value) {
        switch (option) {
            case LOG -> level(value);
            case DUMP -> {
                if (value.isBlank()) {
                    throw new IllegalArgumentException("option '" + option.key() + "' names no folder.");
                }
            }
            case DUMP_MATCH -> match(value);
        }
    }

    /** To see whether it is one; it is of use in the compiler's loader only. */
    private static void match(String value) {
        try {
            ChosenMethods.parse(value);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "option '" + Option.DUMP_MATCH.key() + "': " + wrong.getMessage(), wrong);
        }
    }

    private static LogLevel level(String value) {
        for (LogLevel level : LogLevel.values()) {
            if (level.name().toLowerCase(Locale.ROOT).equals(value)) {
                return level;
            }
        }
        throw new IllegalArgumentException("unknown value '" + value + "' of option '" + Option.LOG.key()
                + "'; options are " + Option.grammar() + ".");
    }
}
