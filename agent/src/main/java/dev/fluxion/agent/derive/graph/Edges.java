package dev.fluxion.agent.derive.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Changes to the edges that leave a block. */
public final class Edges {
    private Edges() {}

    @SuppressWarnings("ReferenceEquality") // edges have identity
    public static boolean isExceptional(Block source, Edge edge) {
        return source.handlers().stream().anyMatch(handler -> handler.edge() == edge);
    }

    /** The edge with one more argument, for a parameter added last. */
    public static Edge with(Edge edge, Value argument) {
        List<Value> arguments = new ArrayList<>(edge.arguments());
        arguments.add(argument);
        return new Edge(edge.target(), arguments);
    }

    /** A new block with parameters like the target's, that jumps to the target; what it is entered by is the caller's affair. */
    static Block forwarding(Block target) {
        Block block = new Block();
        for (Value parameter : target.parameters()) {
            block.parameters().add(parameter.fresh());
        }
        block.terminate(new dev.fluxion.agent.ir.Terminator.Jump(new Edge(target, block.parameters())));
        return block;
    }

    /** An int constant defined at the top of a block. */
    public static Value constantAtTop(Block block, int number) {
        Value constant = Value.of(Type.INT);
        block.ops().add(0, new Op(Constant.of(number), List.of(), List.of(constant), Position.UNKNOWN));
        return constant;
    }
}
