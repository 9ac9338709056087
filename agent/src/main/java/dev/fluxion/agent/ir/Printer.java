package dev.fluxion.agent.ir;

import dev.fluxion.agent.ir.operator.Notation;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The textual form of a function: one op a line, values named after local variables or numbered, linear values marked
 * {@code '}. Nothing that a {@link Function} says is lost: the parser that the tests use reads it back.
 */
public final class Printer {
    private final Map<Value, String> valueNames = new HashMap<>();
    private final Map<Block, String> blockNames = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final StringBuilder out = new StringBuilder();

    private Printer() {}

    /** The function as text. A block without terminator, or an edge out of the function, shows as a question mark. */
    public static String print(Function function) {
        Printer printer = new Printer();
        printer.function(function);
        return printer.out.toString();
    }

    private void function(Function function) {
        for (Block block : function.blocks()) {
            blockNames.put(block, "b" + blockNames.size());
        }
        out.append("function ")
                .append(Notation.function(function.name()))
                .append(" -> ")
                .append(function.resultTypes())
                .append('\n');
        for (Block block : function.blocks()) {
            out.append(blockNames.get(block))
                    .append(definitions(block.parameters()))
                    .append(":\n");
            for (Op op : block.ops()) {
                out.append("  ");
                if (!op.results().isEmpty()) {
                    out.append(op.results().stream().map(this::definition).collect(Collectors.joining(", ")))
                            .append(" = ");
                }
                out.append(op.operator().text());
                if (!op.operands().isEmpty()) {
                    out.append(' ').append(uses(op.operands()));
                }
                out.append(position(function.name(), op.position())).append('\n');
            }
            for (Handler handler : block.handlers()) {
                out.append("  catch ")
                        .append(handler.catchType() == null ? "*" : Notation.className(handler.catchType()))
                        .append(' ')
                        .append(edge(handler.edge()))
                        .append('\n');
            }
            out.append("  ").append(terminator(block.terminator())).append('\n');
        }
    }

    /** The line alone in the function's own method, a dot for its class; nothing where the op was written nowhere. */
    private static String position(String function, Position position) {
        if (position.equals(Position.UNKNOWN)) {
            return "";
        }
        String method = position.method();
        if (method.equals(function) && position.line() >= 0) {
            return "  @" + position.line();
        }
        String owner = function.substring(0, function.lastIndexOf('.') + 1);
        boolean sibling = !owner.isEmpty() && method.lastIndexOf('.') == owner.length() - 1 && method.startsWith(owner);
        String shown = sibling ? "." + Notation.name(method.substring(owner.length())) : Notation.function(method);
        return "  @" + shown + ":" + position.line();
    }

    private String terminator(Terminator terminator) {
        if (terminator == null) {
            return "?";
        }
        return switch (terminator.kind()) {
            case JUMP -> "jump " + edge(((Terminator.Jump) terminator).edge());
            case BRANCH -> branch((Terminator.Branch) terminator);
            case SWITCH -> choice((Terminator.Switch) terminator);
            case RETURN -> ("return " + uses(terminator.operands())).trim();
            case THROW -> "throw " + uses(terminator.operands());
        };
    }

    private String branch(Terminator.Branch branch) {
        return "branch " + branch.comparison() + " " + use(branch.left()) + ", " + use(branch.right()) + " "
                + edge(branch.then()) + " else " + edge(branch.otherwise());
    }

    private String choice(Terminator.Switch choice) {
        StringBuilder text = new StringBuilder("switch " + use(choice.selector()));
        for (int i = 0; i < choice.keys().size(); i++) {
            text.append(' ')
                    .append(choice.keys().get(i))
                    .append(" -> ")
                    .append(edge(choice.cases().get(i)));
        }
        return text + " else " + edge(choice.otherwise());
    }

    private String edge(Edge edge) {
        return blockNames.getOrDefault(edge.target(), "b?") + "(" + uses(edge.arguments()) + ")";
    }

    private String definitions(List<Value> values) {
        return "(" + values.stream().map(this::definition).collect(Collectors.joining(", ")) + ")";
    }

    private String definition(Value value) {
        return use(value) + ":" + value.type();
    }

    private String uses(List<Value> values) {
        return values.stream().map(this::use).collect(Collectors.joining(", "));
    }

    private String use(Value value) {
        return valueNames.computeIfAbsent(value, v -> {
            String base = (v.name() == null ? "v" + valueNames.size() : Notation.variable(v.name()))
                    + (v.isLinear() ? "'" : "");
            String name = base;
            for (int i = 1; !taken.add(name); i++) {
                name = base + "." + i;
            }
            return name;
        });
    }
}
