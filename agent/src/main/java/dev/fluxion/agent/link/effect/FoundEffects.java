package dev.fluxion.agent.link.effect;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.effect.ReachableMemory.Memory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has been found so far of what a function does: the memory it works on, what it changes there, and what else others see. */
final class FoundEffects {
    /** A change of memory, and by which of the op's operands the callee that makes it knows the memory: -1 if it is made here. */
    record Write(Op op, Memory memory, int parameter, String effect) {}

    private final ReachableMemory memory = new ReachableMemory();
    private final List<Write> writes = new ArrayList<>();
    private final Map<Value, Op> definitions = new HashMap<>();
    private final List<Value> parameters;
    private final Map<Op, String> effects = new LinkedHashMap<>();
    private final Map<Op, String> effectsOfProgram = new LinkedHashMap<>();
    private final Map<Op, String> effectsOfCalls = new LinkedHashMap<>();

    FoundEffects(Function function) {
        parameters = function.parameters();
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                op.results().forEach(result -> definitions.put(result, op));
            }
        }
    }

    ReachableMemory memory() {
        return memory;
    }

    /** The changes, whoever sees them. */
    List<Write> writes() {
        return writes;
    }

    /** The op of each value that an op of the function defines. */
    Map<Value, Op> definitions() {
        return definitions;
    }

    /** Whether a value may be an object that the function makes: else others had it before. */
    boolean mayBeMadeHere(Value value) {
        Op definition = definitions.get(value);
        return definition == null ? !parameters.contains(value) : definition.operator() instanceof NewObject;
    }

    /** Effects that happen here. */
    Map<Op, String> here() {
        return effects;
    }

    /** Those that happen only if the receiver's class is one of the program. */
    Map<Op, String> ofProgram() {
        return effectsOfProgram;
    }

    /** Of the calls whose callee has effects, what these are. */
    Map<Op, String> ofCalls() {
        return effectsOfCalls;
    }

    void report(Op op, String effect) {
        effects.putIfAbsent(op, effect);
    }

    void reportOfProgram(Op op, String effect) {
        effectsOfProgram.put(op, effect);
    }

    void reportOfCallee(Op op, String effect) {
        effectsOfCalls.putIfAbsent(op, effect);
    }

    void write(Op op, Memory written, String effect) {
        writes.add(new Write(op, written, -1, effect));
    }

    void writeInCallee(Op op, Memory written, int parameter, String effect) {
        writes.add(new Write(op, written, parameter, effect));
    }

    /** Others can reach what an op gives. */
    void markForeign(Op op) {
        op.results().stream().filter(ReachableMemory::refers).forEach(result -> memory.markForeign(memory.of(result)));
    }
}
