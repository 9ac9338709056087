package dev.fluxion.agent.ir;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a text, moved forward by what is recognised there. */
final class Cursor {
    private static final Pattern QUOTED = Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\]|\\\\u[0-9a-f]{4})*)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|(.))");
    private static final Pattern PRIMITIVE = Pattern.compile("[BCDFIJSZ]");
    private static final Pattern CLASS = Pattern.compile("L[^;]+;");

    private final String text;
    private int at;

    Cursor(String text) {
        this.text = text;
    }

    /** Where the cursor is, for {@link #moveTo} and {@link #error(int, String)}. */
    int at() {
        return at;
    }

    void moveTo(int place) {
        at = place;
    }

    boolean atEnd() {
        return at == text.length();
    }

    boolean sees(String literal) {
        return text.startsWith(literal, at);
    }

    boolean sees(Pattern token) {
        return matcher(token).lookingAt();
    }

    boolean accept(String literal) {
        boolean seen = sees(literal);
        at += seen ? literal.length() : 0;
        return seen;
    }

    void expect(String literal) {
        if (!accept(literal)) {
            throw error(at, "expected " + (literal.equals("\n") ? "the end of the line" : "'" + literal + "'"));
        }
    }

    /** Takes a token. */
    MatchResult take(Pattern token, String expected) {
        Matcher matcher = matcher(token);
        if (!matcher.lookingAt()) {
            throw error(at, "expected " + expected);
        }
        at = matcher.end();
        return matcher.toMatchResult();
    }

    /** Skips what is left of the line. */
    void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
    }

    /** A string literal's content. */
    String string() {
        return unescape(take(QUOTED, "a string").group(1));
    }

    static String unescape(String content) {
        return ESCAPE.matcher(content)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? escape.group(2)
                                : String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** A field descriptor. */
    String descriptor() {
        int start = at;
        while (accept("[")) {
            // One dimension each.
        }
        if (sees(PRIMITIVE)) {
            at++;
        } else {
            take(CLASS, "a type");
        }
        return text.substring(start, at);
    }

    /** A method descriptor. */
    String methodDescriptor() {
        int start = at;
        expect("(");
        while (!accept(")")) {
            descriptor();
        }
        if (!accept("V")) {
            descriptor();
        }
        return text.substring(start, at);
    }

    IrSyntaxException error(int place, String problem) {
        String before = text.substring(0, place);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new IrSyntaxException(line, place - before.lastIndexOf('\n'), problem);
    }

    private Matcher matcher(Pattern token) {
        return token.matcher(text).region(at, text.length());
    }
}
