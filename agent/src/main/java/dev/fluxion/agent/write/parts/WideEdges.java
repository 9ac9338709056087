package dev.fluxion.agent.write.parts;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;

/** Leads edges that pass many arguments through blocks that take some of them each, so that the moves can be divided too. */
final class WideEdges {
    private WideEdges() {}

    /**
     * Works in place.
     *
     * @param most how many arguments a block should take at most
     */
    static void cut(Function function, int most) {
        for (Block block : List.copyOf(function.blocks())) {
            List<Edge> edges = block.terminator().edges().stream()
                    .map(edge -> edge.arguments().size() > most ? through(function, edge, most) : edge)
                    .toList();
            block.terminate(block.terminator().with(value -> value, edges));
        }
    }

    private static Edge through(Function function, Edge edge, int most) {
        List<Value> arguments = edge.arguments();
        List<Value> taken =
                edge.target().parameters().stream().map(Value::fresh).toList();
        Edge behind = new Edge(edge.target(), taken);
        for (int end = arguments.size(); end > 0; end -= most) {
            int start = Math.max(end - most, 0);
            Block block = function.addBlock();
            block.parameters().addAll(taken.subList(start, end));
            block.terminate(new Terminator.Jump(behind));
            behind = new Edge(block, arguments.subList(start, end));
        }
        return behind;
    }
}
