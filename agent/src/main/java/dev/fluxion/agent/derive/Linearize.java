package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.RuleTable.Treatment;
import dev.fluxion.agent.ir.Arithmetic;
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
import dev.fluxion.agent.ir.NewArray;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Refuse;
import dev.fluxion.agent.ir.ShadowOperation;
import dev.fluxion.agent.ir.StrongScale;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.agent.ir.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Beside every op of a function, the linear ops that carry tangents past it. The result takes the tape first, then the
 * function's parameters, then a tangent (of a float or double) or a shadow (of a reference) for each active one; it returns
 * the function's results, then tangents and shadows of the active ones. Everything the function did, it still does, in the
 * same order. A function that is derived itself has a tape; in forward mode that is the only one, but what is to be transposed takes
 * one more, because its records are taken back in another order than the function's own.
 */
final class Linearize {
    /** Lets our own refusals pass by the program's handlers. */
    static final Invoke RETHROW = Invoke.ofStatic("dev/fluxion/runtime/Refusal", "rethrow", "(Ljava/lang/Throwable;)V");

    private final Function source;
    private final ActivityFacts facts;
    private final RuleTable rules;
    private final boolean toBeTransposed;
    private final boolean hasOwnTape;
    private final TapeDuals tapeDuals;
    private final Function target;
    private final Emitter out;
    private final Map<Value, Value> primals = new HashMap<>();
    /** Tangents of floats, shadows of references. */
    private final Map<Value, Value> duals = new HashMap<>();

    private final Map<Block, Block> blocks = new HashMap<>();
    private Value tape;

    private Linearize(Function source, ActivityFacts facts, RuleTable rules, int level, boolean toBeTransposed) {
        this.source = source;
        this.facts = facts;
        this.rules = rules;
        this.toBeTransposed = toBeTransposed;
        this.hasOwnTape = toBeTransposed || !takesTape(source);
        this.tapeDuals = TapeDuals.of(source, facts, level, toBeTransposed);
        List<Type> results = new ArrayList<>(source.resultTypes());
        for (int i = 0; i < source.resultTypes().size(); i++) {
            if (facts.activity().result(i)) {
                results.add(source.resultTypes().get(i));
            }
        }
        this.target = new Function(source.name(), results);
        this.out = new Emitter(target);
    }

    /** @param level how many transforms made the function */
    static Linearized run(Function source, ActivityFacts facts, RuleTable rules, int level, boolean toBeTransposed) {
        return new Linearize(source, facts, rules, level, toBeTransposed).run();
    }

    private Linearized run() {
        List<Block> order = Flow.of(source).order();
        Set<Block> catchesAll = new HashSet<>();
        for (Block block : order) {
            Block copy = target.addBlock();
            blocks.put(block, copy);
            if (block == source.entry()) {
                entryParameters(copy);
            } else {
                parameters(block, copy);
            }
            for (Handler handler : block.handlers()) {
                boolean all = handler.catchType() == null || handler.catchType().equals("java/lang/Throwable");
                if (all && !Cleanup.rethrows(handler.edge().target())) {
                    catchesAll.add(handler.edge().target());
                }
            }
        }
        for (Block block : order) {
            out.moveTo(blocks.get(block));
            if (catchesAll.contains(block)) {
                out.effect(RETHROW, out.block().parameters().get(0));
                out.split();
            }
            body(block);
        }
        return new Linearized(target, constants(), shadows());
    }

    private Set<Value> shadows() {
        Set<Value> shadows = new HashSet<>();
        for (Value dual : duals.values()) {
            if (dual.type().isReference()) {
                shadows.add(dual);
            }
        }
        return shadows;
    }

    private List<Boolean> constants() {
        List<Boolean> constants = new ArrayList<>();
        if (hasOwnTape) {
            constants.add(false);
        }
        constants.addAll(facts.activity().constants());
        for (int i = 0; i < source.parameters().size(); i++) {
            if (hasDual(source.parameters().get(i), i)) {
                constants.add(facts.activity().constant(i));
            }
        }
        return constants;
    }

