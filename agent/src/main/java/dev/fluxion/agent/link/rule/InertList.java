package dev.fluxion.agent.link.rule;

import dev.fluxion.agent.derive.activity.RuleTable.Treatment;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.link.classfile.MethodPattern;
import dev.fluxion.agent.link.classfile.ResourceLines;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The inert list: patterns of methods through which no derivative flows. The format is described at the head of the resource. */
final class InertList {
    private static final Map<String, Treatment> SECTIONS =
            Map.of("[inert]", Treatment.INERT, "[encodes]", Treatment.ENCODES, "[decodes]", Treatment.DECODES);

    private record Entry(MethodPattern pattern, boolean exception) {
        static Entry parse(String content) {
            boolean exception = content.startsWith("!");
            return new Entry(
                    MethodPattern.parse(exception ? content.substring(1).strip() : content), exception);
        }
    }

    private final Map<Treatment, List<Entry>> entries = new EnumMap<>(Treatment.class);

    private InertList() {}

    /**
     * @param source names the list in messages
     * @throws IllegalStateException if a line is neither a pattern nor a section
     */
    static InertList parse(String text, String source) {
        InertList list = new InertList();
        Treatment section = Treatment.INERT;
        for (String content : ResourceLines.of(text)) {
            if (SECTIONS.containsKey(content)) {
                section = SECTIONS.get(content);
            } else {
                String pattern = content.startsWith("!") ? content.substring(1).strip() : content;
                if (!MethodPattern.isWellFormed(pattern)) {
                    throw new IllegalStateException("The inert list " + source + " has the line \"" + content
                            + "\", which is neither [inert], [encodes] or [decodes] nor a pattern like"
                            + " com.acme.Log.info or com.acme.Log.info(Ljava/lang/String;D)V.");
                }
                list.entries.computeIfAbsent(section, s -> new ArrayList<>()).add(Entry.parse(content));
            }
        }
        return list;
    }

    /** The treatment of a method, or null if the list says nothing of it. */
    Treatment treatment(MethodReference method) {
        String call = method.owner().replace('/', '.') + "." + method.name() + method.descriptor();
        for (Map.Entry<Treatment, List<Entry>> section : entries.entrySet()) {
            boolean matched = false;
            boolean excepted = false;
            for (Entry entry : section.getValue()) {
                if ((entry.exception() ? !excepted : !matched)
                        && entry.pattern().matches(call)) {
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
