package dev.fluxion.agent.ir;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a text, moved forward by what is recognised there. */
public final class Cursor {
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{4}");
    private static final Pattern ESCAPED = Pattern.compile("[\"\\\\]");
    private static final Pattern PRIMITIVE = Pattern.compile("[BCDFIJSZ]");
    private static final Pattern CLASS = Pattern.compile("L[^;\n]+;");

    private final String text;
    private int at;

    public Cursor(String text) {
        this.text = text;
    }

    /** Where the cursor is, for {@link #moveTo} and {@link #error(int, String)}. */
    public int at() {
        return at;
    }

    public void moveTo(int place) {
        at = place;
    }

    public boolean atEnd() {
        return at == text.length();
    }

    public boolean sees(String literal) {
        return text.startsWith(literal, at);
    }

    public boolean sees(Pattern token) {
        return matcher(token).lookingAt();
    }

    public boolean accept(String literal) {
        boolean seen = sees(literal);
        at += seen ? literal.length() : 0;
        return seen;
    }

    public void expect(String literal) {
        if (!accept(literal)) {
            throw error(at, "expected " + (literal.equals("\n") ? "the end of the line" : "'" + literal + "'"));
        }
    }

    /** Takes a token. */
    public MatchResult take(Pattern token, String expected) {
        Matcher matcher = matcher(token);
        if (!matcher.lookingAt()) {
            throw error(at, "expected " + expected);
        }
        at = matcher.end();
        return matcher.toMatchResult();
    }

    /** What was passed since an earlier place. */
    String since(int place) {
        return text.substring(place, at);
    }

    /** Skips what is left of the line. */
    public void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
    }

    /** A string literal's content. */
    public String string() {
        int start = at;
        expect("\"");
        StringBuilder content = new StringBuilder();
        while (!accept("\"")) {
            if (atEnd() || sees("\n")) {
                throw error(start, "the string does not end");
            }
            content.append(accept("\\") ? escaped() : text.charAt(at++));
        }
        return content.toString();
    }

    private char escaped() {
        return accept("u")
                ? (char) Integer.parseInt(
                        take(HEXADECIMAL, "four hexadecimal digits").group(), 16)
                : take(ESCAPED, "a quote or a backslash").group().charAt(0);
    }

    /** A field descriptor. */
    public String descriptor() {
        int start = at;
        while (accept("[")) {
            // One dimension each.
        }
        if (sees(PRIMITIVE)) {
            at++;
        } else {
            take(CLASS, "a type");
        }
        return since(start);
    }

    /** A method descriptor. */
    public String methodDescriptor() {
        int start = at;
        expect("(");
        while (!accept(")")) {
            descriptor();
        }
        if (!accept("V")) {
            descriptor();
        }
        return since(start);
    }

    public IrSyntaxException error(int place, String problem) {
        String before = text.substring(0, place);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new IrSyntaxException(line, place - before.lastIndexOf('\n'), problem);
    }

    private Matcher matcher(Pattern token) {
        return token.matcher(text).region(at, text.length());
    }
}
