package dev.fluxion.agent.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is answered and what is refused, and why, in each library and order: the text of the golden file.
 *
 * @param sections by library and order
 */
record Refusals(Map<String, String> sections) {
    private static final String HEADING = "== ";

    /** What the file says; nothing if there is none. */
    static Refusals read(Path file) throws IOException {
        Map<String, String> sections = new TreeMap<>();
        if (Files.exists(file)) {
            for (String section : Files.readString(file).split("(?m)^" + HEADING, -1)) {
                int end = section.indexOf('\n');
                if (end > 0) {
                    sections.put(
                            section.substring(0, end),
                            section.substring(end + 1).stripTrailing() + "\n");
                }
            }
        }
        return new Refusals(sections);
    }

    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        sections.forEach((title, section) -> text.append(text.isEmpty() ? "" : "\n")
                .append(HEADING)
                .append(title)
                .append('\n')
                .append(section));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    Refusals with(Map<String, String> others) {
        Map<String, String> all = new TreeMap<>(sections);
        all.putAll(others);
        return new Refusals(all);
    }

    /** The lines that some sections no longer have, and those that they have now. */
    List<String> differences(Map<String, String> now) {
        List<String> differences = new ArrayList<>();
        now.forEach((title, section) -> {
            List<String> old = sections.getOrDefault(title, "").lines().toList();
            List<String> made = section.lines().toList();
            old.stream()
                    .filter(line -> !made.contains(line))
                    .forEach(line -> differences.add("- " + title + ": " + line));
            made.stream()
                    .filter(line -> !old.contains(line))
                    .forEach(line -> differences.add("+ " + title + ": " + line));
        });
        return differences;
    }
}
