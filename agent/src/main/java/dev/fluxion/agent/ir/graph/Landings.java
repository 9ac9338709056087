package dev.fluxion.agent.ir.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Gives handlers a block before them that only jumps there and is reached by exceptions only. */
public final class Landings {
    private Landings() {}

    /**
     * Works in place.
     *
     * @param wanted which handlers' blocks
     */
    public static void run(Function function, Predicate<Block> wanted) {
        Map<Block, Block> landings = new HashMap<>();
        for (Block block : List.copyOf(function.blocks())) {
            block.handlers().replaceAll(handler -> {
                Edge edge = handler.edge();
                if (!wanted.test(edge.target())) {
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
