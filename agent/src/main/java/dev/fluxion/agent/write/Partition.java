package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Cycles;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Flow;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Chooses which blocks of a large function to take out together: whole loops, then stretches of code, until all is small. */
final class Partition {
    /** Takes blocks out of the function. */
    interface Outliner {
        void take(Set<Block> inside, Block entry);
    }

    /**
     * A block, or a loop with all that is in it.
     *
     * @param entry the only block that is entered from outside; null if there are several
     */
    private record Unit(Set<Block> blocks, Block entry, boolean isLoop, int size) {
        boolean contains(Block block) {
            return blocks.contains(block);
        }
    }

    private final Function function;
    private final int budget;
    private final int smallest;
    private final Outliner outliner;
    private Flow flow;
    private Initialization initialization;

    private Partition(Function function, int budget, int smallest, Outliner outliner) {
        this.function = function;
        this.budget = budget;
        this.smallest = smallest;
        this.outliner = outliner;
    }

    /** Works in place. The function's entry stays where it is. */
    static void run(Function function, int budget, int smallest, Outliner outliner) {
        Partition partition = new Partition(function, budget, smallest, outliner);
        partition.analyse();
        partition.cutBlocks();
        partition.analyse();
        partition.reduce(new LinkedHashSet<>(function.blocks()), function.entry());
    }

    /** Cuts long blocks where no object is waiting for its constructor. */
    private void cutBlocks() {
        for (Block block : List.copyOf(function.blocks())) {
            Set<Value> waiting = initialization.atStart(block);
            int size = 0;
            List<Integer> cuts = new ArrayList<>();
            for (int i = 0; i + 1 < block.ops().size(); i++) {
                Op op = block.ops().get(i);
                size += CodeEstimate.of(op);
                waiting = Initialization.after(op, waiting);
                if (size > budget / 4 && waiting.isEmpty()) {
                    cuts.add(i + 1);
                    size = 0;
                }
            }
            Collections.reverse(cuts);
            for (int at : cuts) {
                function.blocks().add(block.cut(at));
            }
        }
    }

    /** To be done again whenever the function has changed. */
    private void analyse() {
        flow = Flow.of(function);
        function.blocks().retainAll(new HashSet<>(flow.order()));
        initialization = new Initialization(flow, null);
    }

    /** Makes the code of a loop, or of the whole, small, its header staying. */
    private void reduce(Set<Block> blocks, Block header) {
        int before = Integer.MAX_VALUE;
        while (true) {
            Set<Block> own = present(blocks);
            int size = CodeEstimate.of(own);
            // A call and what it passes may be as large as what it stands for.
            if (size <= budget || size >= before) {
                return;
            }
            before = size;
            List<Unit> units = units(own, header);
            for (Unit unit : units) {
                if (unit.isLoop() && unit.entry() != null && unit.size() > budget) {
                    Set<Block> known = new HashSet<>(function.blocks());
                    reduce(unit.blocks(), unit.entry());
                    adopt(blocks, known);
                }
            }
            units = units(present(blocks), header);
            for (Unit unit : units) {
                if (unit.isLoop() && isGood(unit.blocks(), unit.entry(), unit.size())) {
                    take(unit.blocks(), unit.entry(), blocks);
                }
                if (CodeEstimate.of(present(blocks)) <= budget) {
                    return;
                }
            }
            takeStretches(blocks, header);
        }
    }

    private Set<Block> present(Set<Block> blocks) {
        Set<Block> present = new LinkedHashSet<>(blocks);
        present.retainAll(new HashSet<>(function.blocks()));
        return present;
    }

    /** What an outlining put in the place of the blocks belongs where they were. */
    private void adopt(Set<Block> blocks, Set<Block> before) {
        for (Block block : function.blocks()) {
            if (!before.contains(block)) {
                blocks.add(block);
            }
        }
    }

    private void take(Set<Block> inside, Block entry, Set<Block> level) {
        Set<Block> before = new HashSet<>(function.blocks());
        outliner.take(inside, entry);
        adopt(level, before);
        analyse();
    }

