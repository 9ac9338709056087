package dev.fluxion.agent.derive.activity;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.derive.activity.RuleTable.Treatment;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.ShadowOperation;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what carries a derivative in a function, by dataflow from the active parameters: forward through arithmetic and
 * control joins, and through memory by classes of arrays that may be the same. Flow-insensitive in memory: an array that
 * anywhere receives an active value is active from its allocation on.
 */
public final class ActivityAnalysis {
    private final Function function;
    private final Activity requested;
    private final Callees callees;
    private final RuleTable rules;
    private final ActivityState state = new ActivityState();
    private final MemoryClasses memory = state.memory();
    private final MemoryAccesses accesses;
    private final CallActivity calls;
    private final List<Value> results;
    private final Map<Op, SignBits.Signed> signed = new HashMap<>();
    private SignBits signBits;

    private ActivityAnalysis(Function function, Activity requested, Callees callees, RuleTable rules) {
        this.function = function;
        this.requested = requested;
        this.callees = callees;
        this.rules = rules;
        this.results = function.resultTypes().stream().map(Value::of).toList();
        this.accesses = new MemoryAccesses(callees, state);
        this.calls = new CallActivity(function, requested, callees, state);
    }

    /**
     * What of a function carries a derivative.
     *
     * @param requested parameters and results that have to carry a derivative
     */
    public static ActivityFacts run(Function function, Activity requested, Callees callees, RuleTable rules) {
        return new ActivityAnalysis(function, requested, callees, rules).run();
    }

