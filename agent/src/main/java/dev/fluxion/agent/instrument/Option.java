package dev.fluxion.agent.instrument;

import dev.fluxion.agent.report.LogLevel;
import java.util.Locale;
import java.util.StringJoiner;

/** What can be said to the agent: the reader, the help and docs/agent.md go by this. */
public enum Option {
    LOG("log", levels(), "how much the agent writes to stderr: warn, as long as nothing else is said"),
    DUMP("dump", "DIR", "writes what is made of each method to files in the folder DIR, for who wants to see inside"),
    DUMP_MATCH(
            "dump.match",
            "PATTERN",
            "with dump: of methods that match only, as com.acme.Model, com.acme.*.loss or com.acme.**");

    private final String key;
    private final String values;
    private final String meaning;

    Option(String key, String values, String meaning) {
        this.key = key;
        this.values = values;
        this.meaning = meaning;
    }

    String key() {
        return key;
    }

    /** A sentence without capital and full stop. */
    public String meaning() {
        return meaning;
    }

    /** {@code key=values}. */
    public String usage() {
        return key + "=" + values;
    }

    /** The option of that key, null if there is none. */
    static Option of(String key) {
        for (Option option : values()) {
            if (option.key.equals(key)) {
                return option;
            }
        }
        return null;
    }

    /** All of them, for messages. */
    static String grammar() {
        StringJoiner all = new StringJoiner(", ");
        for (Option option : values()) {
            all.add(option.usage());
        }
        return all.toString();
    }

    private static String levels() {
        StringJoiner levels = new StringJoiner("|");
        for (LogLevel level : LogLevel.values()) {
            levels.add(level.name().toLowerCase(Locale.ROOT));
        }
        return levels.toString();
    }
}