    private void entryParameters(Block copy) {
        List<Value> parameters = source.parameters();
        if (hasOwnTape) {
            tape = copy.addParameter(Type.ofDescriptor(Intrinsic.TAPE_DESCRIPTOR), "tape");
        }
        for (Value parameter : parameters) {
            copy.parameters().add(primal(parameter));
        }
        if (tape == null) {
            tape = primals.get(parameters.get(0));
        }
        for (int i = 0; i < parameters.size(); i++) {
            if (hasDual(parameters.get(i), i)) {
                copy.parameters().add(dual(parameters.get(i)));
            }
        }
    }

    // A tape carries tangents in buffers of its own.
    private boolean hasDual(Value parameter, int index) {
        return facts.activity().parameter(index) && !Intrinsic.isTape(parameter);
    }

    /** Whether a function is itself derived, so that its first parameter is the tape. */
    static boolean takesTape(Function function) {
        return !function.parameters().isEmpty()
                && Intrinsic.isTape(function.parameters().get(0));
    }

    private void parameters(Block block, Block copy) {
        for (Value parameter : block.parameters()) {
            copy.parameters().add(primal(parameter));
            if (travels(parameter)) {
                copy.parameters().add(dual(parameter));
            }
        }
    }

    /** Whether the value goes with its dual from block to block. */
    private boolean travels(Value value) {
        return facts.isActive(value) && !tapeDuals.isFoundWhereUsed(value);
    }

    private Value primal(Value value) {
        Value copy = value.fresh();
        primals.put(value, copy);
        return copy;
    }

    /** A new tangent or shadow for an active value. */
    private Value dual(Value value) {
        Value dual = value.type().isReference()
                ? Value.of(value.type(), value.name())
                : Value.linear(value.type(), value.name());
        duals.put(value, dual);
        return dual;
    }

    /** The tangent of a float, zero if inert. */
    private Value tangent(Value value) {
        Value known = duals.get(value);
        return known != null ? known : out.zero(value.type());
    }

    private Value tangentOrNull(Value value) {
        return duals.get(value);
    }

    /** The shadow of a reference, null at run time if it has none. */
    private Value shadow(Value value) {
        if (tapeDuals.isFoundWhereUsed(value)) {
            return tapeDuals.find(out, value, primals);
        }
        Value known = duals.get(value);
        return known != null ? known : out.nullReference();
    }

    private Value dualOrDefault(Value value) {
        return value.type().isReference() ? shadow(value) : tangent(value);
    }

    private void body(Block block) {
        int last = block.ops().size() - 1;
        boolean protectedThrow = !block.handlers().isEmpty() && block.terminator() instanceof Terminator.Throw;
        for (int i = 0; i <= last; i++) {
            Op op = block.ops().get(i);
            out.at(op.position());
            boolean isProtected = i == last
                    && !block.handlers().isEmpty()
                    && !protectedThrow
                    && op.operator().mayThrow();
            op(op, isProtected ? block.handlers() : List.of());
        }
        if (protectedThrow) {
            protect(block.handlers());
        }
        leave(block.terminator());
    }

    private void leave(Terminator terminator) {
        if (terminator instanceof Terminator.Return exit) {
            List<Value> results = new ArrayList<>();
            exit.operands().forEach(result -> results.add(primals.get(result)));
            for (int i = 0; i < exit.operands().size(); i++) {
                if (facts.activity().result(i)) {
                    results.add(dualOrDefault(exit.operands().get(i)));
                }
            }
            out.block().terminate(new Terminator.Return(results));
            return;
        }
        List<Edge> edges = terminator.edges().stream()
                .map(edge -> edge(edge, edge.target().parameters()))
                .toList();
        out.block().terminate(terminator.with(primals::get, edges));
    }