    private ActivityFacts run() {
        List<Value> parameters = function.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Value parameter = parameters.get(i);
            if (parameter.type().isReference()) {
                if (requested.constant(i)) {
                    memory.markConstant(memory.of(parameter));
                } else {
                    memory.expose(memory.of(parameter));
                }
            }
            if (requested.parameter(i)) {
                state.markActive(parameter);
            }
        }
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).type().isReference()) {
                memory.markReturned(memory.of(results.get(i)));
            }
            if (requested.result(i)) {
                state.markActive(results.get(i));
            }
        }
        List<Block> order = Flow.of(function).order();
        do {
            for (Block block : order) {
                block.ops().forEach(this::op);
                leave(block);
            }
        } while (state.takeChanged());
        List<Boolean> activeParameters = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            boolean tape = Intrinsic.isTape(parameters.get(i));
            activeParameters.add(tape ? requested.parameter(i) : state.isActive(parameters.get(i)));
        }
        return new ActivityFacts(
                new Activity(
                        activeParameters, results.stream().map(state::isActive).toList(), requested.constants()),
                state.activeFloats(),
                memory,
                results,
                results.stream().map(state::holdsEncoded).toList(),
                accesses.readsOutside() || calls.readsOutside(),
                calls.facts(),
                signed,
                state.refusals(),
                state.guards(),
                state.watched());
    }

    private void leave(Block block) {
        Terminator terminator = block.terminator();
        terminator.edges().forEach(edge -> flow(edge, edge.target().parameters()));
        for (Handler handler : block.handlers()) {
            List<Value> parameters = handler.edge().target().parameters();
            flow(handler.edge(), parameters.subList(1, parameters.size()));
        }
        List<Value> returned = returned(terminator);
        for (int i = 0; i < returned.size(); i++) {
            state.flow(returned.get(i), results.get(i));
        }
    }

    // What control depends on carries no derivative, nor does an exception.
    private static List<Value> returned(Terminator terminator) {
        return switch (terminator.kind()) {
            case RETURN -> terminator.operands();
            case JUMP, BRANCH, SWITCH, THROW -> List.of();
        };
    }

    private void flow(Edge edge, List<Value> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            state.flow(edge.arguments().get(i), parameters.get(i));
        }
    }

    private Done op(Op op) {
        return switch (op.kind()) {
            case ARITHMETIC, STRONG_SCALE, STRONG_RATIO -> arithmetic(op);
            case ARRAY_LOAD, FIELD_GET -> accesses.load(op);
            case ARRAY_STORE, FIELD_PUT -> accesses.store(op);
            case CHECK_CAST -> checkCast(op);
            case MONITOR -> monitor();
            case NEW_ARRAY -> newArray(op);
            case SHADOW_OPERATION -> IntrinsicActivity.run(op, (ShadowOperation) op.operator(), state);
            case CONSTANT -> foreign(op, "an array that is a constant and here meets values that carry a derivative");
            case INVOKE_DYNAMIC -> dynamicCall(op);
            case INVOKE -> invoke(op, (Invoke) op.operator());
            case INVOKE_VARIANT -> calls.followed(op, ((InvokeVariant) op.operator()).variant());
            // What comes out of these is neither a number with a derivative nor an array.
            case ARRAY_LENGTH, INSTANCE_OF, NEW_OBJECT, REFUSE -> DONE;
        };
    }

    private Done checkCast(Op op) {
        state.flow(op.operand(0), op.result());
        return DONE;
    }

    private Done monitor() {
        memory.markWritten(memory.external());
        return DONE;
    }

    private Done newArray(Op op) {
        memory.of(op.result());
        return DONE;
    }

    /** What an op defines is, if it is an array, one of which nothing is known. */
    private Done foreign(Op op, String cause) {
        for (Value result : op.results()) {
            if (ShadowTypes.isShadowable(result.type())) {
                state.markForeign(op, cause);
            }
        }
        return DONE;
    }

    private Done arithmetic(Op op) {
        Value result = op.result();
        boolean encoded = state.isAnyEncoded(op.operands());
        if (result.type().isFloating()) {
            if (state.isAnyActive(op.operands())) {
                state.markActive(result);
            }
            if (encoded) {
                state.refuseEncoded(op, "converted back to a number");
            }
        } else if (encoded && op.operator() != Arithmetic.LCMP) {
            state.markEncoded(result);
        }
        return DONE;
    }

    private Done dynamicCall(Op op) {
        if (Intrinsic.isPatternSwitch(op)) {
            return DONE;
        }
        if (Intrinsic.isStringConcatenation(op)) {
            InertEffects.run(op, state);
            return DONE;
        }
        state.escape(op);
        if (state.isAnyActive(op.operands()) || state.anyHoldsEncoded(op.operands())) {
            state.refuse(
                    op,
                    "a lambda or method reference that captures a value carrying a derivative",
                    "Pass the value as an argument of the lambda instead.");
        }
        return foreign(op, "an array that a dynamic call returned and here meets values that carry a derivative");
    }

    private Done invoke(Op op, Invoke invoke) {
        Intrinsic intrinsic = Intrinsic.of(op);
        if (intrinsic != Intrinsic.NONE) {
            return IntrinsicActivity.run(op, intrinsic, state, requested.any());
        }
        if (Intrinsic.isOfTape(invoke)) { // it takes counts and positions
            return DONE;
        }
        Treatment treatment = rules.treatment(invoke.method());
        guard(op, invoke);
        watch(op, invoke, treatment);
        boolean ofProgram = treatment != Treatment.FOLLOW
                && !InertEffects.isOfJdk(invoke.method())
                && !rules.isFunction(invoke.method());
        if (ofProgram) {
            calls.effects(op, invoke.callee());
        }
        return switch (treatment) {
            case INERT -> {
                if (!ofProgram) {
                    InertEffects.run(op, state);
                }
                yield inert(op, invoke);
            }
            case ZERO_DERIVATIVE -> zeroDerivative(op, invoke);
            case ENCODES -> encoding(op);
            case DECODES -> state.anyHoldsEncoded(op.operands()) ? decoding(op) : DONE;
            case RULE -> rule(op, invoke);
            case FOLLOW ->
                state.anyHoldsEncoded(op.operands())
                        ? state.refuseEncoded(op, "passed to " + invoke.method().display())
                        : calls.followed(op, invoke.callee());
        };
    }

    private Done zeroDerivative(Op op, Invoke invoke) {
        if (state.isAnyActive(op.operands()) && calls.writesNumbers(op, declared(invoke))) {
            state.refuse(
                    op,
                    "a call of " + invoke.method().display()
                            + ", which writes to an array, while only its result is declared to have no derivative,",
                    "Take the declaration away, or declare the method inert if no derivative should flow through what it writes.");
        }
        return inert(op, invoke);
    }

    private Done encoding(Op op) {
        if (state.isAnyActive(op.operands())) {
            state.markEncoded(op.result());
        }
        return DONE;
    }

    private void guard(Op op, Invoke invoke) {
        boolean carries = state.isAnyActive(op.operands()) || state.anyHoldsEncoded(op.operands());
        MethodReference only = carries ? rules.onlyFor(invoke) : null;
        if (only != null) {
            state.guard(op, only);
        }
    }

    private void watch(Op op, Invoke invoke, Treatment treatment) {
        boolean isDeclared = treatment == Treatment.RULE || treatment == Treatment.ZERO_DERIVATIVE;
        if (isDeclared
                && !rules.isFunction(invoke.method())
                && state.isAnyActive(op.operands())
                && calls.mayWriteUnseen(op, declared(invoke))) {
            state.watch(op);
        }
    }

    /** The method whose code a declaration speaks of: where the receiver may override it, the call is guarded. */
    private Variant declared(Invoke invoke) {
        MethodReference only = rules.onlyFor(invoke);
        return only == null ? invoke.callee() : new Variant(Invoke.Kind.SPECIAL, only, List.of());
    }

    private Done rule(Op op, Invoke invoke) {
        MethodReference method = invoke.method();
        String call = "a call of " + method.display();
        if (state.anyHoldsEncoded(op.operands())) {
            state.refuseEncoded(op, "passed to " + method.display());
        } else if (state.isAnyActive(op.operands())) {
            String fault = rules.fault(method);
            if (fault != null) {
                state.refuse(op, call + ", " + fault + ",", "Correct the rule.");
            } else if (calls.writesNumbers(op, declared(invoke))) {
                state.refuse(
                        op,
                        call + ", which writes to an array, while its rule only tells the derivative of the result,",
                        "Take the rule away, or return what the method writes.");
            } else if (!takesAllTangents(op, rules.rule(method).function())) {
                state.refuse(
                        op,
                        call + " with an array that carries a derivative where it takes any object",
                        "Declare the parameter, and that of its rule, by the type of the array.");
            }
            op.results().forEach(state::markActive);
        }
        return DONE;
    }

    private boolean takesAllTangents(Op op, Function rule) {
        for (int i = 0; i < op.operands().size(); i++) {
            if (state.isActive(op.operand(i))
                    && !RuleTable.hasTangent(rule.parameters().get(i).type())) {
                return false;
            }
        }
        return true;
    }

    private Done decoding(Op op) {
        if (!signed.containsKey(op)) {
            signBits = signBits == null ? new SignBits(function, callees) : signBits;
            signed.put(op, signBits.signed(op));
        }
        SignBits.Signed number = signed.get(op);
        if (number == null || state.isAnyEncoded(number.others())) {
            state.refuseEncoded(op, "turned back into a number");
        } else if (number.magnitude() != null && state.isActive(number.magnitude())) {
            state.markActive(op.result());
        }
        return DONE;
    }

    private Done inert(Op op, Invoke invoke) {
        if (EncodedResults.mayKeep(op, invoke, state)) {
            state.markEncoded(op.operand(0));
        }
        if (op.results().isEmpty()) {
            return DONE;
        }
        Value result = op.result();
        if (EncodedResults.mayHandOn(op, invoke, state)) {
            if (result.type().isFloating()) {
                state.refuseEncoded(op, "converted back to a number");
            } else {
                state.markEncoded(result);
            }
        }
        if (result.type().isReference()) {
            state.markForeign(
                    op, "an array that an inert method returned and here meets values that carry a derivative");
        }
        return DONE;
    }
}
