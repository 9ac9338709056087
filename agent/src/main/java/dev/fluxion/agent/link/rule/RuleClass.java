package dev.fluxion.agent.link.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A class of rules as an index names it: its name and, where the line goes on after a colon, the classes whose methods its rules are
 * for, with commas between. It need not be read then before one of them is met.
 */
final class RuleClass {
    /** Where class files of rule classes come from, by binary name. */
    interface Files {
        byte[] of(String name);
    }

    private final String line;
    private final String name;
    private final List<String> targets;
    private final Files files;
    private byte[] file;

    /** @param line of an index */
    RuleClass(String line, Files files) {
        this.line = line;
        int colon = line.indexOf(':');
        this.name = colon < 0 ? line : line.substring(0, colon).strip();
        this.targets = colon < 0 ? List.of() : internalNames(line.substring(colon + 1));
        this.files = files;
    }

    private static List<String> internalNames(String text) {
        List<String> names = new ArrayList<>();
        int next;
        for (int start = 0; start < text.length(); start = next + 1) {
            int comma = text.indexOf(',', start);
            next = comma < 0 ? text.length() : comma;
            names.add(text.substring(start, next).strip().replace('.', '/'));
        }
        return names;
    }

    /** The binary name of the class. */
    String name() {
        return name;
    }

    /** Internal names of the classes that the rules are for; none if only the class itself says. */
    List<String> targets() {
        return targets;
    }

    /** The class file; null if there is none. */
    synchronized byte[] file() {
        if (file == null) {
            file = files.of(name);
        }
        return file;
    }

    /**
     * Checks what the index said against what the class says.
     *
     * @param declared internal names, as the class's annotation has them
     * @throws IllegalStateException if they are not the same
     */
    void check(Collection<String> declared) {
        if (!targets.isEmpty() && !(targets.containsAll(declared) && declared.containsAll(targets))) {
            throw new IllegalStateException(
                    "The rule index says \"" + line + "\", but the class has rules for " + declared + ".");
        }
    }
}
