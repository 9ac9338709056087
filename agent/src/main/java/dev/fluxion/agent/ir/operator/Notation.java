package dev.fluxion.agent.ir.operator;

import java.util.regex.Pattern;

/**
 * How names and strings are spelled in the textual form. Names that a parser could take for something else are quoted;
 * descriptors end by themselves and never are.
 */
public final class Notation {
    static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_$<][\\w$<>-]*");
    static final Pattern PLAIN_CLASS = Pattern.compile("[A-Za-z_$\\[][\\w$/;\\[-]*");
    static final Pattern PLAIN_FUNCTION = Pattern.compile("[A-Za-z_$<][\\w$<>.-]*");
    static final Pattern NUMBERED = Pattern.compile("v\\d+");

    private Notation() {}

    /** A field's or method's name. */
    public static String name(String name) {
        return plain(PLAIN_NAME, name);
    }

    /** A local variable's name; {@code v} and a number is how unnamed values are written. */
    public static String variable(String name) {
        return NUMBERED.matcher(name).matches() ? string(name) : name(name);
    }

    /** A class's internal name. */
    public static String className(String name) {
        return plain(PLAIN_CLASS, name);
    }

    /** A function's name, {@code pkg.Class.method}. */
    public static String function(String name) {
        return plain(PLAIN_FUNCTION, name);
    }

    /** A string literal of printable ASCII. */
    static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static String plain(Pattern plain, String name) {
        return plain.matcher(name).matches() ? name : string(name);
    }
}
