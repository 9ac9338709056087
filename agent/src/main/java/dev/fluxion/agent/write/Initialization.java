package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Flow;
import dev.fluxion.agent.ir.NewObject;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which objects are allocated but not yet initialised by a constructor call, at the start and at the end of each block. */
final class Initialization {
    private final Map<Block, Set<Value>> atStart = new HashMap<>();
    private final Map<Block, Set<Value>> atEnd = new HashMap<>();
    private final Map<Block, Set<Value>> atThrow = new HashMap<>();

    /**
     * @param underConstruction a constructor's first parameter; null if the function is not a constructor
     */
    Initialization(Flow flow, Set<Edge> exceptional, Value underConstruction) {
        for (Block block : flow.order()) {
            Set<Value> start = underConstruction == null ? Set.of() : Set.of(underConstruction);
            for (Flow.Incoming incoming : flow.incoming(block)) {
                if (atEnd.containsKey(incoming.source())) {
                    boolean normal = !exceptional.contains(incoming.edge());
                    start = (normal ? atEnd : atThrow).get(incoming.source());
                    break;
                }
            }
            atStart.put(block, start);
            pass(block, start);
        }
    }

    private void pass(Block block, Set<Value> start) {
        Set<Value> current = start;
        for (Op op : block.ops()) {
            if (op.operator().mayThrow()) {
                atThrow.putIfAbsent(block, current);
            }
            if (op.operator() instanceof NewObject) {
                current = new HashSet<>(current);
                current.add(op.result());
            } else if (Schedule.isConstructorCall(op) && current.contains(op.operand(0))) {
                current = new HashSet<>(current);
                current.remove(op.operand(0));
            }
        }
        atThrow.putIfAbsent(block, current);
        atEnd.put(block, current);
    }

    Set<Value> atStart(Block block) {
        return atStart.get(block);
    }

    Set<Value> atEnd(Block block) {
        return atEnd.get(block);
    }
}
