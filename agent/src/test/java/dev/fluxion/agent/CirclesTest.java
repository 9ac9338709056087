package dev.fluxion.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** No package is in a circle with another, and no file with another but those that are one thing. */
class CirclesTest {
    /** Files that know each other, and why that is as it should be. */
    private static final Map<Set<String>, String> OF_ONE_THING = Map.of(
            Set.of("Block", "Edge", "Handler", "Terminator"),
            "a graph: its blocks end with edges, which lead to blocks",
            Set.of("Function", "Printer"),
            "a function's text is what the printer writes, and the printer writes functions",
            Set.of("BlockReader", "InstructionReader"),
            "two visitors of one method: a block is read by its instructions, some of which begin another block",
            Set.of("Invoke", "Variant"),
            "a call says which function it calls, and that is called in one of the ways of a call");

    private static String simple(String file) {
        return file.substring(file.lastIndexOf('.') + 1);
    }

    private static Set<String> simple(Set<String> files) {
        Set<String> names = new TreeSet<>();
        files.forEach(file -> names.add(simple(file)));
        return names;
    }

    @Test
    void everySourceFileIsLookedAt() {
        Set<String> files = new TreeSet<>(ImportedClasses.files().keySet());
        assertEquals(ImportedClasses.sourceFiles(), files);
        assertFalse(files.isEmpty());
    }

    @Test
    void packagesKnowEachOtherInOneDirection() {
        Map<String, Set<String>> packages = ImportedClasses.packages();
        assertTrue(packages.size() > 5, packages::toString);
        assertEquals(List.of(), Circles.of(packages));
    }

    @Test
    void filesKnowEachOtherInOneDirection() {
        List<Set<String>> circles = Circles.of(ImportedClasses.files());
        List<Set<String>> others = new ArrayList<>(circles);
        others.removeIf(circle -> OF_ONE_THING.containsKey(simple(circle)));
        assertEquals(List.of(), others);
    }

    @Test
    void allExceptionsAreNeeded() {
        Set<Set<String>> circles = new HashSet<>();
        Circles.of(ImportedClasses.files()).forEach(circle -> circles.add(simple(circle)));
        assertEquals(OF_ONE_THING.keySet(), circles);
    }

    @Test
    void aCircleIsSeen() {
        Map<String, Set<String>> graph = Map.of(
                "a", Set.of("b"),
                "b", Set.of("c", "d"),
                "c", Set.of("a"),
                "d", Set.of("e"),
                "e", Set.of("d", "outside"),
                "f", Set.of("a"));
        assertEquals(List.of(Set.of("a", "b", "c"), Set.of("d", "e")), Circles.of(new TreeMap<>(graph)));
    }
}
