package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Local slots. A block parameter shares its slot with the arguments passed for it where their live ranges allow, so that most
 * edges move nothing; then every such group, the most used first, gets the lowest slot that is free throughout its ranges:
 * instructions for low slots are short.
 */
final class Slots {
    private static final class Group {
        final TreeMap<Integer, Integer> ranges = new TreeMap<>();
        final int width;
        int occurrences;
        /** The slot that the calling convention prescribes, or -1. */
        int slot = -1;

        Group mergedInto;

        Group(Value value, TreeMap<Integer, Integer> ranges, int occurrences) {
            this.width = value.type().slots();
            this.occurrences = occurrences;
            this.ranges.putAll(ranges);
        }

        Group root() {
            Group group = this;
            while (group.mergedInto != null) {
                group = group.mergedInto;
            }
            return group;
        }
    }

    private final Map<Value, Group> groups = new HashMap<>();
    private final List<TreeMap<Integer, Integer>> occupied = new ArrayList<>();
    private int parameterSlots;

    Slots(Function function, List<Block> blocksByPriority, LiveRanges live) {
        List<Group> all = new ArrayList<>();
        live.ranges().forEach((value, ranges) -> {
            Group group = new Group(value, ranges, live.occurrences(value));
            groups.put(value, group);
            all.add(group);
        });
        for (Value parameter : function.parameters()) {
            if (groups.containsKey(parameter)) {
                groups.get(parameter).slot = parameterSlots;
            }
            parameterSlots += parameter.type().slots();
        }
        blocksByPriority.forEach(this::coalesce);
        all.removeIf(group -> group.mergedInto != null);
        all.sort(Comparator.comparing((Group group) -> group.slot < 0).thenComparing(group -> -group.occurrences));
        all.forEach(this::assign);
    }

    /** Whether the value lives in a local. */
    boolean has(Value value) {
        return groups.containsKey(value);
    }

    int of(Value value) {
        return groups.get(value).root().slot;
    }

    /** How many slots the function needs, parameters included. */
    int count() {
        return Math.max(parameterSlots, occupied.size());
    }

    private void coalesce(Block block) {
        for (Edge edge : block.successors()) {
            List<Value> parameters = edge.target().parameters();
            int first = parameters.size() - edge.arguments().size();
            for (int i = 0; i < edge.arguments().size(); i++) {
                Group parameter = groups.get(parameters.get(first + i));
                Group argument = groups.get(edge.arguments().get(i));
                if (parameter != null && argument != null) {
                    merge(parameter.root(), argument.root());
                }
            }
        }
    }

    private static void merge(Group first, Group second) {
        Group large = first.ranges.size() >= second.ranges.size() ? first : second;
        Group small = large == first ? second : first;
        if (large == small || large.slot >= 0 && small.slot >= 0 || overlap(large.ranges, small.ranges)) {
            return;
        }
        large.ranges.putAll(small.ranges);
        large.slot = Math.max(large.slot, small.slot);
        large.occurrences += small.occurrences;
        small.mergedInto = large;
    }

    private static boolean overlap(TreeMap<Integer, Integer> large, TreeMap<Integer, Integer> small) {
        for (Map.Entry<Integer, Integer> range : small.entrySet()) {
            Map.Entry<Integer, Integer> before = large.lowerEntry(range.getValue());
            if (before != null && before.getValue() > range.getKey()) {
                return true;
            }
        }
        return false;
    }

    private void assign(Group group) {
        int slot = Math.max(group.slot, 0);
        while (!isFree(slot, group)) {
            slot++;
        }
        group.slot = slot;
        for (int i = 0; i < group.width; i++) {
            occupied.get(slot + i).putAll(group.ranges);
        }
    }

    private boolean isFree(int slot, Group group) {
        for (int i = 0; i < group.width; i++) {
            while (occupied.size() <= slot + i) {
                occupied.add(new TreeMap<>());
            }
            if (overlap(occupied.get(slot + i), group.ranges)) {
                return false;
            }
        }
        return true;
    }
}
