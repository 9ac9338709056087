package dev.fluxion.agent.link.effect;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.derive.activity.InertEffects;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.classfile.LambdaSites;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The effects of one function that others see, from what is known of those that it calls. */
final class EffectsOfBody {
    private final EffectsOfCallees all;
    private final Function function;
    private final FoundEffects found;
    private final ReachableMemory memory;
    private final EffectsOfCalls ofCalls;
    private final Map<Op, Variant> calls = new LinkedHashMap<>();
    private EffectSummary summary;

    private EffectsOfBody(EffectsOfCallees all, FollowedBodies functions, RuleTable rules, Function function) {
        this.all = all;
        this.function = function;
        this.found = new FoundEffects(function);
        this.memory = found.memory();
        this.ofCalls = new EffectsOfCalls(all, functions, rules, found);
    }

    /** @param seen the parameters through which others see what is changed */
    static EffectsOfBody of(
            Function function, Activity seen, EffectsOfCallees all, FollowedBodies functions, RuleTable rules) {
        EffectsOfBody body = new EffectsOfBody(all, functions, rules, function);
        body.run(seen);
        return body;
    }

    /** Effects that happen here. */
    Map<Op, String> effects() {
        return found.here();
    }

    /** Those that happen only if the receiver's class is one of the program. */
    Map<Op, String> effectsOfProgram() {
        return found.ofProgram();
    }

    /** Calls in which some happen, and what to call in their place to be refused there. */
    Map<Op, Variant> calls() {
        return calls;
    }

    EffectSummary summary() {
        return summary;
    }

