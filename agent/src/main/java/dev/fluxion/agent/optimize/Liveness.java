package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where some values are still to be used. */
final class Liveness {
    private final Set<Value> among;
    private final Map<Block, Set<Value>> atStart = new HashMap<>();

    private Liveness(Set<Value> among) {
        this.among = among;
    }

    static Liveness of(Flow flow, Set<Value> among) {
        Liveness liveness = new Liveness(among);
        flow.order().forEach(block -> liveness.atStart.put(block, new HashSet<>()));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = flow.order().size() - 1; i >= 0; i--) {
                changed |= liveness.visit(flow.order().get(i));
            }
        }
        return liveness;
    }

    private boolean visit(Block block) {
        Set<Value> live = atEnd(block);
        addUses(block.terminator().operands(), live);
        for (int i = block.ops().size() - 1; i >= 0; i--) {
            Op op = block.ops().get(i);
            op.results().forEach(live::remove);
            addUses(op.operands(), live);
        }
        block.parameters().forEach(live::remove);
        return atStart.get(block).addAll(live);
    }

    /** Those used in the block or after it, and defined before it; its parameters are not. */
    Set<Value> atStart(Block block) {
        return atStart.get(block);
    }

    /** Those used after the block or passed on an edge from it, an exceptional one too. */
    private Set<Value> atEnd(Block block) {
        Set<Value> live = new HashSet<>();
        for (Edge edge : block.successors()) {
            live.addAll(atStart.get(edge.target()));
            addUses(edge.arguments(), live);
        }
        return live;
    }

    /** Those used after an op of a block. */
    Set<Value> after(Block block, int at) {
        Set<Value> live = atEnd(block);
        addUses(block.terminator().operands(), live);
        for (Op op : block.ops().subList(at + 1, block.ops().size())) {
            addUses(op.operands(), live);
        }
        return live;
    }

    private void addUses(List<Value> values, Set<Value> live) {
        for (Value value : values) {
            if (among.contains(value)) {
                live.add(value);
            }
        }
    }
}
