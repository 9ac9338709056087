package dev.fluxion.agent.write.parts;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Cycles;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.write.layout.Initialization;
import dev.fluxion.agent.write.layout.Webs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Chooses which blocks of a large function become functions of their own: whole loops, then stretches of code, until what is
 * left is small; those that are entered at one place first. Nothing is moved yet; a region that was chosen is from then on a unit
 * as large as its call.
 */
final class Partition {
    /**
     * A unit, or a loop with all units that are in it.
     *
     * @param entries the blocks that are entered from outside
     */
    private record Group(Set<Unit> units, List<Block> entries, boolean isLoop, int size) {
        List<Block> exits() {
            return units.stream().flatMap(unit -> unit.exits().stream()).toList();
        }
    }

    private static final int ANY = Integer.MAX_VALUE;

    private final int budget;
    private final int smallest;
    private final Flow flow;
    private final Initialization initialization;
    private final Map<Block, Unit> unitOf = new HashMap<>();

    private Partition(Function function, Webs webs, int budget, int smallest) {
        this.budget = budget;
        this.smallest = smallest;
        this.flow = Flow.of(function);
        this.initialization = new Initialization(flow, null);
        function.blocks().forEach(block -> unitOf.put(block, Unit.of(block, CodeEstimate.of(block, webs::moves))));
    }

    /**
     * Chooses the regions of a function.
     *
     * @param function all of its blocks are reachable
     * @param webs of the function
     * @param budget how large a region should be at most, in bytes
     * @param smallest by how many bytes a region has to make the function smaller
     * @return the whole function; its entry is in no region within
     */
    static Region of(Function function, Webs webs, int budget, int smallest) {
        Partition partition = new Partition(function, webs, budget, smallest);
        Set<Unit> all = new LinkedHashSet<>();
        function.blocks().forEach(block -> all.add(partition.unitOf.get(block)));
        Unit entry = partition.unitOf.get(function.entry());
        partition.reduce(all, entry);
        return region(entry.entries(), all);
    }

    private static Region region(List<Block> entries, Collection<Unit> units) {
        return new Region(
                entries,
                units.stream()
                        .filter(unit -> unit.region() == null)
                        .flatMap(unit -> unit.entries().stream())
                        .toList(),
                units.stream().map(Unit::region).filter(Objects::nonNull).toList());
    }

    private Unit unit(Block block) {
        return unitOf.get(block).outermost();
    }

    /** Makes a loop, or the whole, small, its header staying in it. */
    private void reduce(Set<Unit> level, Unit header) {
        boolean changed = true;
        while (changed && Unit.size(level) > budget) {
            for (Group loop : groups(level, header)) {
                if (loop.isLoop() && loop.size() > budget) {
                    Set<Unit> units = new LinkedHashSet<>(loop.units());
                    reduce(
                            units,
                            loop.entries().size() == 1
                                    ? unit(loop.entries().get(0))
                                    : units.iterator().next());
                    level.removeAll(loop.units());
                    level.addAll(units);
                }
            }
            changed = takeLoops(level, header, 1);
            changed |= takeStretches(level, header, 1);
            if (!changed) {
                changed = takeLoops(level, header, ANY);
                changed |= takeStretches(level, header, ANY);
            }
        }
    }

    /** @param most how many entries a region may have */
    private boolean takeLoops(Set<Unit> level, Unit header, int most) {
        boolean changed = false;
        int size = Unit.size(level);
        for (Group group : groups(level, header)) {
            if (size > budget && group.isLoop() && longestStretch(List.of(group), most) == 1) {
                int gain = take(group.units(), group.entries(), level);
                size -= gain;
                changed |= gain > 0;
            }
        }
        return changed;
    }

    private boolean takeStretches(Set<Unit> level, Unit header, int most) {
        boolean changed = false;
        int size = Unit.size(level);
        List<Group> groups = groups(level, header);
        int start = 1;
        while (size > budget && start < groups.size()) {
            int count = longestStretch(groups.subList(start, groups.size()), most);
            Set<Unit> stretch = new LinkedHashSet<>();
            groups.subList(start, start + count).forEach(group -> stretch.addAll(group.units()));
            int gain = count == 0 ? 0 : take(stretch, enteredFromOutside(stretch), level);
            size -= gain;
            changed |= gain > 0;
            start += Math.max(count, 1);
        }
        return changed;
    }

