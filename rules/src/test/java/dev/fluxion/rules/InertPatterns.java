package dev.fluxion.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The inert list, read as its head says, independently of the compiler. */
final class InertPatterns {
    private final Map<String, List<String>> sections = new LinkedHashMap<>();
    private final List<Pattern> excluded = new ArrayList<>();

    InertPatterns() {
        List<String> current = null;
        for (String line : RuleTable.lines("/META-INF/fluxion/inert")) {
            if (line.startsWith("[")) {
                current = new ArrayList<>();
                sections.put(line, current);
            } else if (line.startsWith("!")) {
                excluded.add(compile(line.substring(1)));
            } else {
                current.add(line);
            }
        }
    }

    /** The patterns of one section, as written. */
    List<String> section(String name) {
        return sections.get(name);
    }

    /** The names of the sections, in order. */
    List<String> names() {
        return List.copyOf(sections.keySet());
    }

    /** Whether a section covers a call, given as {@code class.method(descriptor)return}. */
    boolean covers(String section, String call) {
        return sections.get(section).stream()
                        .anyMatch(pattern -> compile(pattern).matcher(call).matches())
                && excluded.stream().noneMatch(pattern -> pattern.matcher(call).matches());
    }

    private static Pattern compile(String pattern) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.startsWith("**", i)) {
                expression.append(".*");
                i++;
            } else if (pattern.charAt(i) == '*') {
                expression.append("[^.]*");
            } else {
                expression.append(Pattern.quote(pattern.substring(i, i + 1)));
            }
        }
        return Pattern.compile(pattern.contains("(") ? expression.toString() : expression + "\\(.*");
    }
}
