package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.RuleTable.Treatment;
import dev.fluxion.agent.ir.MethodReference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The inert list: patterns of methods through which no derivative flows. The format is described at the head of the resource. */
final class InertList {
    private static final Map<String, Treatment> SECTIONS =
            Map.of("[inert]", Treatment.INERT, "[encodes]", Treatment.ENCODES, "[decodes]", Treatment.DECODES);

    private record Entry(Pattern pattern, String prefix, boolean exception) {
        boolean matches(String call) {
            return call.startsWith(prefix) && pattern.matcher(call).lookingAt();
        }
    }

    private final Map<Treatment, List<Entry>> entries = new EnumMap<>(Treatment.class);

    private InertList() {}

    static InertList parse(String text) {
        InertList list = new InertList();
        Treatment section = Treatment.INERT;
        for (String line : text.lines().toList()) {
            String content = line.replaceFirst("#.*", "").strip();
            if (SECTIONS.containsKey(content)) {
                section = SECTIONS.get(content);
            } else if (!content.isEmpty()) {
                list.entries.computeIfAbsent(section, s -> new ArrayList<>()).add(entry(content));
            }
        }
        return list;
    }

    private static Entry entry(String content) {
        boolean exception = content.startsWith("!");
        String glob = exception ? content.substring(1).strip() : content;
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*') {
                boolean any = glob.startsWith("**", i);
                regex.append(any ? ".*" : "[^.]*");
                i += any ? 1 : 0;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        // Without a descriptor every overload is meant.
        regex.append(glob.contains("(") || glob.endsWith("**") ? "$" : "\\(");
        int wildcard = glob.indexOf('*');
        return new Entry(
                Pattern.compile(regex.toString()), wildcard < 0 ? glob : glob.substring(0, wildcard), exception);
    }

    /** The treatment of a method, or null if the list says nothing of it. */
    Treatment treatment(MethodReference method) {
        String call = method.owner().replace('/', '.') + "." + method.name() + method.descriptor();
        for (Map.Entry<Treatment, List<Entry>> section : entries.entrySet()) {
            boolean matched = false;
            boolean excepted = false;
            for (Entry entry : section.getValue()) {
                if ((entry.exception() ? !excepted : !matched) && entry.matches(call)) {
                    excepted |= entry.exception();
                    matched |= !entry.exception();
                }
            }
            if (matched && !excepted) {
                return section.getKey();
            }
        }
        return null;
    }
}
