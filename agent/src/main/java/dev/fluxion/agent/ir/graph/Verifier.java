package dev.fluxion.agent.ir.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Printer;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Linearity;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.OperandKinds;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that a function is well formed: every value defined once and before use (dominance), operand kinds, edge arities,
 * and <em>linearity</em>: a linear value stands only where the op is linear in it.
 */
public final class Verifier {
    private final Function function;
    private final Flow flow;
    private final Map<Value, Block> definedIn = new HashMap<>();
    private final Map<Value, Integer> definedAt = new HashMap<>();
    /** By protected block, the blocks that control may reach past its op's exception. */
    private final Map<Block, Set<Block>> pastException = new HashMap<>();

    private final List<String> problems = new ArrayList<>();

    private Verifier(Function function) {
        this.function = function;
        this.flow = Flow.of(function);
    }

    /**
     * Checks a function.
     *
     * @throws IllegalStateException listing every problem, with a dump of the function
     */
    public static void verify(Function function) {
        Verifier verifier = new Verifier(function);
        verifier.run();
        if (!verifier.problems.isEmpty()) {
            throw new IllegalStateException(String.join("\n", verifier.problems) + "\n" + Printer.print(function));
        }
    }

    private void run() {
        if (!flow.incoming(function.entry()).isEmpty()) {
            problems.add("an edge leads to the entry");
        }
        for (Block block : flow.order()) {
            block.parameters().forEach(value -> define(value, block, -1));
            for (int i = 0; i < block.ops().size(); i++) {
                for (Value value : block.ops().get(i).results()) {
                    define(value, block, i);
                }
            }
        }
        for (Block block : flow.order()) {
            check(block);
        }
    }

    private void define(Value value, Block block, int at) {
        if (definedIn.put(value, block) != null) {
            problems.add("defined twice: " + value);
        }
        definedAt.put(value, at);
    }

    private void check(Block block) {
        int size = block.ops().size();
        for (int i = 0; i < size; i++) {
            Op op = block.ops().get(i);
            for (Value operand : op.operands()) {
                use(operand, block, i, op.operator().text());
            }
            if (!OperandKinds.fit(op)) {
                problems.add("operand kinds: " + op.operator().text() + " " + op.operands());
            }
            if (op.isLinear() && !Linearity.isLinearOp(op)) {
                problems.add(
                        "not linear in its linear operands: " + op.operator().text() + " " + op.operands());
            }
            if (!block.handlers().isEmpty() && i < size - 1 && op.operator().mayThrow()) {
                problems.add("may throw before the end of a protected block: "
                        + op.operator().text());
            }
        }
        boolean takesLinear = takesLinear(block.terminator());
        block.terminator().operands().forEach(value -> {
            use(value, block, size, "terminator");
            if (value.isLinear() && !takesLinear) {
                problems.add("control depends on a linear value: " + value);
            }
        });
        block.terminator()
                .edges()
                .forEach(edge -> edge(edge, block, size, edge.target().parameters()));
        boolean lastOpThrows = size > 0 && block.ops().get(size - 1).operator().mayThrow();
        for (Handler handler : block.handlers()) {
            List<Value> parameters = handler.edge().target().parameters();
            edge(handler.edge(), block, lastOpThrows ? size - 1 : size, parameters.subList(1, parameters.size()));
        }
    }

    private boolean takesLinear(Terminator terminator) {
        return switch (terminator.kind()) {
            case RETURN -> {
                if (terminator.operands().size() != function.resultTypes().size()) {
                    problems.add("returns " + terminator.operands().size() + " of "
                            + function.resultTypes().size() + " results");
                }
                yield true;
            }
            case JUMP, BRANCH, SWITCH, THROW -> false;
        };
    }

    private void edge(Edge edge, Block block, int at, List<Value> parameters) {
        if (edge.arguments().size() != parameters.size()) {
            problems.add("edge passes " + edge.arguments().size() + " arguments for " + parameters.size());
            return;
        }
        for (int i = 0; i < parameters.size(); i++) {
            Value argument = edge.arguments().get(i);
            use(argument, block, at, "edge");
            Value parameter = parameters.get(i);
            if (argument.type().kind() != parameter.type().kind() || argument.isLinear() && !parameter.isLinear()) {
                problems.add("edge passes " + argument + " for " + parameter);
            }
        }
    }

    /** Whether a way leads past the exception of the op that defines the value, to a block that the definition dominates. */
    private boolean isMissing(Value value, Block definition, Block block) {
        int last = definition.ops().size() - 1;
        return !definition.handlers().isEmpty()
                && last >= 0
                && definedAt.get(value) == last
                && definition.ops().get(last).operator().mayThrow()
                && !flow.succeedsBefore(definition, block)
                && pastException
                        .computeIfAbsent(definition, this::reachedPastException)
                        .contains(block);
    }

    private Set<Block> reachedPastException(Block block) {
        Set<Block> reached = new HashSet<>();
        Deque<Block> pending = new ArrayDeque<>();
        block.handlers().forEach(handler -> pending.push(handler.edge().target()));
        while (!pending.isEmpty()) {
            Block next = pending.pop();
            if (next != block && reached.add(next)) {
                next.successors().forEach(edge -> pending.push(edge.target()));
            }
        }
        return reached;
    }

    private void use(Value value, Block block, int at, String where) {
        Block definition = definedIn.get(value);
        boolean dominated = definition != null
                && (definition == block ? definedAt.get(value) < at : flow.dominates(definition, block))
                && (definition == block || !isMissing(value, definition, block));
        if (!dominated) {
            problems.add((definition == null ? "undefined: " : "not dominated by its definition: ") + value + " in "
                    + where);
        }
    }
}
