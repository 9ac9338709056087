package dev.fluxion.agent.derive.linearize;

import dev.fluxion.agent.derive.activity.ActivityFacts;
import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.derive.activity.Receivers;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.activity.ShadowTypes;
import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.derive.graph.Linearized;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.NullCheck;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Refuse;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
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
public final class Linearize {
    private static final Invoke REQUIRE_NOT_OVERRIDDEN = Invoke.ofStatic(
            Intrinsic.OVERRIDING, "requireNone", "(Ljava/lang/Object;Ljava/lang/String;Ljava/lang/String;)V");

    private static final Type TEXT = Type.ofInternalName("java/lang/String");
    private static final Invoke COPY =
            Invoke.ofStatic(Intrinsic.UNWRITTEN, "copy", "(Ljava/lang/Object;)Ljava/lang/Object;");
    private static final Invoke REQUIRE_UNWRITTEN = Invoke.ofStatic(
            Intrinsic.UNWRITTEN,
            "require",
            "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/String;Ljava/lang/String;)V");

    private final Function source;
    private final ActivityFacts facts;
    private final boolean toBeTransposed;
    private final boolean hasOwnTape;
    private final Function target;
    private final Emitter out;
    private final Duals duals;
    private final LinearPart linearPart;
    private final Map<Block, Block> blocks = new HashMap<>();
    private Value tape;

    private Linearize(Function source, ActivityFacts facts, RuleTable rules, int level, boolean toBeTransposed) {
        this.source = source;
        this.facts = facts;
        this.toBeTransposed = toBeTransposed;
        this.hasOwnTape = toBeTransposed || !takesTape(source);
        List<Type> results = new ArrayList<>(source.resultTypes());
        for (int i = 0; i < source.resultTypes().size(); i++) {
            if (facts.activity().result(i)) {
                results.add(source.resultTypes().get(i));
            }
        }
        this.target = new Function(source.name(), results);
        this.out = new Emitter(target);
        this.duals = new Duals(source, facts, out, level, toBeTransposed);
        this.linearPart = new LinearPart(out, facts, rules, duals);
    }

    /**
     * The function with its linear part beside it.
     *
     * @param level how many transforms made the function
     */
    public static Linearized run(
            Function source, ActivityFacts facts, RuleTable rules, int level, boolean toBeTransposed) {
        return new Linearize(source, facts, rules, level, toBeTransposed).run();
    }

