package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.InstanceOf;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.NullCheck;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the fields of a web's objects in the place of the objects: a value for each field that is read. */
final class FieldValues {
    private final Function function;
    private final ObjectWebs.Web web;
    private final ObjectClasses classes;
    private final Set<FieldReference> fields = new LinkedHashSet<>();
    private final Substitution substitution = new Substitution();
    private final Map<Block, Map<Value, Map<FieldReference, Value>>> atEnd = new HashMap<>();
    /** By block, the objects whose fields it takes as parameters, each with these parameters; of its own parameters and of others. */
    private final Map<Block, Map<Value, Map<FieldReference, Value>>> taken = new HashMap<>();

    private FieldValues(Function function, ObjectWebs.Web web, ObjectClasses classes) {
        this.function = function;
        this.web = web;
        this.classes = classes;
    }

    /** Works in place. What can no longer be reached is left. */
    static void run(Function function, ObjectWebs.Web web, ObjectClasses classes) {
        new FieldValues(function, web, classes).run();
    }

    private void run() {
        dropCasts();
        findFields();
        Flow flow = Flow.ofReachable(function);
        Liveness liveness = Liveness.of(flow, web.values());
        for (Block block : flow.order()) {
            Map<Value, Map<FieldReference, Value>> state = start(block, flow, liveness);
            rewrite(block, state);
            atEnd.put(block, state);
        }
        for (Block block : flow.order()) {
            block.replaceEdges(edge -> passed(edge, atEnd.get(block)));
        }
        for (Block block : flow.order()) {
            block.parameters().removeIf(web.values()::contains);
            taken.get(block).values().forEach(values -> block.parameters().addAll(values.values()));
        }
        substitution.apply(function);
    }

    private void dropCasts() {
        Substitution casts = new Substitution();
        for (Block block : function.blocks()) {
            block.ops().removeIf(op -> {
                boolean isCast = (op.operator() instanceof CheckCast || NullCheck.isIdentity(op))
                        && web.values().contains(op.operand(0));
                if (isCast) {
                    casts.replace(op.result(), op.operand(0));
                }
                return isCast;
            });
        }
        casts.apply(function);
    }

