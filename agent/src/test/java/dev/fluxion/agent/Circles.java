package dev.fluxion.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which nodes of a graph reach each other. */
final class Circles {
    private Circles() {}

    /**
     * Those with more than one node, by name.
     *
     * @param graph by node, those that it knows
     */
    static List<Set<String>> of(Map<String, Set<String>> graph) {
        Map<String, Set<String>> reached = new TreeMap<>();
        graph.keySet().forEach(node -> reached.put(node, reached(node, graph)));
        List<Set<String>> circles = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (String node : graph.keySet()) {
            Set<String> circle = new TreeSet<>(reached.get(node));
            circle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(node));
            if (circle.size() > 1 && seen.addAll(circle)) {
                circles.add(circle);
            }
        }
        return circles;
    }

    private static Set<String> reached(String start, Map<String, Set<String>> graph) {
        Set<String> reached = new TreeSet<>();
        Deque<String> pending = new ArrayDeque<>(Set.of(start));
        while (!pending.isEmpty()) {
            for (String next : graph.getOrDefault(pending.pop(), Set.of())) {
                if (reached.add(next)) {
                    pending.push(next);
                }
            }
        }
        return reached;
    }
}
