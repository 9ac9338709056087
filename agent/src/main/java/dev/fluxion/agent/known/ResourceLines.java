package dev.fluxion.agent.known;

import java.util.ArrayList;
import java.util.List;

/** The lines of a resource that say something: without comments, which go from a {@code #} to the end of the line, and space around. */
public final class ResourceLines {
    private ResourceLines() {}

    public static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        int next;
        for (int start = 0; start < text.length(); start = next + 1) {
            int end = text.indexOf('\n', start);
            next = end < 0 ? text.length() : end;
            int comment = text.indexOf('#', start);
            int stop = comment < 0 ? next : Math.min(comment, next);
            String content = text.substring(start, stop).strip();
            if (!content.isEmpty()) {
                lines.add(content);
            }
        }
        return lines;
    }
}
