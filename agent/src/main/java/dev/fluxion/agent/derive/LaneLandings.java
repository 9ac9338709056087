package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives each handler that takes tangents a block before it, which is reached by exceptions only. What its parameters are is
 * written before the op that may throw, while the handler's own rows may still be read by those who came by it earlier.
 */
final class LaneLandings {
    private LaneLandings() {}

    /** Works in place. */
    static void run(Function function) {
        Map<Block, Block> landings = new HashMap<>();
        for (Block block : List.copyOf(function.blocks())) {
            block.handlers().replaceAll(handler -> {
                Edge edge = handler.edge();
                if (edge.target().parameters().stream().noneMatch(Value::isLinear)) {
                    return handler;
                }
                Block landing = landings.computeIfAbsent(edge.target(), to -> landing(function, to));
                return new Handler(handler.catchType(), new Edge(landing, edge.arguments()));
            });
        }
    }

    private static Block landing(Function function, Block target) {
        Block landing = function.addBlock();
        List<Value> arguments = new ArrayList<>();
        for (Value parameter : target.parameters()) {
            arguments.add(parameter.fresh());
        }
        landing.parameters().addAll(arguments);
        landing.terminate(new Terminator.Jump(new Edge(target, arguments)));
        return landing;
    }
}