    /** Units that follow each other and together are entered at the first. */
    private void takeStretches(Set<Block> blocks, Block header) {
        List<Unit> units = units(present(blocks), header);
        int start = 1;
        while (start < units.size()) {
            Set<Block> stretch = new LinkedHashSet<>();
            Set<Block> best = null;
            int size = 0;
            int next = start;
            for (int i = start; i < units.size() && size + units.get(i).size() <= budget; i++) {
                stretch.addAll(units.get(i).blocks());
                size += units.get(i).size();
                if (isGood(stretch, units.get(start).entry(), size)) {
                    best = new LinkedHashSet<>(stretch);
                    next = i + 1;
                }
            }
            if (best != null) {
                take(best, units.get(start).entry(), blocks);
                start = next;
                if (CodeEstimate.of(present(blocks)) <= budget) {
                    return;
                }
            } else {
                start++;
            }
        }
    }

    private boolean isGood(Set<Block> inside, Block entry, int size) {
        return entry != null && size >= smallest && size <= budget && isClosed(inside, entry);
    }

    /** Whether the blocks are entered at one only, and no object is waiting for its constructor where they are entered or left. */
    private boolean isClosed(Set<Block> inside, Block entry) {
        if (!inside.stream().allMatch(flow::isReachable)
                || !initialization.atStart(entry).isEmpty()
                || flow.incoming(entry).stream().anyMatch(incoming -> initialization.isExceptional(incoming.edge()))) {
            return false;
        }
        for (Block block : inside) {
            for (Flow.Incoming incoming : flow.incoming(block)) {
                if (block != entry && !inside.contains(incoming.source())) {
                    return false;
                }
            }
            for (Edge edge : block.successors()) {
                if (!inside.contains(edge.target())
                        && !initialization.atStart(edge.target()).isEmpty()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The units of a level, in an order in which none comes before one that leads to it; the header's first. */
    private List<Unit> units(Set<Block> blocks, Block header) {
        Set<Block> body = new LinkedHashSet<>(blocks);
        body.remove(header);
        Map<Block, Unit> unitOf = new HashMap<>();
        unitOf.put(header, new Unit(Set.of(header), header, false, CodeEstimate.of(header)));
        for (Set<Block> cycle : Cycles.of(body)) {
            Unit loop = new Unit(cycle, entry(cycle), true, CodeEstimate.of(cycle));
            cycle.forEach(block -> unitOf.put(block, loop));
        }
        for (Block block : body) {
            unitOf.computeIfAbsent(block, b -> new Unit(Set.of(b), b, false, CodeEstimate.of(b)));
        }
        List<Unit> order = new ArrayList<>();
        Set<Unit> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        record Visit(Unit unit, Iterator<Unit> next) {}
        Deque<Visit> path = new ArrayDeque<>();
        Unit first = unitOf.get(header);
        seen.add(first);
        path.push(new Visit(first, following(first, unitOf)));
        while (!path.isEmpty()) {
            Visit visit = path.element();
            if (visit.next().hasNext()) {
                Unit next = visit.next().next();
                if (seen.add(next)) {
                    path.push(new Visit(next, following(next, unitOf)));
                }
            } else {
                order.add(path.pop().unit());
            }
        }
        Collections.reverse(order);
        return order;
    }

    private static Iterator<Unit> following(Unit unit, Map<Block, Unit> unitOf) {
        List<Unit> following = new ArrayList<>();
        for (Block block : unit.blocks()) {
            for (Edge edge : block.successors()) {
                Unit next = unitOf.get(edge.target());
                if (next != null && !unit.contains(edge.target())) {
                    following.add(next);
                }
            }
        }
        return following.iterator();
    }

    private Block entry(Set<Block> cycle) {
        Block entry = null;
        for (Block block : function.blocks()) {
            if (!cycle.contains(block)) {
                for (Edge edge : block.successors()) {
                    if (cycle.contains(edge.target())) {
                        if (entry != null && entry != edge.target()) {
                            return null;
                        }
                        entry = edge.target();
                    }
                }
            }
        }
        return entry;
    }
}
