package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.derive.activity.MemoryClasses.MemoryClass;
import dev.fluxion.agent.derive.graph.Linearized;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Where references that have no shadow come from, as far as that tells what happens to them where the sweeps are differentiated in
 * turn. All references lie on one stack of the tape, which then has shadows. One that was reached from an argument has a shadow if
 * the argument has one; one that comes from a field never has. Others may be given one.
 */
public final class Origins {
    private final MemoryClasses memory;
    private final Map<MemoryClass, Value> parameters = new IdentityHashMap<>();

    private Origins(MemoryClasses memory) {
        this.memory = memory;
    }

    /**
     * The origins of the references of a linearized function.
     *
     * @param memory of that function, where nothing has been marked as active
     */
    public static Origins of(Linearized linearized, MemoryClasses memory) {
        Origins origins = new Origins(memory);
        linearized.shadows().forEach(origins::hasDual);
        linearized.shadowed().forEach(origins::hasDual);
        for (Value parameter : linearized.function().parameters()) {
            if (parameter.type().isReference() && !Intrinsic.isTape(parameter)) {
                origins.reach(parameter, parameter);
            }
        }
        for (Block block : linearized.function().blocks()) {
            for (Op op : block.ops()) {
                // Kept by an earlier transform.
                if (Intrinsic.of(op) == Intrinsic.TAPE_RECALL && origins.parameter(op.operand(1)) != null) {
                    origins.reach(op.result(), origins.parameter(op.operand(1)));
                }
            }
        }
        return origins;
    }

    private void hasDual(Value value) {
        memory.activate(memory.of(value));
    }

    private void reach(Value reached, Value parameter) {
        for (MemoryClass held : memory.reachable(memory.of(reached))) {
            parameters.putIfAbsent(held, parameter);
        }
    }

    /** Whether a reference goes onto the tape without being taken for one that has a shadow. */
    public boolean isApart(Value reference) {
        MemoryClass known = memory.of(reference);
        return !memory.isActive(known) && (parameters.containsKey(known) || memory.reachesForeign(known));
    }

    /** The parameter that it was reached from; null if there is none. */
    public Value parameter(Value reference) {
        return parameters.get(memory.of(reference));
    }
}
