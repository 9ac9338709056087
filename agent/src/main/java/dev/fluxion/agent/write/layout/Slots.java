package dev.fluxion.agent.write.layout;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.layout.Webs.Web;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Local slots. Every web, the most used first, gets the lowest slot that is free throughout its ranges: instructions for low
 * slots are short.
 */
public final class Slots {
    private final Webs webs;
    private final Map<Web, Integer> slots = new HashMap<>();
    private final List<Ranges> occupied = new ArrayList<>();
    private int parameterSlots;

    public Slots(Function function, List<Block> blocksByPriority, LiveRanges live) {
        webs = new Webs(function, blocksByPriority, live);
        for (Value parameter : function.parameters()) {
            if (has(parameter)) {
                assign(webs.of(parameter), parameterSlots);
            }
            parameterSlots += parameter.type().slots();
        }
        List<Web> others = new ArrayList<>(webs.all());
        others.removeIf(slots::containsKey);
        others.sort((a, b) -> Integer.compare(b.occurrences(), a.occurrences()));
        others.forEach(web -> assign(web, 0));
    }

    /** Whether the value lives in a local. */
    public boolean has(Value value) {
        return webs.of(value) != null;
    }

    public int of(Value value) {
        return slots.get(webs.of(value));
    }

    /** How many slots the function needs, parameters included. */
    public int count() {
        return Math.max(parameterSlots, occupied.size());
    }

    private void assign(Web web, int first) {
        int slot = first;
        while (!isFree(slot, web)) {
            slot++;
        }
        slots.put(web, slot);
        for (int i = 0; i < width(web); i++) {
            occupied.get(slot + i).add(web.ranges());
        }
    }

    private static int width(Web web) {
        return web.representative().type().slots();
    }

    private boolean isFree(int slot, Web web) {
        for (int i = 0; i < width(web); i++) {
            while (occupied.size() <= slot + i) {
                occupied.add(new Ranges());
            }
            if (occupied.get(slot + i).overlaps(web.ranges())) {
                return false;
            }
        }
        return true;
    }
}
