package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A function that returns one of its parameters, as it was passed, after doing what the given function does. */
final class Output {
    private Output() {}

    static Function run(Function function, int parameter) {
        Function result = new Function(
                function.name(), List.of(function.parameters().get(parameter).type()));
        Map<Value, Value> values = new HashMap<>();
        Map<Block, Block> blocks = new HashMap<>();
        for (Block block : function.blocks()) {
            Block copy = result.addBlock();
            blocks.put(block, copy);
            block.parameters().forEach(value -> copy.parameters().add(fresh(values, value)));
        }
        for (Block block : function.blocks()) {
            block.ops().forEach(op -> op.results().forEach(value -> fresh(values, value)));
        }
        Value output = values.get(function.parameters().get(parameter));
        for (Block block : function.blocks()) {
            Block copy = blocks.get(block);
            for (Op op : block.ops()) {
                copy.ops().add(op.map(values::get, values::get));
            }
            for (Handler handler : block.handlers()) {
                copy.handlers().add(new Handler(handler.catchType(), edge(handler.edge(), values, blocks)));
            }
            Terminator terminator = block.terminator();
            copy.terminate(
                    terminator instanceof Terminator.Return
                            ? new Terminator.Return(List.of(output))
                            : terminator.with(
                                    values::get,
                                    terminator.edges().stream()
                                            .map(edge -> edge(edge, values, blocks))
                                            .toList()));
        }
        return result;
    }

    private static Value fresh(Map<Value, Value> values, Value value) {
        return values.computeIfAbsent(value, Value::fresh);
    }

    private static Edge edge(Edge edge, Map<Value, Value> values, Map<Block, Block> blocks) {
        return new Edge(
                blocks.get(edge.target()),
                edge.arguments().stream().map(values::get).toList());
    }
}
