package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Constant;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Invoke;
import dev.fluxion.agent.ir.NewObject;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Position;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Takes blocks that are entered at one of them out of a function, and makes a function of them. It returns the number of the
 * way by which they were left; all values that cross the border travel in {@link CarriedValues}.
 */
final class Outline {
    /** A way out: what is passed, and where the function goes on with it. */
    private record Exit(List<Value> passed, Terminator goOn) {}

    private final Function function;
    private final Set<Block> inside;
    private final Block entry;
    private final CarriedValues carried;
    private final Map<Value, Op> constants = new HashMap<>();
    private final Set<Value> definedInside = new HashSet<>();
    private final Function part;
    private final List<Exit> exits = new ArrayList<>();

    private Outline(Function function, Set<Block> inside, Block entry, CarriedValues carried) {
        this.function = function;
        this.inside = new LinkedHashSet<>(inside);
        this.entry = entry;
        this.carried = carried;
        this.part = new Function(function.name(), List.of(Type.INT));
    }

    /**
     * Works in place on the function that loses the blocks.
     *
     * @param call of the new function, by which it will be known
     * @return the new function, which takes the tape and the arrays of carried values
     */
    static Function run(Function function, Set<Block> inside, Block entry, Invoke call, CarriedValues carried) {
        return new Outline(function, inside, entry, carried).run(call);
    }

