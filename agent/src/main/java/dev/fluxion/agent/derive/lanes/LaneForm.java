package dev.fluxion.agent.derive.lanes;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.derive.activity.ShadowTypes;
import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.derive.graph.Linearized;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.NewArray;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.ShadowOperation;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
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
public final class LaneForm {
    static final String ROWS = "dev/fluxion/runtime/Rows";

    private final Function source;
    private final Set<Value> shadows;
    private final Function target;
    private final Emitter out;
    private final Map<Value, Value> values = new HashMap<>();
    private final Map<Block, Block> blocks = new HashMap<>();
    /** How many lanes, if the code is for one number of them; else 0. */
    private final int count;

    private Value lanes;
    private Value lane;

    private LaneForm(Linearized linearized, int count) {
        this.count = count;
        this.source = linearized.function();
        this.shadows = linearized.shadows();
        this.target = new Function(source.name(), resultTypes());
        this.out = new Emitter(target);
    }

    /**
     * Consumes the linearized function of one that takes no derivative by reverse mode.
     *
     * @param count how many lanes there will be, 0 if that is not known; they are passed all the same
     */
    public static Linearized run(Linearized linearized, int count) {
        LaneForm pass = new LaneForm(linearized, count);
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
                        .add(
                                entersAsRow
                                        ? Value.of(ShadowTypes.row(parameter.type()), parameter.name())
                                        : value(parameter));
            }
        }
        Block entry = blocks.get(source.entry());
        lanes = entry.addParameter(Type.INT, "lanes");
        lane = entry.addParameter(Type.INT, "lane");
        for (Block block : order) {
            out.moveTo(blocks.get(block));
            if (block == source.entry()) {
                lanes = count == 0 ? lanes : out.constant(count);
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
            if (block.terminator().kind() == Terminator.Kind.RETURN) {
                for (int i = 0; i < types.size(); i++) {
                    Value result = block.terminator().operands().get(i);
                    if (result.isLinear()) {
                        types.set(i, ShadowTypes.row(result.type()));
                    } else if (shadows.contains(result)) {
                        types.set(i, ShadowTypes.inLanes(source.resultTypes().get(i)));
                    }
                }
            }
        }
        return types;
    }

    private Value value(Value value) {
        return values.computeIfAbsent(
                value, v -> shadows.contains(v) ? Value.of(ShadowTypes.inLanes(v.type()), v.name()) : v);
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
        List<Edge> edges = terminator.edges().stream().map(this::edge).toList();
        out.block()
                .terminate(
                        switch (terminator.kind()) {
                            case RETURN -> new Terminator.Return(rows(terminator.operands()));
                            case JUMP, BRANCH, SWITCH, THROW -> terminator.with(this::value, edges);
                        });
    }

    /** Values that leave: tangents in rows of their own. */
    private List<Value> rows(List<Value> leaving) {
        List<Value> rows = new ArrayList<>();
        for (Value value : leaving) {
            rows.add(value.isLinear() ? newRow(value) : value(value));
        }
        return rows;
    }

    private Edge edge(Edge edge) {
        return new Edge(
                blocks.get(edge.target()),
                edge.arguments().stream().map(this::value).toList());
    }

    private Done append(Op op, List<Handler> handlers) {
        out.protect(handlers, this::edge);
        out.append(op);
        if (!handlers.isEmpty()) {
            out.split();
        }
        return DONE;
    }

    private Done op(Op op, List<Handler> handlers) {
        return switch (op.kind()) {
            case INVOKE_VARIANT ->
                op.isLinearCall() ? call(op, (InvokeVariant) op.operator(), handlers) : copy(op, handlers);
            case ARRAY_LOAD -> op.result().isLinear() ? load(op, (ArrayLoad) op.operator()) : copy(op, handlers);
            case ARRAY_STORE -> store(op, (ArrayStore) op.operator(), handlers);
            case SHADOW_OPERATION -> shadowOperation(op, (ShadowOperation) op.operator());
            case ARITHMETIC, CONSTANT, STRONG_SCALE, STRONG_RATIO -> copy(op, handlers);
            // There are none in the linear part.
            case ARRAY_LENGTH, NEW_ARRAY, NEW_OBJECT, FIELD_GET, FIELD_PUT -> copy(op, handlers);
            case INVOKE, INVOKE_DYNAMIC, CHECK_CAST, INSTANCE_OF, MONITOR, REFUSE -> copy(op, handlers);
        };
    }

    private Done copy(Op op, List<Handler> handlers) {
        Op copy = op.map(this::value, this::value);
        return append(op.results().stream().anyMatch(shadows::contains) ? ofShadow(op, copy) : copy, handlers);
    }

    private Done load(Op op, ArrayLoad load) {
        Value row = row(op, load.element());
        out.append(new Op(load, List.of(row, lane), List.of(value(op.result())), op.position()));
        return DONE;
    }

    private Done store(Op op, ArrayStore store, List<Handler> handlers) {
        if (store.element() == Element.REFERENCE || !shadows.contains(op.operand(0))) {
            return copy(op, handlers);
        }
        out.effect(store, row(op, store.element()), lane, value(op.operand(2)));
        return DONE;
    }

    /** The row of the element that an op loads or stores. */
    private Value row(Op op, Element element) {
        Value shadow = value(op.operand(0));
        Type type = ShadowTypes.row(element == Element.FLOAT ? Type.FLOAT : Type.DOUBLE);
        return out.value(new ArrayLoad(Element.REFERENCE), type, shadow, op.operand(1));
    }

    /** An op whose result is a shadow. */
    private Op ofShadow(Op op, Op copy) {
        return switch (op.kind()) {
            case NEW_ARRAY -> newArray((NewArray) op.operator(), copy);
            case CHECK_CAST -> {
                Type target = ShadowTypes.inLanes(((CheckCast) op.operator()).target());
                yield new Op(new CheckCast(target), copy.operands(), copy.results(), copy.position());
            }
            case INVOKE -> call((Invoke) op.operator(), copy);
            // A null, an element of a shadow, or what a derivative made.
            case CONSTANT, ARRAY_LOAD, INVOKE_VARIANT -> copy;
            case ARITHMETIC, ARRAY_STORE, ARRAY_LENGTH, NEW_OBJECT, FIELD_GET, FIELD_PUT -> throw noShadow(op);
            case INVOKE_DYNAMIC, INSTANCE_OF, MONITOR, REFUSE -> throw noShadow(op);
            case STRONG_SCALE, STRONG_RATIO, SHADOW_OPERATION -> throw noShadow(op);
        };
    }

    private static IllegalStateException noShadow(Op op) {
        return new IllegalStateException(
                "no shadow is given by " + op.operator().text());
    }

    private Op newArray(NewArray allocation, Op copy) {
        List<Value> lengths = new ArrayList<>(copy.operands());
        Type type = allocation.arrayType();
        if (!ShadowTypes.inLanes(type).equals(type)
                && lengths.size() == type.descriptor().length() - 1) {
            lengths.add(lanes);
        }
        return new Op(new NewArray(ShadowTypes.inLanes(type)), lengths, copy.results(), copy.position());
    }

    private static Op call(Invoke invoke, Op copy) {
        MethodReference method = invoke.method();
        if (!method.owner().startsWith("[")) {
            return copy;
        }
        String owner = ShadowTypes.inLanes(Type.ofInternalName(method.owner())).internalName();
        MethodReference ofRows = new MethodReference(owner, method.name(), method.descriptor(), method.isInterface());
        return new Op(new Invoke(invoke.kind(), ofRows), copy.operands(), copy.results(), copy.position());
    }

    private Done call(Op op, InvokeVariant call, List<Handler> handlers) {
        List<Value> operands = rows(op.operands());
        operands.add(lanes);
        Map<Value, Value> rows = new HashMap<>();
        List<Value> results = new ArrayList<>();
        for (Value result : op.results()) {
            if (result.isLinear()) {
                rows.put(result, Value.of(ShadowTypes.row(result.type()), result.name()));
            }
            results.add(result.isLinear() ? rows.get(result) : value(result));
        }
        Variant chunk = call.variant().instead(Variant.Kind.CHUNK, count);
        append(new Op(new InvokeVariant(chunk, false), operands, results, op.position()), handlers);
        op.results().stream().filter(Value::isLinear).forEach(result -> take(rows.get(result), result));
        return DONE;
    }

    /** Takes this lane's tangent from a row. */
    private void take(Value row, Value tangent) {
        Element element = Element.of(row.type());
        out.append(new Op(new ArrayLoad(element), List.of(row, lane), List.of(value(tangent)), out.position()));
    }

    /** A new row of what a linear value is in every lane. */
    private Value newRow(Value tangent) {
        Type type = ShadowTypes.row(tangent.type());
        Value row = out.value(new NewArray(type), type, lanes);
        out.effect(new ArrayStore(Element.of(type)), row, lane, value(tangent));
        return row;
    }

    private Done shadowOperation(Op op, ShadowOperation operation) {
        List<Value> operands = rows(op.operands());
        String rows = "[[" + operation.type();
        Invoke call = switch (operation.kind()) {
            case COPY -> Invoke.ofStatic(ROWS, "copy", "(" + rows + "I" + rows + "II)V");
            case FILL -> Invoke.ofStatic(ROWS, "fill", "(" + rows + "II[" + operation.type() + ")V");
            case PERMUTE -> Invoke.ofStatic(ROWS, "permute", "(" + rows + "I[I)V");
            case COPY_TRANSPOSED, FILL_TRANSPOSED, PERMUTE_TRANSPOSED, ADD ->
                throw new IllegalStateException("no rows of " + operation.text());
        };
        out.append(new Op(call, operands, List.of(), op.position()));
        return DONE;
    }
}
