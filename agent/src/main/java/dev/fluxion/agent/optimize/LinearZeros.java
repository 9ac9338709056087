package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds linear values that are always zero, around loops too, and drops them from sums. Tangents may be simplified like this;
 * primal arithmetic may not.
 */
public final class LinearZeros {
    private final Function function;
    private final Set<Value> nonzero = new HashSet<>();
    private final Map<Type, Value> zeros = new HashMap<>();
    private final Substitution substitution = new Substitution();

    private LinearZeros(Function function) {
        this.function = function;
    }

    /** Works in place. */
    public static void run(Function function) {
        new LinearZeros(function).run();
    }

    private void run() {
        nonzero.addAll(function.parameters());
        List<Op> undecided = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                if (Value.isAnyLinear(op.results())) {
                    undecided.add(op);
                }
            }
            for (Edge edge : block.successors()) {
                if (Value.isAnyLinear(edge.target().parameters())) {
                    edges.add(edge);
                }
            }
        }
        for (int before = -1; before != nonzero.size(); ) {
            before = nonzero.size();
            undecided.removeIf(this::isFoundNonzero);
            edges.forEach(this::spread);
        }
        List<Op> constants = new ArrayList<>();
        for (Block block : function.blocks()) {
            block.parameters().forEach(parameter -> replaceIfZero(parameter, constants));
        }
        undecided.forEach(op -> replaceIfZero(op.result(), constants));
        if (substitution.isEmpty()) {
            return;
        }
        for (Block block : function.blocks()) {
            block.ops().forEach(this::simplifySum);
        }
        substitution.apply(function);
        function.entry().ops().addAll(0, constants);
    }

    private boolean isFoundNonzero(Op op) {
        if (staysZero(op)) {
            return false;
        }
        nonzero.addAll(op.results());
        return true;
    }

    private boolean staysZero(Op op) {
        if (op.results().size() != 1) {
            return false;
        }
        return switch (op.kind()) {
            case CONSTANT -> true;
            case ARITHMETIC, STRONG_SCALE, STRONG_RATIO -> areZero(op.operands());
            // What comes from memory, or from a call, may be any number.
            case ARRAY_LOAD, SHADOW_OPERATION, INVOKE_VARIANT -> false;
            case ARRAY_STORE, ARRAY_LENGTH, NEW_ARRAY, NEW_OBJECT, FIELD_GET, FIELD_PUT -> throw notLinear(op);
            case INVOKE, INVOKE_DYNAMIC, CHECK_CAST, INSTANCE_OF, MONITOR, REFUSE -> throw notLinear(op);
        };
    }

    private static IllegalStateException notLinear(Op op) {
        return new IllegalStateException(
                "no tangent is given by " + op.operator().text());
    }

    private boolean areZero(List<Value> operands) {
        for (Value operand : operands) {
            if (operand.isLinear() && nonzero.contains(operand)) {
                return false;
            }
        }
        return true;
    }

    private void spread(Edge edge) {
        List<Value> parameters = edge.target().parameters();
        int first = edge.firstParameter();
        for (int i = first; i < parameters.size(); i++) {
            Value argument = edge.arguments().get(i - first);
            if (parameters.get(i).isLinear() && nonzero.contains(argument)) {
                nonzero.add(parameters.get(i));
            }
        }
    }

    private boolean isZero(Value value) {
        return value.isLinear() && !nonzero.contains(value);
    }

    private void replaceIfZero(Value value, List<Op> constants) {
        if (isZero(value)) {
            substitution.replace(value, zero(value.type(), constants));
        }
    }

    private Value zero(Type type, List<Op> constants) {
        return zeros.computeIfAbsent(type, t -> {
            Value zero = Value.linear(t, null);
            constants.add(new Op(Constant.zero(t), List.of(), List.of(zero), Position.UNKNOWN));
            return zero;
        });
    }

    private void simplifySum(Op op) {
        if (op.operator() instanceof Arithmetic arithmetic && op.result().isLinear() && !isZero(op.result())) {
            switch (arithmetic) {
                case DADD, FADD -> {
                    if (isZero(op.operand(0))) {
                        substitution.replace(op.result(), op.operand(1));
                    } else if (isZero(op.operand(1))) {
                        substitution.replace(op.result(), op.operand(0));
                    }
                }
                case DSUB, FSUB -> {
                    if (isZero(op.operand(1))) {
                        substitution.replace(op.result(), op.operand(0));
                    }
                }
                default -> {}
            }
        }
    }
}
