package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Constant;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Position;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Changes to the edges that leave a block. */
final class Edges {
    private Edges() {}

    @SuppressWarnings("ReferenceEquality") // edges have identity
    static boolean isExceptional(Block source, Edge edge) {
        return source.handlers().stream().anyMatch(handler -> handler.edge() == edge);
    }

    /** The edge with one more argument, for a parameter added last. */
    static Edge with(Edge edge, Value argument) {
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
    static Value constantAtTop(Block block, int number) {
        Value constant = Value.of(Type.INT);
        block.ops().add(0, new Op(Constant.of(number), List.of(), List.of(constant), Position.UNKNOWN));
        return constant;
    }
}
