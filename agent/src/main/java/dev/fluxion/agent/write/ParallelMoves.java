package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.layout.Slots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The moves of one edge: all arguments are read before any parameter is written. */
final class ParallelMoves {
    /** The value goes to the slot. */
    record Move(Value source, int target) {}

    private ParallelMoves() {}

    /**
     * Groups of moves to be done one after another: within a group, push all sources, then pop them into their targets in
     * reverse order. A group of several is a cycle.
     */
    static List<List<Move>> inOrder(List<Move> moves, Slots slots) {
        List<List<Move>> groups = new ArrayList<>();
        List<Move> pending = new ArrayList<>(moves);
        while (!pending.isEmpty()) {
            Map<Integer, Integer> readers = new HashMap<>();
            pending.forEach(move -> slotsRead(move, slots).forEach(slot -> readers.merge(slot, 1, Integer::sum)));
            List<Move> free = new ArrayList<>();
            for (Move move : pending) {
                if (overwritesNoOther(move, readers, slotsRead(move, slots))) {
                    free.add(move);
                }
            }
            if (free.isEmpty()) {
                groups.add(pending);
                break;
            }
            free.forEach(move -> groups.add(List.of(move)));
            pending.removeAll(free);
        }
        return groups;
    }

    private static boolean overwritesNoOther(Move move, Map<Integer, Integer> readers, Set<Integer> own) {
        for (int i = 0; i < move.source().type().slots(); i++) {
            int slot = move.target() + i;
            if (readers.getOrDefault(slot, 0) > (own.contains(slot) ? 1 : 0)) {
                return false;
            }
        }
        return true;
    }

    private static Set<Integer> slotsRead(Move move, Slots slots) {
        Set<Integer> read = new HashSet<>();
        if (slots.has(move.source())) {
            for (int i = 0; i < move.source().type().slots(); i++) {
                read.add(slots.of(move.source()) + i);
            }
        }
        return read;
    }
}
