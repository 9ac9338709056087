package dev.fluxion.agent.read;

import dev.fluxion.agent.ir.graph.DominatorTree;
import dev.fluxion.agent.read.Bytecode.CodeBlock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where which locals need a parameter: at the iterated dominance frontier of the blocks that store to them, as far as they are
 * live there (Cytron et al., Efficiently Computing Static Single Assignment Form and the Control Dependence Graph, 1991). Any
 * other local is, at a block's start, what it was at the end of the block's immediate dominator.
 *
 * <p>Places are numbered: 0 is the method's entry, then come the blocks in reverse postorder; a block that both exceptions and
 * normal edges lead to has a further place, before it, where the exceptions arrive.
 */
final class LocalMerges {
    private final List<CodeBlock> order;
    private final int[] landings;
    /** The block that each place belongs to; none for the method's entry. */
    private final List<CodeBlock> blocks = new ArrayList<>();

    private final LocalLiveness liveness;
    private final int[][] successors;
    private final int[] dominator;
    private final int[][] frontiers;
    private final List<BitSet> merged = new ArrayList<>();

    LocalMerges(Bytecode code, LocalLiveness liveness) {
        this.order = code.order();
        this.liveness = liveness;
        this.landings = new int[order.size()];
        blocks.add(null);
        blocks.addAll(order);
        for (CodeBlock block : order) {
            landings[block.number] = place(block);
            if (block.isHandler && block.incoming > 0) {
                landings[block.number] = blocks.size();
                blocks.add(block);
            }
        }
        this.successors = successors(code);
        this.dominator = DominatorTree.of(successors);
        this.frontiers = frontiers();
        blocks.forEach(block -> merged.add(new BitSet()));
        stores(code).forEach(this::spread);
    }

    /** The place where a block starts. */
    int place(CodeBlock block) {
        return block.number + 1;
    }

    /** The place where exceptions that a block handles arrive. */
    int landing(CodeBlock block) {
        return landings[block.number];
    }

    /** The block that a place belongs to; null for the method's entry. */
    CodeBlock block(int place) {
        return blocks.get(place);
    }

    int places() {
        return blocks.size();
    }

    /** The last place that every path to the given one passes. */
    int dominator(int place) {
        return dominator[place];
    }

    /** The locals that differ by the way the place was reached, and are read later. */
    BitSet merged(int place) {
        return merged.get(place);
    }

    private int[][] successors(Bytecode code) {
        int[][] result = new int[places()][];
        result[0] = new int[] {place(code.entry())};
        for (CodeBlock block : order) {
            int[] targets = new int[block.handlers.size() + block.successors.size()];
            int next = 0;
            for (CodeBlock handler : block.handlers) {
                targets[next++] = landing(handler);
            }
            for (CodeBlock successor : block.successors) {
                targets[next++] = place(successor);
            }
            result[place(block)] = targets;
            if (landing(block) != place(block)) {
                result[landing(block)] = new int[] {place(block)};
            }
        }
        return result;
    }

    private int[][] frontiers() {
        List<List<Integer>> found = new ArrayList<>();
        int[] latest = new int[places()];
        List<List<Integer>> predecessors = new ArrayList<>();
        for (int i = 0; i < places(); i++) {
            found.add(new ArrayList<>());
            predecessors.add(new ArrayList<>());
        }
        for (int i = 0; i < places(); i++) {
            for (int successor : successors[i]) {
                predecessors.get(successor).add(i);
            }
        }
        for (int i = 1; i < places(); i++) {
            for (int walk : predecessors.get(i)) {
                // Who has this place in the frontier already has dominators that do.
                for (int above = walk; above != dominator[i] && latest[above] != i; above = dominator[above]) {
                    latest[above] = i;
                    found.get(above).add(i);
                }
            }
        }
        int[][] result = new int[places()][];
        for (int i = 0; i < places(); i++) {
            List<Integer> frontier = found.get(i);
            result[i] = new int[frontier.size()];
            for (int k = 0; k < result[i].length; k++) {
                result[i][k] = frontier.get(k);
            }
        }
        return result;
    }

    /** The places from which on a local has another value, by slot. The entry needs no mention: it dominates all. */
    private Map<Integer, Deque<Integer>> stores(Bytecode code) {
        Map<Integer, Deque<Integer>> result = new HashMap<>();
        for (CodeBlock block : order) {
            for (int i = block.start; i < block.end; i++) {
                int slot = Bytecode.storedTo(code.node(i));
                if (slot >= 0) {
                    result.computeIfAbsent(slot, k -> new ArrayDeque<>()).add(place(block));
                }
            }
        }
        return result;
    }

    private void spread(int slot, Deque<Integer> pending) {
        while (!pending.isEmpty()) {
            for (int place : frontiers[pending.pop()]) {
                BitSet here = merged.get(place);
                if (!here.get(slot) && liveness.liveIn(blocks.get(place)).get(slot)) {
                    here.set(slot);
                    pending.push(place);
                }
            }
        }
    }
}
