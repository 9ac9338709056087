package dev.fluxion.agent.derive.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Variables over a graph under construction: written and read by block, brought into SSA form at the end. A variable that no
 * path has written is zero or null. A read sees the last write so far in its own block, else what the predecessors leave.
 */
public final class Variables implements VariablePlacement.Kinds {
    private record Initial(Type type, boolean linear) {}

    private final Function function;
    /** By variable, a value of the kind that it holds. */
    private final Map<Object, Value> models = new LinkedHashMap<>();
    /** What a variable holds at the end of a block that writes it. */
    private final Map<Object, Map<Block, Value>> writes = new HashMap<>();
    /** What stands for a variable at the start of a block that reads it. */
    private final Map<Object, Map<Block, Value>> reads = new HashMap<>();

    private final Map<Initial, Value> initials = new LinkedHashMap<>();

    public Variables(Function function) {
        this.function = function;
    }

    public void declare(Object variable, Type type) {
        models.put(variable, Value.of(type));
    }

    /** Declares a variable that holds values of the same type, name and linearity as the given one. */
    public void declareLike(Object variable, Value model) {
        models.put(variable, model);
    }

    public void write(Block block, Object variable, Value value) {
        writes.computeIfAbsent(variable, v -> new HashMap<>()).put(block, value);
    }

    /** Makes the variable zero or null again. */
    public void reset(Block block, Object variable) {
        write(block, variable, initial(variable));
    }

    public Value read(Block block, Object variable) {
        Value model = models.get(variable);
        if (model == null) {
            throw new IllegalStateException("undeclared variable " + variable);
        }
        Value written = writes.getOrDefault(variable, Map.of()).get(block);
        if (written != null) {
            return written;
        }
        return block == function.entry()
                ? initial(variable)
                : reads.computeIfAbsent(variable, v -> new LinkedHashMap<>())
                        .computeIfAbsent(block, b -> model.fresh());
    }

    @Override
    public Value fresh(Object variable) {
        return models.get(variable).fresh();
    }

    @Override
    public Value initial(Object variable) {
        Value model = models.get(variable);
        return initials.computeIfAbsent(new Initial(model.type(), model.isLinear()), initial -> {
            Type type = initial.type().isReference() ? Type.NULL : initial.type();
            return initial.linear() ? Value.linear(type, null) : Value.of(type);
        });
    }

    /** Whether a value is the zero of a variable of numbers without a tangent that nothing has written. */
    public boolean isInitialNumber(Value value) {
        Type type = value.type();
        return !value.isLinear() && !type.isReference() && value == initials.get(new Initial(type, false));
    }

    /** Turns the reads that met no write into values or block parameters with an argument on every edge; call once, when all is built. */
    public void complete() {
        VariablePlacement placement = new VariablePlacement(function, this);
        for (Object variable : models.keySet()) {
            Map<Block, Value> starts = reads.get(variable);
            if (starts != null) {
                placement.place(variable, starts, writes.getOrDefault(variable, Map.of()));
            }
        }
        placement.finish();
        initials.forEach((initial, value) -> function.entry()
                .ops()
                .add(0, new Op(Constant.nothing(initial.type()), List.of(), List.of(value), Position.UNKNOWN)));
    }
}