    private Edge edge(Edge edge, List<Value> parameters) {
        List<Value> arguments = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Value argument = edge.arguments().get(i);
            arguments.add(primals.get(argument));
            if (travels(parameters.get(i))) {
                arguments.add(dualOrDefault(argument));
            }
        }
        return new Edge(blocks.get(edge.target()), arguments);
    }

    private void protect(List<Handler> handlers) {
        out.protect(handlers, edge -> {
            List<Value> parameters = edge.target().parameters();
            return edge(edge, parameters.subList(1, parameters.size()));
        });
    }

    private void op(Op op, List<Handler> handlers) {
        if (Intrinsic.of(op) == Intrinsic.TAPE_CURRENT) {
            primals.put(op.result(), tape);
            return;
        }
        Refuse refuse = facts.refusals().get(op);
        if (refuse != null) {
            out.split();
            List<Handler> cleanups = handlers.stream()
                    .filter(handler -> Cleanup.rethrows(handler.edge().target()))
                    .toList();
            protect(cleanups);
            out.effect(refuse);
            out.split();
        }
        if (refuse == null && callActivity(op) != null) {
            derivedCall(op, handlers);
            return;
        }
        protect(handlers);
        Op copy = op.map(primals::get, this::primal);
        out.append(copy);
        if (!handlers.isEmpty()) {
            out.split();
        }
        if (refuse != null) {
            for (Value result : op.results()) {
                if (facts.isActive(result)) {
                    duals.put(result, dualOrDefault(result));
                }
            }
        } else {
            linearPart(op);
        }
    }

    private CallFacts callActivity(Op op) {
        CallFacts call = facts.calls().get(op);
        return call != null && call.refusal() == null && call.activity().any() ? call : null;
    }

    private void derivedCall(Op op, List<Handler> handlers) {
        CallFacts call = facts.calls().get(op);
        Variant callee = op.operator() instanceof InvokeVariant invoke
                ? invoke.variant()
                : new Variant(((Invoke) op.operator()).kind(), ((Invoke) op.operator()).method(), List.of());
        List<Value> operands = new ArrayList<>();
        boolean isPlain = callee.transforms().isEmpty();
        if (toBeTransposed || isPlain) {
            operands.add(tape);
        }
        op.operands().forEach(operand -> operands.add(primals.get(operand)));
        for (int i = 0; i < op.operands().size(); i++) {
            if (call.activity().parameter(i) && !Intrinsic.isTape(op.operand(i))) {
                operands.add(dualOrDefault(op.operand(i)));
            }
        }
        List<Value> results = new ArrayList<>();
        op.results().forEach(result -> results.add(primal(result)));
        for (int i = 0; i < op.results().size(); i++) {
            if (call.activity().result(i)) {
                results.add(dual(op.results().get(i)));
            }
        }
        protect(handlers);
        out.append(new Op(
                new InvokeVariant(
                        callee.then(
                                isPlain || !toBeTransposed ? Variant.Kind.JVP : Variant.Kind.LINEAR, call.activity()),
                        true),
                operands,
                results,
                op.position()));
        if (!handlers.isEmpty()) {
            out.split();
        }
        for (Value result : op.results()) {
            if (facts.isActive(result) && !duals.containsKey(result)) {
                duals.put(result, dualOrDefault(result));
            }
        }
    }

    private void linearPart(Op op) {
        if (op.operator() instanceof Arithmetic arithmetic) {
            if (facts.isActive(op.result())) {
                Value b = op.operands().size() < 2 ? null : op.operand(1);
                Value tangent = ArithmeticTangent.emit(
                        out,
                        arithmetic,
                        primals.get(op.result()),
                        primals.get(op.operand(0)),
                        b == null ? null : primals.get(b),
                        tangentOrNull(op.operand(0)),
                        b == null ? null : tangentOrNull(b));
                duals.put(op.result(), tangent);
            }
        } else if (op.operator() instanceof StrongScale) {
            strongScale(op);
        } else if (op.operator() instanceof ArrayLoad load) {
            arrayLoad(op, load);
        } else if (op.operator() instanceof ArrayStore store) {
            arrayStore(op, store);
        } else if (op.operator() instanceof CheckCast cast) {
            if (facts.isActive(op.result())) {
                duals.put(op.result(), out.value(cast, cast.target(), shadow(op.operand(0))));
            }
        } else if (op.operator() instanceof NewArray allocation) {
            if (facts.isActive(op.result())) {
                Value[] lengths = op.operands().stream().map(primals::get).toArray(Value[]::new);
                duals.put(op.result(), out.value(allocation, allocation.arrayType(), lengths));
            }
        } else if (op.operator() instanceof ShadowOperation operation) {
            shadowOperation(op, operation);
        } else if (op.operator() instanceof Invoke invoke) {
            invoke(op, invoke);
        }
    }

    // d(a g) = g da + a dg, where a zero of the guard g makes the product zero, so also its coefficient in dg's place.
    private void strongScale(Op op) {
        if (!facts.isActive(op.result())) {
            return;
        }
        Type type = op.result().type();
        Value da = tangentOrNull(op.operand(0));
        Value dg = tangentOrNull(op.operand(1));
        Value first = da == null ? null : out.linear(new StrongScale(type), type, da, primals.get(op.operand(1)));
        Value second = dg == null ? null : out.linear(new StrongScale(type), type, primals.get(op.operand(0)), dg);
        duals.put(op.result(), first == null ? second : second == null ? first : out.add(first, second));
    }

    private void arrayLoad(Op op, ArrayLoad load) {
        if (!facts.isActive(op.result())) {
            return;
        }
        Value shadow = shadow(op.operand(0));
        Value index = primals.get(op.operand(1));
        Type type = op.result().type();
        duals.put(
                op.result(),
                load.element() == Element.REFERENCE
                        ? out.value(load, type, shadow, index)
                        : out.linear(load, type, shadow, index));
    }

    private void arrayStore(Op op, ArrayStore store) {
        Value array = op.operand(0);
        if (facts.isActive(array)) {
            Value stored = op.operand(2);
            if (store.element() == Element.REFERENCE || stored.type().isFloating()) {
                Value dual = dualOrDefault(stored);
                out.effect(store, shadow(array), primals.get(op.operand(1)), dual);
            }
        }
    }

    // Bulk operations on shadows are linear in the arrays' contents: their tangents pass by the same operation.
    private void shadowOperation(Op op, ShadowOperation operation) {
        if (!facts.isActive(op.operand(0))) {
            return;
        }
        List<Value> operands = new ArrayList<>();
        for (Value operand : op.operands()) {
            boolean tangent = operand.type().isReference() || operand.type().isFloating();
            operands.add(tangent ? dualOrDefault(operand) : primals.get(operand));
        }
        List<Value> results = op.results().stream().map(this::dual).toList();
        out.append(new Op(
                new ShadowOperation(operation.kind(), operation.type(), true), operands, results, op.position()));
    }

    private void tapeBuffer(Op op) {
        if (!op.results().isEmpty() && travels(op.result())) {
            duals.put(op.result(), tapeDuals.beside(out, op, primals, this::shadow));
        }
    }

    private void invoke(Op op, Invoke invoke) {
        if (Intrinsic.isOfTape(invoke)) {
            tapeBuffer(op);
        } else if (Intrinsic.of(op) != Intrinsic.NONE) {
            Value dual = IntrinsicTangent.emit(out, op, facts, primals, this::dualOrDefault);
            if (dual != null) {
                duals.put(op.result(), dual);
            }
        } else if (rules.treatment(invoke.method()) == Treatment.RULE && facts.isActive(op.result())) {
            RuleTable.Rule rule = rules.rule(invoke.method());
            List<Value> arguments = new ArrayList<>();
            op.operands().forEach(operand -> arguments.add(primals.get(operand)));
            if (rule.takesResult()) {
                arguments.add(primals.get(op.result()));
            }
            for (Value operand : op.operands()) {
                if (operand.type().isFloating()) {
                    arguments.add(tangent(operand));
                }
            }
            duals.put(op.result(), RuleInlining.inline(out, rule.function(), arguments));
        }
    }
}
