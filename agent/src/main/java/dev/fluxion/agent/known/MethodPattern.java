package dev.fluxion.agent.known;

/**
 * A pattern of calls in the form {@code java.lang.Math.abs(D)D}: {@code *} stands for any characters but a dot, {@code **} for any
 * characters. Without a descriptor every overload is meant. Not a regular expression, because compiling some hundreds of those took
 * a twentieth of the time to the first derivative.
 */
public final class MethodPattern {
    private final String glob;
    private final boolean isWhole;
    private final String start;

    private MethodPattern(String glob, boolean isWhole) {
        this.glob = glob;
        this.isWhole = isWhole;
        int wildcard = glob.indexOf('*');
        this.start = wildcard < 0 ? glob : glob.substring(0, wildcard);
    }

    public static MethodPattern parse(String text) {
        boolean isWhole = text.indexOf('(') >= 0 || text.endsWith("**");
        return new MethodPattern(isWhole ? text : text.concat("("), isWhole);
    }

    /** Whether a text may match any call: a class and a method, and no half of a descriptor. */
    public static boolean isWellFormed(String text) {
        int open = text.indexOf('(');
        int close = text.indexOf(')');
        String name = open < 0 ? text : text.substring(0, open);
        boolean isName = name.indexOf('/') < 0 && (name.indexOf('.') > 0 && !name.endsWith(".") || name.endsWith("**"));
        boolean isWhole = open < 0 ? close < 0 : text.endsWith("*") || close > open && close < text.length() - 1;
        return isName && isWhole && text.indexOf(' ') < 0 && text.indexOf('[') != 0;
    }

    public boolean matches(String call) {
        return call.startsWith(start) && matches(start.length(), call, start.length());
    }

    private boolean matches(int globFrom, String call, int callFrom) {
        int at = callFrom;
        for (int i = globFrom; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*') {
                boolean any = glob.startsWith("**", i);
                return matchesRest(i + (any ? 2 : 1), call, at, any);
            }
            if (at == call.length() || call.charAt(at) != c) {
                return false;
            }
            at++;
        }
        return !isWhole || at == call.length();
    }

    /** Whether what comes after a wildcard matches from anywhere that the wildcard reaches. */
    private boolean matchesRest(int globFrom, String call, int callFrom, boolean any) {
        for (int at = callFrom; ; at++) {
            if (matches(globFrom, call, at)) {
                return true;
            }
            if (at == call.length() || !any && call.charAt(at) == '.') {
                return false;
            }
        }
    }
}
