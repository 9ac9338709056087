package dev.fluxion.agent.derive.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * After edges were redirected along paths that are never taken as such, a use may have lost the dominance of its definition:
 * the value then travels to it in block parameters.
 */
final class DominanceRepair {
    private final Function function;
    private final Map<Value, Block> definitions = new HashMap<>();
    /** In the order of their first uses: so their parameters come. */
    private final Set<Value> lost = new LinkedHashSet<>();

    private final Variables variables;

    private DominanceRepair(Function function) {
        this.function = function;
        this.variables = new Variables(function);
    }

    /** Works in place. */
    static void run(Function function) {
        DominanceRepair pass = new DominanceRepair(function);
        pass.separateThrowingDefinitions();
        pass.findLost();
        pass.repair();
    }

    // On the way to a handler the results of the op that throws are not there: what defines them for others is a
    // block of its own.
    private void separateThrowingDefinitions() {
        for (Block block : List.copyOf(function.blocks())) {
            if (block.handlers().isEmpty()
                    || block.terminator() instanceof Terminator.Throw
                    || block.ops().isEmpty()) {
                continue;
            }
            Block rest = function.addBlock();
            rest.terminate(block.terminator());
            block.terminate(new Terminator.Jump(new Edge(rest)));
            Op last = block.ops().get(block.ops().size() - 1);
            last.results().forEach(result -> definitions.put(result, rest));
        }
    }

    private void findLost() {
        Flow flow = Flow.of(function);
        for (Block block : flow.order()) {
            block.parameters().forEach(parameter -> definitions.putIfAbsent(parameter, block));
            block.ops().forEach(op -> op.results().forEach(result -> definitions.putIfAbsent(result, block)));
        }
        for (Block block : flow.order()) {
            UnaryOperator<Value> inspect = value -> {
                Block definition = definitions.get(value);
                if (definition != block && !flow.dominates(definition, block)) {
                    lost.add(value);
                }
                return value;
            };
            block.replaceUses(inspect);
        }
    }

    private void repair() {
        for (Value value : lost) {
            variables.declare(value, value.type());
            variables.write(definitions.get(value), value, value);
        }
        for (Block block : Flow.of(function).order()) {
            block.replaceUses(value ->
                    lost.contains(value) && definitions.get(value) != block ? variables.read(block, value) : value);
        }
        variables.complete();
    }
}
