package dev.fluxion.agent.ir;

import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies a function's blocks into another function, with new values throughout. */
public final class Copy {
    private final Map<Value, Value> values = new HashMap<>();
    private final Map<Block, Block> blocks = new HashMap<>();

    /** How the copy of a returning block ends. */
    public interface Ending {
        /** The terminator, given the copies of the returned values. */
        Terminator of(List<Value> returned);
    }

    private Copy() {}

    /** A copy of a function. */
    public static Function of(Function source) {
        Function copy = new Function(source.name(), source.resultTypes());
        into(copy, source, Terminator.Return::new);
        return copy;
    }

    /**
     * Appends a copy of every block.
     *
     * @return the copy of the entry
     */
    public static Block into(Function target, Function source, Ending leave) {
        return new Copy().run(target, source, leave);
    }

    private Block run(Function target, Function source, Ending leave) {
        for (Block block : source.blocks()) {
            Block copy = target.addBlock();
            blocks.put(block, copy);
            block.parameters().forEach(parameter -> copy.parameters().add(fresh(parameter)));
            block.ops().forEach(op -> op.results().forEach(this::fresh));
        }
        for (Block block : source.blocks()) {
            Block copy = blocks.get(block);
            block.ops().forEach(op -> copy.ops().add(op.map(values::get, values::get)));
            block.handlers()
                    .forEach(handler -> copy.handlers().add(new Handler(handler.catchType(), edge(handler.edge()))));
            Terminator terminator = block.terminator();
            copy.terminate(
                    switch (terminator.kind()) {
                        case RETURN ->
                            leave.of(terminator.operands().stream()
                                    .map(values::get)
                                    .toList());
                        case JUMP, BRANCH, SWITCH, THROW ->
                            terminator.with(
                                    values::get,
                                    terminator.edges().stream().map(this::edge).toList());
                    });
        }
        return blocks.get(source.entry());
    }

    private Value fresh(Value value) {
        return values.computeIfAbsent(value, Value::fresh);
    }

    private Edge edge(Edge edge) {
        return new Edge(
                blocks.get(edge.target()),
                edge.arguments().stream().map(values::get).toList());
    }
}
