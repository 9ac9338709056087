package dev.fluxion.agent.derive.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where each value of a function is defined. */
public final class Definitions {
    private final Map<Value, Op> ops = new HashMap<>();
    private final Map<Value, Block> blocks = new HashMap<>();
    private final Map<Value, Integer> order = new HashMap<>();
    private final Map<Value, Value> forwarded = new HashMap<>();

    public Definitions(Function function) {
        Flow flow = Flow.of(function);
        for (Block block : flow.order()) {
            List<Flow.Incoming> incoming = flow.incoming(block);
            for (int i = 0; i < block.parameters().size(); i++) {
                Value parameter = block.parameters().get(i);
                blocks.put(parameter, block);
                order.put(parameter, order.size());
                boolean isCopy = incoming.size() == 1
                        && !Edges.isExceptional(
                                incoming.get(0).source(), incoming.get(0).edge());
                if (isCopy) {
                    forwarded.put(parameter, incoming.get(0).edge().arguments().get(i));
                }
            }
            for (Op op : block.ops()) {
                for (Value result : op.results()) {
                    ops.put(result, op);
                    blocks.put(result, block);
                    order.put(result, order.size());
                }
            }
        }
    }

    /** An op now stands in another block. */
    public void move(Op op, Block to) {
        op.results().forEach(result -> blocks.put(result, to));
    }

    /** The op that defines the value; null for a block parameter. */
    public Op op(Value value) {
        return ops.get(value);
    }

    /** The block that defines the value. */
    public Block block(Value value) {
        return blocks.get(value);
    }

    /** The value's place among all, in an order in which each comes after those that it is made of, but around a loop. */
    public int order(Value value) {
        return order.get(value);
    }

    /** The value that a chain of single-predecessor blocks merely passes on. */
    public Value throughForwarding(Value value) {
        Value result = value;
        for (Value next = forwarded.get(result); next != null; next = forwarded.get(result)) {
            result = next;
        }
        return result;
    }
}
