package dev.fluxion.agent.derive.activity;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.derive.activity.MemoryClasses.MemoryClass;
import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What calls of methods that are followed pass on, as their own facts tell. */
final class CallActivity {
    private record NullArgument(Op call, int index) {}

    private final Function function;
    private final Activity requested;
    private final Callees callees;
    private final ActivityState state;
    private final MemoryClasses memory;
    private final Map<Op, CallFacts> calls = new HashMap<>();
    private final Map<NullArgument, MemoryClass> behindNulls = new HashMap<>();
    private boolean readsOutside;

    CallActivity(Function function, Activity requested, Callees callees, ActivityState state) {
        this.function = function;
        this.requested = requested;
        this.callees = callees;
        this.state = state;
        this.memory = state.memory();
    }

    /** What is known so far of each call that carries a derivative. */
    Map<Op, CallFacts> facts() {
        return calls;
    }

    /** Whether a call may read numbers that cannot be reached from what it is passed. */
    boolean readsOutside() {
        return readsOutside;
    }

    /** A call of a method that is differentiated itself, if it carries anything. */
    Done followed(Op op, Variant callee) {
        boolean derived = callee.isDerived();
        // A tape that the function was passed has records of other calls; one of a call's own concerns that call.
        boolean any = state.isAnyActive(op.operands());
        List<Boolean> arguments = op.operands().stream()
                .map(operand -> derived && Intrinsic.isTape(operand)
                        ? any || requested.any() && function.parameters().contains(operand)
                        : state.isActive(operand))
                .toList();
        List<Boolean> asked = op.results().stream()
                .map(result -> result.type().isReference() && state.isActive(result))
                .toList();
        Activity question = new Activity(arguments, asked);
        if (!question.any() && !derived) {
            return inertly(op, callee);
        }
        CallFacts facts = callees.isOpen(callee) ? Contract.of(op, question, state) : callees.facts(callee, question);
        calls.put(op, facts);
        if (facts.refusal() != null) {
            state.escape(op);
            state.refuse(op, facts.refusal().cause(), facts.refusal().remedy());
            return DONE;
        }
        apply(op, facts);
        return DONE;
    }

    // A call that is made as it is still says which arrays are the same and which it writes.
    private Done inertly(Op op, Variant callee) {
        if (effects(op, callee)) {
            return DONE;
        }
        for (Value result : op.results()) {
            if (result.type().isReference()) {
                state.markForeign(
                        op,
                        "an array that " + callee.method().display()
                                + " returned and here meets values that carry a derivative");
            }
        }
        return DONE;
    }

    /** Records what a call that carries nothing does to memory; false if all that is known is that it may do anything. */
    boolean effects(Op op, Variant callee) {
        CallFacts facts = callees.inertFacts(callee);
        if (facts != null) {
            apply(op, facts);
            return true;
        }
        state.escape(op);
        memory.markWritten(memory.external());
        readsOutside = true;
        return false;
    }

    /** Whether a method that is not followed, as something is declared of it, is known to write to an array of numbers that it is passed. */
    boolean writesNumbers(Op op, Variant callee) {
        for (int i = 0; i < op.operands().size(); i++) {
            if (ShadowTypes.isShadowable(op.operand(i).type()) && writes(callee, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether such a method may write to an array of numbers, and nothing is known of its code: it is abstract, or native. */
    boolean mayWriteUnseen(Op op, Variant callee) {
        for (Value operand : op.operands()) {
            if (ShadowTypes.isShadowable(operand.type())) {
                return callees.inertFacts(callee) == null;
            }
        }
        return false;
    }

    private boolean writes(Variant callee, int argument) {
        CallFacts facts = callees.inertFacts(callee);
        return facts != null && facts.memory().isWritten(argument);
    }

    private void apply(Op op, CallFacts facts) {
        readsOutside |= facts.readsOutside();
        Map<Integer, MemoryClass> known = new HashMap<>();
        for (int i = 0; i < op.operands().size(); i++) {
            Value operand = op.operand(i);
            MemoryClass start = operand.type().equals(Type.NULL)
                    ? behindNulls.computeIfAbsent(new NullArgument(op, i), n -> new MemoryClass())
                    : memory.of(operand);
            bind(start, facts.memory().parameters().get(i), facts.memory(), known);
            if (facts.activity().parameter(i) && !operand.type().equals(Type.NULL)) {
                state.markActive(operand);
            }
        }
        for (int i = 0; i < op.results().size(); i++) {
            Value result = op.results().get(i);
            bind(memory.of(result), facts.memory().results().get(i), facts.memory(), known);
            if (facts.activity().result(i)) {
                state.markActive(result);
            }
            if (facts.exposedResults().get(i)) {
                memory.expose(memory.of(result));
            }
            if (facts.foreignResults().get(i)) {
                memory.markForeign(memory.of(result));
            }
            if (facts.encodedResults().get(i)) {
                state.markEncoded(result);
                if (result.type().isArray()) {
                    memory.markEncoded(memory.of(result));
                }
            }
        }
        for (int written : facts.memory().written()) {
            memory.markWritten(known.get(written));
        }
        if (facts.writesElsewhere()) {
            state.escape(op);
            memory.markWritten(memory.external());
        }
    }

    /** What the callee knows by a node, and what it knows of what that holds, is here the given class, and what that holds. */
    private void bind(MemoryClass own, int node, MemoryGraph graph, Map<Integer, MemoryClass> known) {
        if (node == MemoryGraph.NONE) {
            return;
        }
        MemoryClass same = known.putIfAbsent(node, own);
        if (same != null) {
            memory.unify(same, own);
            return;
        }
        for (MemoryGraph.Edge edge : graph.edges()) {
            if (edge.holder() == node) {
                bind(memory.at(own, edge.label()), edge.held(), graph, known);
            }
        }
    }
}
