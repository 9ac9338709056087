package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.ArrayLoad;
import dev.fluxion.agent.ir.ArrayStore;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.CheckCast;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Element;
import dev.fluxion.agent.ir.Flow;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Invoke;
import dev.fluxion.agent.ir.InvokeVariant;
import dev.fluxion.agent.ir.MethodReference;
import dev.fluxion.agent.ir.NewArray;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.ShadowOperation;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.agent.ir.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From one tangent to one of many. In what is returned a linear value is the tangent of one lane, as before, but a tangent that
 * enters, leaves, or is held by a shadow is an element of a row, which has one for each lane. Two parameters come last: the number
 * of lanes, and the lane. {@link LaneLoops} takes the second away.
 */
final class LaneForm {
    static final String ROWS = "dev/fluxion/runtime/Rows";

    private final Function source;
    private final Set<Value> shadows;
    private final Function target;
    private final Emitter out;
    private final Map<Value, Value> values = new HashMap<>();
    private final Map<Block, Block> blocks = new HashMap<>();
    private Value lanes;
    private Value lane;

    private LaneForm(Linearized linearized) {
        this.source = linearized.function();
        this.shadows = linearized.shadows();
        this.target = new Function(source.name(), resultTypes());
        this.out = new Emitter(target);
    }

    /** Consumes the linearized function of one that takes no derivative by reverse mode. */
    static Linearized run(Linearized linearized) {
        LaneForm pass = new LaneForm(linearized);
        pass.run();
        List<Boolean> constants = new ArrayList<>(linearized.constants());
        constants.add(false);
        constants.add(false);
        return new Linearized(pass.target, constants, linearized.shadows(), linearized.shadowed());
    }

    private void run() {
        List<Block> order = Flow.of(source).order();
        for (Block block : order) {
            Block copy = target.addBlock();
            blocks.put(block, copy);
            boolean isEntry = block == source.entry();
            for (Value parameter : block.parameters()) {
                boolean entersAsRow = isEntry && parameter.isLinear();
                copy.parameters()
                        .add(entersAsRow ? Value.of(rowOf(parameter.type()), parameter.name()) : value(parameter));
            }
        }
        Block entry = blocks.get(source.entry());
        lanes = entry.addParameter(Type.INT, "lanes");
        lane = entry.addParameter(Type.INT, "lane");
        for (Block block : order) {
            out.moveTo(blocks.get(block));
            if (block == source.entry()) {
                for (int i = 0; i < source.parameters().size(); i++) {
                    if (source.parameters().get(i).isLinear()) {
                        take(entry.parameters().get(i), source.parameters().get(i));
                    }
                }
            }
            body(block);
        }
    }

    // The results after the program's own are duals.
    private List<Type> resultTypes() {
        List<Type> types = new ArrayList<>(source.resultTypes());
        for (Block block : source.blocks()) {
            if (block.terminator() instanceof Terminator.Return exit) {
                for (int i = 0; i < types.size(); i++) {
                    Value result = exit.operands().get(i);
                    if (result.isLinear()) {
                        types.set(i, rowOf(result.type()));
                    } else if (shadows.contains(result)) {
                        types.set(i, lifted(source.resultTypes().get(i)));
                    }
                }
            }
        }
        return types;
    }

    /** The type of a row of tangents. */
    private static Type rowOf(Type type) {
        return Type.ofDescriptor("[" + type.descriptor());
    }

    /** The type of a shadow, by that of its primal. */
    private static Type lifted(Type type) {
        String leaf = type.descriptor().substring(type.descriptor().lastIndexOf('[') + 1);
        return type.isArray() && (leaf.equals("D") || leaf.equals("F"))
                ? Type.ofDescriptor("[" + type.descriptor())
                : type;
    }

    private Value value(Value value) {
        return values.computeIfAbsent(value, v -> shadows.contains(v) ? Value.of(lifted(v.type()), v.name()) : v);
    }

    private void body(Block block) {
        int last = block.ops().size() - 1;
        boolean isProtected = !block.handlers().isEmpty();
        for (int i = 0; i <= last; i++) {
            Op op = block.ops().get(i);
            out.at(op.position());
            op(op, isProtected && i == last && op.operator().mayThrow() ? block.handlers() : List.of());
        }
        if (block.terminator() instanceof Terminator.Throw) {
            out.protect(block.handlers(), this::edge);
        }
        leave(block.terminator());
    }

    private void leave(Terminator terminator) {
        if (terminator instanceof Terminator.Return exit) {
            List<Value> results = new ArrayList<>();
            for (Value result : exit.operands()) {
                results.add(result.isLinear() ? newRow(result) : value(result));
            }
            out.block().terminate(new Terminator.Return(results));
            return;
        }
        out.block()
                .terminate(terminator.with(
                        this::value, terminator.edges().stream().map(this::edge).toList()));
    }

    private Edge edge(Edge edge) {
        return new Edge(
                blocks.get(edge.target()),
                edge.arguments().stream().map(this::value).toList());
    }

