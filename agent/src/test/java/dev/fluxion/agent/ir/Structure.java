package dev.fluxion.agent.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A function as lists of numbers and plain data, equal for two functions that differ in nothing but the identity of their
 * values and blocks. Independent of {@link Printer}, which could lose the same thing twice.
 */
final class Structure {
    private final Map<Value, Integer> values = new IdentityHashMap<>();
    private final Map<Block, Integer> blocks = new IdentityHashMap<>();

    private Structure() {}

    /** Fails unless the two are one function but for identities. */
    static void assertSame(Function expected, Function actual) {
        List<Object> expectedParts = new Structure().of(expected);
        List<Object> actualParts = new Structure().of(actual);
        for (int i = 0; i < Math.min(expectedParts.size(), actualParts.size()); i++) {
            assertEquals(expectedParts.get(i), actualParts.get(i), expected.name());
        }
        assertEquals(expectedParts.size(), actualParts.size(), expected.name());
    }

    private List<Object> of(Function function) {
        List<Object> parts = new ArrayList<>(List.of(function.name(), function.resultTypes()));
        function.blocks().forEach(block -> blocks.put(block, blocks.size()));
        for (Block block : function.blocks()) {
            parts.add(List.of("block", blocks.get(block), values(block.parameters())));
            for (Op op : block.ops()) {
                parts.add(List.of(values(op.results()), op.operator(), values(op.operands()), op.position()));
            }
            for (Handler handler : block.handlers()) {
                parts.add(List.of("catch", String.valueOf(handler.catchType()), edge(handler.edge())));
            }
            Terminator terminator = block.terminator();
            parts.add(List.of(
                    terminator.getClass(),
                    values(terminator.operands()),
                    terminator.edges().stream().map(this::edge).toList(),
                    terminator instanceof Terminator.Branch branch ? branch.comparison() : "",
                    terminator instanceof Terminator.Switch choice ? choice.keys() : ""));
        }
        return parts;
    }

    private List<Object> edge(Edge edge) {
        return List.of(blocks.get(edge.target()), values(edge.arguments()));
    }

    private List<Object> values(List<Value> all) {
        return all.stream().map(this::value).toList();
    }

    // Numbered in order of first mention, so that equal numbers are one value.
    private Object value(Value value) {
        int number = values.computeIfAbsent(value, v -> values.size());
        return List.of(number, String.valueOf(value.name()), value.type(), value.isLinear());
    }
}