    private Linearized run() {
        List<Block> order = Flow.of(source).order();
        Set<Block> rethrowing = new HashSet<>();
        for (Block block : order) {
            Block copy = target.addBlock();
            blocks.put(block, copy);
            if (block == source.entry()) {
                entryParameters(copy);
            } else {
                parameters(block, copy);
            }
            for (Handler handler : block.handlers()) {
                if (Rethrow.isNeeded(handler)) {
                    rethrowing.add(handler.edge().target());
                }
            }
        }
        for (Block block : order) {
            out.moveTo(blocks.get(block));
            if (rethrowing.contains(block)) {
                Value exception = out.block().parameters().get(0);
                Rethrow.begin(out.block(), exception, Rethrow.place(block, source.name()));
                out.split();
            }
            body(block);
        }
        return new Linearized(target, constants(), duals.shadows(), duals.shadowed());
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
            copy.parameters().add(duals.addPrimal(parameter));
        }
        if (tape == null) {
            tape = duals.primal(parameters.get(0));
        }
        for (int i = 0; i < parameters.size(); i++) {
            if (hasDual(parameters.get(i), i)) {
                copy.parameters().add(duals.add(parameters.get(i)));
            }
        }
    }

    // A tape carries tangents in buffers of its own.
    private boolean hasDual(Value parameter, int index) {
        return facts.activity().parameter(index) && !Intrinsic.isTape(parameter);
    }

    /** Whether a function is itself derived, so that its first parameter is the tape. */
    public static boolean takesTape(Function function) {
        return !function.parameters().isEmpty()
                && Intrinsic.isTape(function.parameters().get(0));
    }

    private void parameters(Block block, Block copy) {
        for (Value parameter : block.parameters()) {
            copy.parameters().add(duals.addPrimal(parameter));
            if (duals.travels(parameter)) {
                copy.parameters().add(duals.add(parameter));
            }
        }
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
        out.block()
                .terminate(
                        switch (terminator.kind()) {
                            case RETURN -> new Terminator.Return(results(terminator.operands()));
                            case JUMP, BRANCH, SWITCH, THROW -> terminator.with(duals::primal, edges(terminator));
                        });
    }

    private List<Value> results(List<Value> returned) {
        List<Value> results = new ArrayList<>();
        returned.forEach(result -> results.add(duals.primal(result)));
        for (int i = 0; i < returned.size(); i++) {
            if (facts.activity().result(i)) {
                results.add(duals.get(returned.get(i)));
            }
        }
        return results;
    }

    private List<Edge> edges(Terminator terminator) {
        List<Edge> edges = new ArrayList<>();
        for (Edge edge : terminator.edges()) {
            edges.add(edge(edge, edge.target().parameters()));
        }
        return edges;
    }

    private Edge edge(Edge edge, List<Value> parameters) {
        List<Value> arguments = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Value argument = edge.arguments().get(i);
            arguments.add(duals.primal(argument));
            if (duals.travels(parameters.get(i))) {
                arguments.add(duals.get(argument));
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
            duals.setPrimal(op.result(), tape);
            return;
        }
        Refuse refuse = facts.refusals().get(op);
        MethodReference only = facts.guards().get(op);
        if (refuse != null) {
            out.split();
            protectByCleanups(handlers);
            out.effect(refuse);
            out.split();
        } else if (only != null) {
            requireNotOverridden(op, only, handlers);
        }
        if (refuse == null && callActivity(op) != null) {
            derivedCall(op, handlers);
            return;
        }
        List<Value> before = facts.watched().contains(op) ? copies(op) : List.of();
        protect(handlers);
        Op copy = IntrinsicTangent.primal(op.map(duals::primal, duals::addPrimal), op, facts);
        out.append(copy);
        if (!handlers.isEmpty()) {
            out.split();
        }
        if (!before.isEmpty()) {
            requireUnwritten(op, before, handlers);
        }
        if (refuse != null) {
            duals.setZero(op);
        } else {
            linearPart.of(op, copy);
        }
    }

    private void protectByCleanups(List<Handler> handlers) {
        protect(handlers.stream()
                .filter(handler -> Cleanup.rethrows(handler.edge().target()))
                .toList());
    }

    private void requireNotOverridden(Op op, MethodReference only, List<Handler> handlers) {
        String name = only.owner().concat(".").concat(only.name()).concat(only.descriptor());
        Value method = out.value(new Constant(name), TEXT);
        Value place = out.value(new Constant(op.position().toString()), TEXT);
        out.split();
        protectByCleanups(handlers);
        out.effect(REQUIRE_NOT_OVERRIDDEN, duals.primal(op.operand(0)), method, place);
        out.split();
    }

    private List<Value> copies(Op op) {
        List<Value> copies = new ArrayList<>();
        for (Value operand : op.operands()) {
            if (ShadowTypes.isShadowable(operand.type())) {
                copies.add(out.invoke(COPY, Type.OBJECT, duals.primal(operand)));
            }
        }
        return copies;
    }

    private void requireUnwritten(Op op, List<Value> before, List<Handler> handlers) {
        Value method = out.value(new Constant(((Invoke) op.operator()).method().display()), TEXT);
        Value place = out.value(new Constant(op.position().toString()), TEXT);
        int next = 0;
        for (Value operand : op.operands()) {
            if (ShadowTypes.isShadowable(operand.type())) {
                out.split();
                protectByCleanups(handlers);
                out.effect(REQUIRE_UNWRITTEN, before.get(next++), duals.primal(operand), method, place);
                out.split();
            }
        }
    }

    private CallFacts callActivity(Op op) {
        CallFacts call = facts.calls().get(op);
        return call != null && call.refusal() == null && call.activity().any() ? call : null;
    }

    private void derivedCall(Op op, List<Handler> handlers) {
        CallFacts call = facts.calls().get(op);
        Variant callee =
                op.operator() instanceof InvokeVariant invoke ? invoke.variant() : ((Invoke) op.operator()).callee();
        List<Value> operands = new ArrayList<>();
        boolean isPlain = !callee.isDerived();
        if (toBeTransposed || isPlain) {
            operands.add(tape);
        }
        op.operands().forEach(operand -> operands.add(duals.primal(operand)));
        for (int i = 0; i < op.operands().size(); i++) {
            if (call.activity().parameter(i) && !Intrinsic.isTape(op.operand(i))) {
                operands.add(duals.get(op.operand(i)));
            }
        }
        List<Value> results = new ArrayList<>();
        op.results().forEach(result -> results.add(duals.addPrimal(result)));
        for (int i = 0; i < op.results().size(); i++) {
            if (call.activity().result(i)) {
                results.add(duals.add(op.results().get(i)));
            }
        }
        if (Receivers.mayBeNull(op)) {
            protect(handlers);
            out.append(NullCheck.of(duals.primal(op.operand(0)), op.position()));
            if (!handlers.isEmpty()) {
                out.split();
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
        duals.requireAll(op);
    }
}
