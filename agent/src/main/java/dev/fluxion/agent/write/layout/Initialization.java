package dev.fluxion.agent.write.layout;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which objects are allocated but not yet initialised by a constructor call, at the start and at the end of each block. */
public final class Initialization {
    private final Map<Block, Set<Value>> atStart = new HashMap<>();
    private final Map<Block, Set<Value>> atEnd = new HashMap<>();
    private final Map<Block, Set<Value>> atThrow = new HashMap<>();
    private final Set<Edge> exceptional = new HashSet<>();

    /**
     * @param underConstruction a constructor's first parameter; null if the function is not a constructor
     */
    public Initialization(Flow flow, Value underConstruction) {
        for (Block block : flow.order()) {
            block.handlers().forEach(handler -> exceptional.add(handler.edge()));
        }
        for (Block block : flow.order()) {
            Set<Value> start = underConstruction == null ? Set.of() : Set.of(underConstruction);
            for (Flow.Incoming incoming : flow.incoming(block)) {
                if (atEnd.containsKey(incoming.source())) {
                    start = (exceptional.contains(incoming.edge()) ? atThrow : atEnd).get(incoming.source());
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
            current = after(op, current);
        }
        atThrow.putIfAbsent(block, current);
        atEnd.put(block, current);
    }

    /** What is not yet initialised after an op, given what was not before. */
    public static Set<Value> after(Op op, Set<Value> before) {
        if (op.operator() instanceof NewObject) {
            Set<Value> after = new HashSet<>(before);
            after.add(op.result());
            return after;
        }
        if (Schedule.isConstructorCall(op) && before.contains(op.operand(0))) {
            Set<Value> after = new HashSet<>(before);
            after.remove(op.operand(0));
            return after;
        }
        return before;
    }

    public Set<Value> atStart(Block block) {
        return atStart.get(block);
    }

    public Set<Value> atEnd(Block block) {
        return atEnd.get(block);
    }
}