    private void findFields() {
        if (Boxes.isBox(web.className())) {
            fields.add(Boxes.number(web.className()));
        }
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                if (op.operator() instanceof FieldGet get && isOfWeb(op)) {
                    fields.add(classes.field(web.className(), get.field()));
                }
            }
        }
    }

    private boolean isOfWeb(Op op) {
        return !op.operands().isEmpty() && web.values().contains(op.operand(0));
    }

    /** The fields of the objects that are known where a block starts. */
    private Map<Value, Map<FieldReference, Value>> start(Block block, Flow flow, Liveness liveness) {
        Map<Value, Map<FieldReference, Value>> state = new HashMap<>();
        Map<Value, Map<FieldReference, Value>> parameters = new LinkedHashMap<>();
        for (Value parameter : block.parameters()) {
            if (web.values().contains(parameter)) {
                parameters.put(parameter, fresh());
            }
        }
        List<Flow.Incoming> incoming = flow.incoming(block);
        for (Value known : web.values()) {
            if (liveness.atStart(block).contains(known)) {
                if (incoming.size() == 1) {
                    state.put(
                            known,
                            new HashMap<>(atEnd.get(incoming.get(0).source()).get(known)));
                } else {
                    parameters.put(known, fresh());
                }
            }
        }
        parameters.forEach((object, values) -> state.put(object, new HashMap<>(values)));
        taken.put(block, parameters);
        return state;
    }

    private Map<FieldReference, Value> fresh() {
        Map<FieldReference, Value> values = new LinkedHashMap<>();
        fields.forEach(field -> values.put(field, Value.of(Type.ofDescriptor(field.descriptor()), field.name())));
        return values;
    }

    private void rewrite(Block block, Map<Value, Map<FieldReference, Value>> state) {
        List<Op> before = List.copyOf(block.ops());
        block.ops().clear();
        for (Op op : before) {
            if (op.operator() instanceof NewObject && web.values().contains(op.result())) {
                if (classes.isInitialized(web.className())) {
                    block.ops().add(op);
                }
                state.put(op.result(), nothing(block, op.position()));
            } else if (op.operator() instanceof FieldGet
                    && op.operands().isEmpty()
                    && web.values().contains(op.result())) {
                block.ops().add(op);
                state.put(op.result(), read(op, block));
            } else if (Boxes.made(op) != null && web.values().contains(op.result())) {
                state.put(op.result(), new HashMap<>(Map.of(Boxes.number(web.className()), op.operand(0))));
            } else if (isOfWeb(op)) {
                access(op, block, state.get(op.operand(0)));
            } else {
                block.ops().add(op);
            }
        }
        if (block.terminator() instanceof Terminator.Branch branch
                && (web.values().contains(branch.left()) || web.values().contains(branch.right()))) {
            boolean isSame = branch.comparison() == Comparison.SAME;
            block.terminate(new Terminator.Jump(isSame ? branch.otherwise() : branch.then())); // not null
        }
    }

    private Map<FieldReference, Value> nothing(Block block, Position position) {
        Map<FieldReference, Value> values = new HashMap<>();
        for (FieldReference field : fields) {
            Type type = Type.ofDescriptor(field.descriptor());
            values.put(field, block.append(Constant.nothing(type), type, position));
        }
        return values;
    }

    /** The fields of an object that others see too. */
    private Map<FieldReference, Value> read(Op constant, Block block) {
        Map<FieldReference, Value> values = new HashMap<>();
        for (FieldReference field : fields) {
            Type type = Type.ofDescriptor(field.descriptor());
            values.put(field, block.append(new FieldGet(field, false), type, constant.position(), constant.result()));
        }
        return values;
    }

    private void access(Op op, Block block, Map<FieldReference, Value> values) {
        if (op.operator() instanceof FieldGet get) {
            substitution.replace(op.result(), values.get(classes.field(web.className(), get.field())));
        } else if (op.operator() instanceof FieldPut put) {
            FieldReference field = classes.field(web.className(), put.field());
            if (fields.contains(field)) {
                values.put(field, asStored(op.operand(1), field, block, op.position()));
            }
        } else if (op.operator() instanceof InstanceOf test) {
            boolean holds = classes.isInstance(web.className(), test.target());
            block.ops().add(new Op(Constant.of(holds ? 1 : 0), List.of(), op.results(), op.position()));
        } else if (Boxes.isBox(web.className()) && Boxes.isTaken(op, web.className())) {
            take(op, block, values.get(Boxes.number(web.className())));
        } else if (!NullCheck.is(op)) {
            throw new IllegalStateException("an object that was to be left out is used by "
                    + op.operator().text());
        }
    }

    private void take(Op op, Block block, Value number) {
        Arithmetic conversion = Boxes.conversion(op, web.className());
        if (conversion == null) {
            substitution.replace(op.result(), number);
        } else {
            block.ops().add(new Op(conversion, List.of(number), op.results(), op.position()));
        }
    }

    /** What a field of less than an int keeps of an int. */
    private static Value asStored(Value value, FieldReference field, Block block, Position position) {
        return switch (field.descriptor().charAt(0)) {
            case 'B' -> block.append(Arithmetic.I2B, Type.INT, position, value);
            case 'S' -> block.append(Arithmetic.I2S, Type.INT, position, value);
            case 'C' -> block.append(Arithmetic.I2C, Type.INT, position, value);
            case 'Z' -> {
                Value one = block.append(Constant.of(1), Type.INT, position);
                yield block.append(Arithmetic.IAND, Type.INT, position, value, one);
            }
            default -> value;
        };
    }

    private Edge passed(Edge edge, Map<Value, Map<FieldReference, Value>> state) {
        Map<Value, Map<FieldReference, Value>> wanted = taken.get(edge.target());
        List<Value> parameters = edge.target().parameters();
        int first = edge.firstParameter();
        List<Value> arguments = new ArrayList<>();
        Map<Value, Value> objects = new HashMap<>();
        for (int i = 0; i < edge.arguments().size(); i++) {
            Value parameter = parameters.get(first + i);
            if (web.values().contains(parameter)) {
                objects.put(parameter, edge.arguments().get(i));
            } else {
                arguments.add(edge.arguments().get(i));
            }
        }
        wanted.forEach((object, values) -> {
            Map<FieldReference, Value> current = state.get(objects.getOrDefault(object, object));
            values.keySet().forEach(field -> arguments.add(current.get(field)));
        });
        return new Edge(edge.target(), arguments);
    }
}