    /**
     * How many of the groups, from the first on, can be taken together: they have few enough entries, are small enough, and no
     * object is waiting for its constructor where they are entered or left.
     */
    private int longestStretch(List<Group> groups, int most) {
        Set<Unit> stretch = new HashSet<>();
        Set<Block> waiting = new HashSet<>();
        boolean hasWaitingWithin = false;
        int entries = 0;
        int size = 0;
        int longest = 0;
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            size += group.size();
            stretch.addAll(group.units());
            // A group comes after all that lead to it, so that one that is entered from elsewhere stays so.
            for (Block entry : group.entries()) {
                if (isEnteredFromOutside(entry, stretch)) {
                    entries++;
                    if (!initialization.atStart(entry).isEmpty()) {
                        return longest;
                    }
                }
            }
            if (size > budget || entries > most) {
                return longest;
            }
            for (Block exit : group.exits()) {
                if (!stretch.contains(unit(exit))
                        && !initialization.atStart(exit).isEmpty()) {
                    waiting.add(exit);
                }
            }
            group.units().forEach(unit -> unit.entries().forEach(waiting::remove));
            hasWaitingWithin |= group.units().stream().anyMatch(this::isWaitedFor);
            if (waiting.isEmpty() && size >= smallest && (entries == 1 || !hasWaitingWithin)) {
                longest = i + 1;
            }
        }
        return longest;
    }

    /** Whether an object waits for its constructor where a block begins. */
    private boolean isWaitedFor(Unit unit) {
        return unit.region() == null
                && !initialization.atStart(unit.entries().get(0)).isEmpty();
    }

    private boolean isEnteredFromOutside(Block entry, Set<Unit> units) {
        return flow.incoming(entry).stream().anyMatch(incoming -> !units.contains(unit(incoming.source())));
    }

    private List<Block> enteredFromOutside(Set<Unit> units) {
        return units.stream()
                .flatMap(unit -> unit.entries().stream())
                .filter(entry -> isEnteredFromOutside(entry, units))
                .toList();
    }

    /** Makes units a region, unless that gains too little; returns by how many bytes the level became smaller. */
    private int take(Set<Unit> units, List<Block> entries, Set<Unit> level) {
        Set<Block> exits = new LinkedHashSet<>();
        for (Unit unit : units) {
            for (Block exit : unit.exits()) {
                if (!units.contains(unit(exit))) {
                    exits.add(exit);
                }
            }
        }
        Unit taken = Unit.of(region(entries, units), exits);
        int size = Unit.size(units);
        int gain = size - taken.size();
        if (gain < smallest || entries.size() > 1 && gain < size / 2) {
            return 0;
        }
        units.forEach(unit -> unit.becomePartOf(taken));
        level.removeAll(units);
        level.add(taken);
        return gain;
    }

    /** The groups of a level, in an order in which none comes before one that leads to it; the header's first. */
    private List<Group> groups(Set<Unit> level, Unit header) {
        Set<Unit> body = new LinkedHashSet<>(level);
        body.remove(header);
        Map<Unit, Group> groupOf = new HashMap<>();
        groupOf.put(header, new Group(Set.of(header), header.entries(), false, header.size()));
        for (Set<Unit> cycle : Cycles.of(body, this::following)) {
            Group loop = new Group(cycle, enteredFromOutside(cycle), true, Unit.size(cycle));
            cycle.forEach(unit -> groupOf.put(unit, loop));
        }
        for (Unit unit : body) {
            groupOf.computeIfAbsent(unit, u -> new Group(Set.of(u), u.entries(), false, u.size()));
        }
        List<Group> order = new ArrayList<>();
        Set<Group> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        record Visit(Group group, Iterator<Block> exits) {}
        Deque<Visit> path = new ArrayDeque<>();
        Group first = groupOf.get(header);
        seen.add(first);
        path.push(new Visit(first, first.exits().iterator()));
        while (!path.isEmpty()) {
            Visit visit = path.element();
            if (visit.exits().hasNext()) {
                Group next = groupOf.get(unit(visit.exits().next()));
                if (next != null && seen.add(next)) {
                    path.push(new Visit(next, next.exits().iterator()));
                }
            } else {
                order.add(path.pop().group());
            }
        }
        Collections.reverse(order);
        return order;
    }

    private List<Unit> following(Unit unit) {
        return unit.exits().stream().map(this::unit).toList();
    }
}
