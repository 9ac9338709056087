package dev.fluxion.agent.ir;

import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.value.Mapped;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A basic block: parameters, operations in order, a terminator.
 *
 * <p>A block with {@linkplain #handlers() handlers} is protected: then only its last op, or its terminator where that is a
 * {@link Terminator.Throw}, may throw, and control goes to the first handler whose type matches.
 */
public final class Block {
    private final List<Value> parameters = new ArrayList<>();
    private final List<Op> ops = new ArrayList<>();
    private final List<Handler> handlers = new ArrayList<>();
    private Terminator terminator;

    /** Mutable; for a handler's target the first parameter is the exception. */
    public List<Value> parameters() {
        return parameters;
    }

    /** Mutable. */
    public List<Op> ops() {
        return ops;
    }

    /** Mutable; tried in order. */
    public List<Handler> handlers() {
        return handlers;
    }

    public Terminator terminator() {
        return terminator;
    }

    public void terminate(Terminator newTerminator) {
        this.terminator = newTerminator;
    }

    public Value addParameter(Type type, String name) {
        Value parameter = Value.of(type, name);
        parameters.add(parameter);
        return parameter;
    }

    /** Appends an op with one result of the given type and returns the result. */
    public Value append(Operator operator, Type resultType, Position position, Value... operands) {
        Value result = Value.of(resultType);
        ops.add(new Op(operator, List.of(operands), List.of(result), position));
        return result;
    }

    /** Replaces what the ops, the terminator and the edges use. */
    public void replaceUses(UnaryOperator<Value> map) {
        for (int i = 0; i < ops.size(); i++) {
            ops.set(i, ops.get(i).mapOperands(map));
        }
        replaceUsesAtEnd(map);
    }

    /** Whether any of the ops may throw. */
    public boolean mayThrow() {
        for (int i = 0; i < ops.size(); i++) {
            if (ops.get(i).operator().mayThrow()) {
                return true;
            }
        }
        return false;
    }

    /** Replaces what the terminator and the edges use. */
    public void replaceUsesAtEnd(UnaryOperator<Value> map) {
        replaceEdges(map, edge -> edge.map(map));
    }

    /** Replaces each edge, exceptional ones too, by what the map makes of it. */
    public void replaceEdges(UnaryOperator<Edge> map) {
        replaceEdges(value -> value, map);
    }

    /** What no map changes stays the same object. */
    @SuppressWarnings("ReferenceEquality")
    private void replaceEdges(UnaryOperator<Value> operandMap, UnaryOperator<Edge> edgeMap) {
        List<Edge> before = terminator.edges();
        List<Edge> edges = Mapped.of(before, edgeMap);
        List<Value> operands = terminator.operands();
        if (edges != before || Mapped.of(operands, operandMap) != operands) {
            terminator = terminator.with(operandMap, edges);
        }
        for (int i = 0; i < handlers.size(); i++) {
            Handler handler = handlers.get(i);
            Edge mapped = edgeMap.apply(handler.edge());
            if (mapped != handler.edge()) {
                handlers.set(i, new Handler(handler.catchType(), mapped));
            }
        }
    }

    /**
     * Moves what comes after the first ops, with the handlers, to a new block that this one then jumps to.
     *
     * @param count how many ops stay
     * @return the new block, which is in no function yet
     */
    public Block cut(int count) {
        Block rest = new Block();
        List<Op> moved = ops.subList(count, ops.size());
        rest.ops.addAll(moved);
        moved.clear();
        rest.handlers.addAll(handlers);
        handlers.clear();
        rest.terminator = terminator;
        terminator = new Terminator.Jump(new Edge(rest));
        return rest;
    }

    /** Normal edges, then exceptional ones. */
    public List<Edge> successors() {
        if (handlers.isEmpty()) {
            return terminator.edges();
        }
        List<Edge> all = new ArrayList<>(terminator.edges());
        for (Handler handler : handlers) {
            all.add(handler.edge());
        }
        return all;
    }
}
