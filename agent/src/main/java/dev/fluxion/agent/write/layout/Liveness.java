package dev.fluxion.agent.write.layout;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Handler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which of some numbered values are live where blocks start and end: backwards along the edges until nothing changes. */
final class Liveness {
    private final List<Block> layout;
    private final Map<Block, Integer> index = new HashMap<>();
    private final List<BitSet> readFirst = new ArrayList<>();
    private final List<BitSet> defined = new ArrayList<>();
    private final List<BitSet> atStart = new ArrayList<>();

    Liveness(List<Block> layout) {
        this.layout = layout;
        for (Block block : layout) {
            index.put(block, index.size());
            readFirst.add(new BitSet());
            defined.add(new BitSet());
            atStart.add(new BitSet());
        }
    }

    /** A block reads a value that it does not define. */
    void reads(int block, int value) {
        readFirst.get(block).set(value);
    }

    void defines(int block, int value) {
        defined.get(block).set(value);
    }

    /** To be called when all reads and definitions are known. */
    void spread() {
        List<List<Integer>> predecessors = new ArrayList<>();
        layout.forEach(block -> predecessors.add(new ArrayList<>()));
        Deque<Integer> pending = new ArrayDeque<>();
        BitSet queued = new BitSet();
        for (int i = layout.size() - 1; i >= 0; i--) {
            for (Edge edge : layout.get(i).successors()) {
                predecessors.get(index(edge.target())).add(i);
            }
            pending.add(i);
            queued.set(i);
        }
        while (!pending.isEmpty()) {
            int block = pending.remove();
            queued.clear(block);
            BitSet live = atEnd(block);
            live.or(atThrow(block));
            live.andNot(defined.get(block));
            live.or(readFirst.get(block));
            if (!live.equals(atStart.set(block, live))) {
                for (int predecessor : predecessors.get(block)) {
                    if (!queued.get(predecessor)) {
                        queued.set(predecessor);
                        pending.add(predecessor);
                    }
                }
            }
        }
    }

    int index(Block block) {
        return index.get(block);
    }

    BitSet atStart(int block) {
        return atStart.get(block);
    }

    /** Live where a block is left by its terminator. */
    BitSet atEnd(int block) {
        BitSet live = new BitSet();
        for (Edge edge : layout.get(block).terminator().edges()) {
            live.or(atStart.get(index(edge.target())));
        }
        return live;
    }

    /** Live where a block is left by an exception. */
    BitSet atThrow(int block) {
        BitSet live = new BitSet();
        for (Handler handler : layout.get(block).handlers()) {
            live.or(atStart.get(index(handler.edge().target())));
        }
        return live;
    }
}