    private Function run(Invoke call) {
        Value tape = function.parameters().get(0);
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                if (op.operator() instanceof Constant && !op.operator().mayThrow()) {
                    constants.put(op.result(), op);
                }
            }
        }
        for (Block block : inside) {
            definedInside.addAll(block.parameters());
            block.ops().forEach(op -> definedInside.addAll(op.results()));
        }
        Set<Value> incoming = incoming(tape);
        Set<Value> outgoing = outgoing();
        List<Value> parameters = entry.parameters().stream().map(Value::fresh).toList();
        Block start = part.addBlock();
        start.parameters().add(tape);
        start.parameters().addAll(carried.arrays());
        incoming.forEach(value -> define(start.ops(), value, value));
        parameters.forEach(value -> carried.load(start.ops(), value, value));
        start.terminate(new Terminator.Jump(new Edge(entry, parameters)));

        Block caller = function.addBlock();
        List<Value> given = entry.parameters().stream().map(Value::fresh).toList();
        caller.parameters().addAll(given);
        for (Value value : incoming) {
            if (!constants.containsKey(value)) {
                carried.store(caller.ops(), value, value);
            }
        }
        for (int i = 0; i < given.size(); i++) {
            carried.store(caller.ops(), given.get(i), parameters.get(i));
        }
        List<Value> operands = new ArrayList<>(List.of(tape));
        operands.addAll(carried.arrays());
        Value way = Value.of(Type.INT);
        caller.ops().add(new Op(call, operands, List.of(way), Position.UNKNOWN));

        for (Block block : List.copyOf(inside)) {
            leave(block);
        }
        storeOutgoing(outgoing);
        function.blocks().removeAll(inside);
        part.blocks().addAll(inside);
        redirect(caller);
        loadOutgoing(outgoing);
        goOn(caller, way);
        return part;
    }

    private Set<Value> incoming(Value tape) {
        Set<Value> incoming = new LinkedHashSet<>();
        for (Block block : inside) {
            visit(block, value -> {
                if (!definedInside.contains(value)
                        && value != tape
                        && !carried.arrays().contains(value)) {
                    incoming.add(value);
                }
            });
        }
        return incoming;
    }

    private Set<Value> outgoing() {
        Set<Value> outgoing = new LinkedHashSet<>();
        for (Block block : function.blocks()) {
            if (!inside.contains(block)) {
                visit(block, value -> {
                    if (definedInside.contains(value)) {
                        outgoing.add(value);
                    }
                });
            }
        }
        return outgoing;
    }

    /** Hands on all that a block uses. */
    private static void visit(Block block, Consumer<Value> visitor) {
        block.ops().forEach(op -> op.operands().forEach(visitor));
        block.terminator().operands().forEach(visitor);
        block.successors().forEach(edge -> edge.arguments().forEach(visitor));
    }

    /** Defines a value as another that crosses the border, or as itself. */
    private void define(List<Op> out, Value value, Value crossing) {
        Op constant = constants.get(crossing);
        if (constant != null) {
            out.add(new Op(constant.operator(), List.of(), List.of(value), constant.position()));
        } else {
            carried.load(out, value, crossing);
        }
    }

    /** Gives the edges and returns that lead outside blocks of their own, which say which way it was. */
    private void leave(Block block) {
        if (block.terminator() instanceof Terminator.Return exit) {
            List<Value> results = exit.operands().stream().map(Value::fresh).toList();
            block.terminate(
                    new Terminator.Jump(new Edge(way(results, new Terminator.Return(results)), exit.operands())));
            return;
        }
        List<Edge> edges = block.terminator().edges().stream().map(this::leave).toList();
        block.terminate(block.terminator().with(value -> value, edges));
        block.handlers().replaceAll(handler -> new Handler(handler.catchType(), land(handler.edge())));
    }

    /** The function goes on behind the landing, which is for exceptions only. */
    private Edge land(Edge edge) {
        Block landing = edge.target();
        if (inside.contains(landing)) {
            return edge;
        }
        Map<Value, Value> passed = new LinkedHashMap<>();
        landing.parameters().forEach(parameter -> passed.put(parameter, parameter.fresh()));
        Edge behind = ((Terminator.Jump) landing.terminator()).edge().map(passed::get);
        return new Edge(way(List.copyOf(passed.values()), new Terminator.Jump(behind)), edge.arguments());
    }

    private Edge leave(Edge edge) {
        if (inside.contains(edge.target())) {
            return edge;
        }
        List<Value> passed =
                edge.target().parameters().stream().map(Value::fresh).toList();
        return new Edge(way(passed, new Terminator.Jump(new Edge(edge.target(), passed))), edge.arguments());
    }

    /** A block that takes what is passed, and returns the number of the way. */
    private Block way(List<Value> passed, Terminator goOn) {
        Block last = part.addBlock();
        for (Value value : passed) {
            Value taken = value.fresh();
            last.parameters().add(taken);
            carried.store(last.ops(), taken, value);
        }
        Value number = last.append(Constant.of(exits.size()), Type.INT, Position.UNKNOWN);
        last.terminate(new Terminator.Return(List.of(number)));
        exits.add(new Exit(passed, goOn));
        return last;
    }

    private void storeOutgoing(Set<Value> outgoing) {
        for (Block block : List.copyOf(inside)) {
            List<Op> first = new ArrayList<>();
            block.parameters().stream().filter(outgoing::contains).forEach(value -> carried.store(first, value, value));
            insert(block, 0, first);
        }
        // Those that were split off by insertions hold only ops that were looked at.
        for (Block block : List.copyOf(inside)) {
            for (int i = block.ops().size() - 1; i >= 0; i--) {
                Op op = block.ops().get(i);
                List<Op> after = new ArrayList<>();
                if (Schedule.isConstructorCall(op) && outgoing.contains(op.operand(0))) {
                    carried.store(after, op.operand(0), op.operand(0));
                }
                if (!(op.operator() instanceof NewObject) && !(op.operator() instanceof Constant)) {
                    op.results().stream()
                            .filter(outgoing::contains)
                            .forEach(value -> carried.store(after, value, value));
                }
                insert(block, i + 1, after);
            }
        }
    }

    /** Puts ops before the one at an index, into a block without handlers. */
    private void insert(Block block, int index, List<Op> ops) {
        if (ops.isEmpty()) {
            return;
        }
        if (block.handlers().isEmpty()) {
            block.ops().addAll(index, ops);
            return;
        }
        boolean throwsBefore =
                index == block.ops().size() && index > 0 && !(block.terminator() instanceof Terminator.Throw);
        List<Handler> handlers = List.copyOf(block.handlers());
        Block rest = block.cut(index);
        (inside.contains(block) ? inside : function.blocks()).add(rest);
        if (throwsBefore) {
            rest.handlers().clear();
            block.handlers().addAll(handlers);
            rest.ops().addAll(ops);
        } else {
            block.ops().addAll(ops);
        }
    }

    /** Who entered the blocks from outside calls their function. */
    private void redirect(Block caller) {
        UnaryOperator<Edge> redirected = edge -> edge.target() == entry ? new Edge(caller, edge.arguments()) : edge;
        for (Block block : function.blocks()) {
            List<Edge> edges = block.terminator() == null
                    ? List.of()
                    : block.terminator().edges().stream().map(redirected).toList();
            if (block.terminator() != null) {
                block.terminate(block.terminator().with(value -> value, edges));
            }
            block.handlers().replaceAll(handler -> new Handler(handler.catchType(), redirected.apply(handler.edge())));
        }
    }

    private void loadOutgoing(Set<Value> outgoing) {
        for (Block block : List.copyOf(function.blocks())) {
            if (block.terminator() == null) {
                continue;
            }
            Map<Value, Value> loaded = new LinkedHashMap<>();
            visit(block, value -> {
                if (outgoing.contains(value)) {
                    loaded.computeIfAbsent(value, Value::fresh);
                }
            });
            if (loaded.isEmpty()) {
                continue;
            }
            block.replaceUses(value -> loaded.getOrDefault(value, value));
            List<Op> loads = new ArrayList<>();
            loaded.forEach((value, copy) -> define(loads, copy, value));
            insert(block, 0, loads);
        }
    }

    private void goOn(Block caller, Value way) {
        List<Edge> edges = new ArrayList<>();
        for (Exit exit : exits) {
            Block block = function.addBlock();
            exit.passed().forEach(value -> carried.load(block.ops(), value, value));
            block.terminate(exit.goOn());
            edges.add(new Edge(block));
        }
        if (edges.isEmpty()) {
            // It always throws.
            Value none = caller.append(new Constant(Constant.NULL), Type.NULL, Position.UNKNOWN);
            caller.terminate(new Terminator.Throw(none));
        } else if (edges.size() == 1) {
            caller.terminate(new Terminator.Jump(edges.get(0)));
        } else {
            List<Integer> keys = new ArrayList<>();
            for (int i = 1; i < edges.size(); i++) {
                keys.add(i);
            }
            caller.terminate(new Terminator.Switch(way, keys, edges.subList(1, edges.size()), edges.get(0)));
        }
    }
}