    private void run(Activity seen) {
        List<Value> parameters = function.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            if (seen.parameter(i)) {
                memory.markForeign(memory.of(parameters.get(i)));
            }
        }
        List<Value> results = new ArrayList<>();
        function.resultTypes().forEach(type -> results.add(Value.of(type)));
        for (Block block : function.blocks()) {
            block.ops().forEach(this::visit);
            block.terminator().edges().forEach(edge -> flow(edge, edge.target().parameters()));
            for (Handler handler : block.handlers()) {
                List<Value> targets = handler.edge().target().parameters();
                // Whoever threw it may have kept it.
                memory.markForeign(memory.of(targets.get(0)));
                flow(handler.edge(), targets.subList(1, targets.size()));
            }
            if (block.terminator() instanceof Terminator.Return exit) {
                for (int i = 0; i < results.size(); i++) {
                    memory.join(exit.operands().get(i), results.get(i));
                }
            }
        }
        judgeWrites();
        summarize(parameters, results);
    }

    private void flow(Edge edge, List<Value> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            memory.join(edge.arguments().get(i), parameters.get(i));
        }
    }

    private void judgeWrites() {
        for (FoundEffects.Write write : found.writes()) {
            if (!memory.isForeign(write.memory())) {
                continue;
            }
            boolean isInCallee = write.parameter() >= 0
                    && memory.isForeign(memory.of(write.op().operand(write.parameter())));
            if (isInCallee) {
                found.reportOfCallee(write.op(), write.effect());
            } else {
                found.report(write.op(), write.effect());
            }
        }
        for (Map.Entry<Op, String> call : found.ofCalls().entrySet()) {
            Op op = call.getKey();
            if (found.here().containsKey(op)) {
                continue;
            }
            Variant callee = callee(op);
            if (callee == null || !all.canBeRepeated(callee)) {
                found.report(op, call.getValue());
                continue;
            }
            List<Boolean> seen = new ArrayList<>();
            for (Value operand : op.operands()) {
                seen.add(ReachableMemory.refers(operand) && memory.isForeign(memory.of(operand)));
            }
            calls.put(op, repeated(callee, seen));
        }
    }

    private static Variant callee(Op op) {
        return op.operator() instanceof Invoke invoke ? invoke.callee() : null;
    }

    private void summarize(List<Value> parameters, List<Value> results) {
        ReachableMemory.Numbering numbering = memory.numbering();
        List<List<Integer>> ofParameters = new ArrayList<>();
        parameters.forEach(parameter -> ofParameters.add(numbering.of(parameter)));
        // What the function has made itself nobody saw when it was changed.
        Set<Integer> written = new HashSet<>();
        for (FoundEffects.Write write : found.writes()) {
            numbering.addTo(written, write.memory());
        }
        List<List<Integer>> ofResults = new ArrayList<>();
        results.forEach(result -> ofResults.add(numbering.of(result)));
        summary = new EffectSummary(firstEffect(), ofParameters, ofResults, written, numbering.foreign());
    }

    private String firstEffect() {
        for (Map.Entry<Op, String> effect : found.here().entrySet()) {
            String text = effect.getValue();
            return text.contains(" at ")
                    ? text
                    : text + " at " + effect.getKey().position();
        }
        for (Map.Entry<Op, String> effect : found.ofProgram().entrySet()) {
            return effect.getValue() + " at " + effect.getKey().position();
        }
        for (Op op : calls.keySet()) {
            return found.ofCalls().get(op);
        }
        return null;
    }

    private Done visit(Op op) {
        return switch (op.kind()) {
            case FIELD_PUT -> fieldPut(op, (FieldPut) op.operator());
            case FIELD_GET -> fieldGet(op, (FieldGet) op.operator());
            case ARRAY_STORE -> arrayStore(op);
            case ARRAY_LOAD -> arrayLoad(op);
            case CHECK_CAST -> checkCast(op);
            case INVOKE -> ofCalls.call(op, (Invoke) op.operator());
            case INVOKE_VARIANT -> ofCalls.derivative(op, ((InvokeVariant) op.operator()).variant());
            case INVOKE_DYNAMIC -> dynamicCall(op, (InvokeDynamic) op.operator());
            case ARITHMETIC, STRONG_SCALE, STRONG_RATIO, CONSTANT, ARRAY_LENGTH, INSTANCE_OF -> DONE;
            case NEW_ARRAY, NEW_OBJECT, REFUSE -> DONE;
            case MONITOR -> DONE; // taken and given back
            case SHADOW_OPERATION ->
                throw new IllegalStateException(
                        "of a derivative: " + op.operator().text());
        };
    }

    private Done fieldGet(Op op, FieldGet get) {
        if (get.isStatic()) {
            found.markForeign(op);
        } else {
            memory.joinContent(op.operand(0), op.result());
        }
        return DONE;
    }

    private Done arrayStore(Op op) {
        found.write(op, memory.of(op.operand(0)), "a store into an array that the method is not passed");
        memory.joinContent(op.operand(0), op.operand(2));
        return DONE;
    }

    private Done arrayLoad(Op op) {
        memory.joinContent(op.operand(0), op.result());
        return DONE;
    }

    private Done checkCast(Op op) {
        memory.join(op.operand(0), op.result());
        return DONE;
    }

    private Done dynamicCall(Op op, InvokeDynamic call) {
        if (!LambdaSites.makeLambda(call) && InertEffects.mayRunProgramCode(op.operands())) {
            found.report(op, "the text of an object, which may run code of the program,");
        } else {
            // A lambda holds what it captures.
            op.results().forEach(result -> op.operands().forEach(operand -> memory.joinContent(result, operand)));
        }
        return DONE;
    }

    private Done fieldPut(Op op, FieldPut put) {
        String effect = "a store into the field " + put.field().name();
        if (put.isStatic()) {
            found.report(op, effect);
            if (ReachableMemory.refers(op.operand(0))) {
                memory.markForeign(memory.of(op.operand(0)));
            }
        } else {
            found.write(op, memory.of(op.operand(0)), effect);
            memory.joinContent(op.operand(0), op.operand(1));
        }
        return DONE;
    }

    /** The callee as part of one of several passes. */
    private static Variant repeated(Variant callee, List<Boolean> seen) {
        return callee.then(
                Variant.Kind.REPEATED, new Activity(seen, List.of(), Collections.nCopies(seen.size(), false)));
    }
}