    private void append(Op op, List<Handler> handlers) {
        out.protect(handlers, this::edge);
        out.append(op);
        if (!handlers.isEmpty()) {
            out.split();
        }
    }

    private void op(Op op, List<Handler> handlers) {
        if (op.operator() instanceof InvokeVariant call && call.linear()) {
            call(op, call, handlers);
        } else if (op.operator() instanceof ArrayLoad && op.result().isLinear()) {
            out.append(new Op(op.operator(), List.of(row(op), lane), List.of(value(op.result())), op.position()));
        } else if (op.operator() instanceof ArrayStore store
                && store.element() != Element.REFERENCE
                && shadows.contains(op.operand(0))) {
            out.effect(store, row(op), lane, value(op.operand(2)));
        } else if (op.operator() instanceof ShadowOperation operation) {
            shadowOperation(op, operation);
        } else {
            Op copy = op.map(this::value, this::value);
            if (op.results().stream().anyMatch(shadows::contains)) {
                copy = ofShadow(op, copy);
            }
            append(copy, handlers);
        }
    }

    /** The row of the element that an op loads or stores. */
    private Value row(Op op) {
        Value shadow = value(op.operand(0));
        Type type = rowOf(
                ((op.operator() instanceof ArrayLoad load ? load.element() : ((ArrayStore) op.operator()).element())
                                == Element.FLOAT)
                        ? Type.FLOAT
                        : Type.DOUBLE);
        return out.value(new ArrayLoad(Element.REFERENCE), type, shadow, op.operand(1));
    }

    /** An op whose result is a shadow. */
    private Op ofShadow(Op op, Op copy) {
        if (op.operator() instanceof NewArray allocation) {
            List<Value> lengths = new ArrayList<>(copy.operands());
            Type type = allocation.arrayType();
            if (!lifted(type).equals(type)
                    && lengths.size() == type.descriptor().length() - 1) {
                lengths.add(lanes);
            }
            return new Op(new NewArray(lifted(type)), lengths, copy.results(), copy.position());
        }
        if (op.operator() instanceof CheckCast cast) {
            return new Op(new CheckCast(lifted(cast.target())), copy.operands(), copy.results(), copy.position());
        }
        if (op.operator() instanceof Invoke invoke && invoke.method().owner().startsWith("[")) {
            MethodReference method = invoke.method();
            String owner = lifted(Type.ofInternalName(method.owner())).internalName();
            MethodReference ofRows =
                    new MethodReference(owner, method.name(), method.descriptor(), method.isInterface());
            return new Op(new Invoke(invoke.kind(), ofRows), copy.operands(), copy.results(), copy.position());
        }
        return copy;
    }

    private void call(Op op, InvokeVariant call, List<Handler> handlers) {
        List<Value> operands = new ArrayList<>();
        for (Value operand : op.operands()) {
            operands.add(operand.isLinear() ? newRow(operand) : value(operand));
        }
        operands.add(lanes);
        Map<Value, Value> rows = new HashMap<>();
        List<Value> results = new ArrayList<>();
        for (Value result : op.results()) {
            if (result.isLinear()) {
                rows.put(result, Value.of(rowOf(result.type()), result.name()));
            }
            results.add(result.isLinear() ? rows.get(result) : value(result));
        }
        Variant chunk = call.variant().instead(Variant.Kind.CHUNK, 0);
        append(new Op(new InvokeVariant(chunk, false), operands, results, op.position()), handlers);
        op.results().stream().filter(Value::isLinear).forEach(result -> take(rows.get(result), result));
    }

    /** Takes this lane's tangent from a row. */
    private void take(Value row, Value tangent) {
        Element element = Element.of(row.type());
        out.append(new Op(new ArrayLoad(element), List.of(row, lane), List.of(value(tangent)), out.position()));
    }

    /** A new row of what a linear value is in every lane. */
    private Value newRow(Value tangent) {
        Type type = rowOf(tangent.type());
        Value row = out.value(new NewArray(type), type, lanes);
        out.effect(new ArrayStore(Element.of(type)), row, lane, value(tangent));
        return row;
    }

    private void shadowOperation(Op op, ShadowOperation operation) {
        List<Value> operands = new ArrayList<>();
        for (Value operand : op.operands()) {
            operands.add(operand.isLinear() ? newRow(operand) : value(operand));
        }
        String rows = "[[" + operation.type();
        Invoke call = switch (operation.kind()) {
            case COPY -> Invoke.ofStatic(ROWS, "copy", "(" + rows + "I" + rows + "II)V");
            case FILL -> Invoke.ofStatic(ROWS, "fill", "(" + rows + "II[" + operation.type() + ")V");
            case PERMUTE -> Invoke.ofStatic(ROWS, "permute", "(" + rows + "I[I)V");
            default -> throw new IllegalStateException("no rows of " + operation.text());
        };
        out.append(new Op(call, operands, List.of(), op.position()));
    }
}
