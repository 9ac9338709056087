package dev.fluxion.agent.derive.transpose;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.derive.tape.TapeVariables;
import dev.fluxion.agent.derive.tape.TransposePlan;
import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.ShadowOperation;
import dev.fluxion.agent.ir.operator.StrongScale;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The transpose of each linear op: from the cotangent of its result to contributions to those of its linear operands. */
final class LinearTranspose {
    private final Emitter out;
    private final Cotangents cotangents;
    private final UnaryOperator<Value> residual;
    private final TapeVariables tape;
    private final TransposePlan plan;

    /**
     * @param residual brings a nonlinear value of the forward sweep back
     */
    LinearTranspose(
            Emitter out, Cotangents cotangents, UnaryOperator<Value> residual, TapeVariables tape, TransposePlan plan) {
        this.out = out;
        this.cotangents = cotangents;
        this.residual = residual;
        this.tape = tape;
        this.plan = plan;
    }

    Done op(Op op) {
        out.at(op.position());
        return switch (op.kind()) {
            case ARRAY_STORE -> store(op, (ArrayStore) op.operator());
            case SHADOW_OPERATION -> shadowOperation(op, (ShadowOperation) op.operator());
            case INVOKE_VARIANT -> call(op);
            case ARITHMETIC -> arithmetic(op, (Arithmetic) op.operator(), cotangents.take(op.result()));
            case STRONG_SCALE -> strongScale(op, (StrongScale) op.operator(), cotangents.take(op.result()));
            case STRONG_RATIO -> strongRatio(op, cotangents.take(op.result()));
            case ARRAY_LOAD -> load(op, (ArrayLoad) op.operator(), cotangents.take(op.result()));
            case CONSTANT -> ofZero(op);
            case ARRAY_LENGTH, NEW_ARRAY, NEW_OBJECT, FIELD_GET, FIELD_PUT -> throw noTranspose(op);
            case INVOKE, INVOKE_DYNAMIC, CHECK_CAST, INSTANCE_OF, MONITOR, REFUSE -> throw noTranspose(op);
        };
    }

    private static IllegalStateException noTranspose(Op op) {
        return new IllegalStateException("no transpose of " + op.operator().text());
    }

    private Done ofZero(Op op) {
        cotangents.take(op.result());
        return DONE;
    }

    // A cotangent that is null is zero: there is nothing to hand on.

    private Done load(Op op, ArrayLoad load, Value cotangent) {
        if (cotangent == null) {
            return DONE;
        }
        Value array = residual.apply(op.operand(0));
        Value index = residual.apply(op.operand(1));
        Value old = out.linear(load, op.result().type(), array, index);
        out.effect(new ArrayStore(load.element()), array, index, out.add(old, cotangent));
        return DONE;
    }

    private Done strongScale(Op op, StrongScale scale, Value cotangent) {
        if (cotangent == null) {
            return DONE;
        }
        boolean first = op.operand(0).isLinear();
        Value other = residual.apply(op.operand(first ? 1 : 0));
        Value product = first
                ? out.linear(scale, scale.type(), cotangent, other)
                : out.linear(scale, scale.type(), other, cotangent);
        cotangents.add(op.operand(first ? 0 : 1), product);
        return DONE;
    }

    private Done strongRatio(Op op, Value cotangent) {
        if (cotangent == null) {
            return DONE;
        }
        boolean first = op.operand(0).isLinear();
        Value other = residual.apply(op.operand(first ? 1 : 0));
        Value divisor = residual.apply(op.operand(2));
        Value ratio = first ? out.strongRatio(cotangent, other, divisor) : out.strongRatio(other, cotangent, divisor);
        cotangents.add(op.operand(first ? 0 : 1), ratio);
        return DONE;
    }

    private Done arithmetic(Op op, Arithmetic arithmetic, Value cotangent) {
        if (cotangent == null) {
            return DONE;
        }
        switch (arithmetic) {
            case DADD, FADD -> {
                cotangents.add(op.operand(0), cotangent);
                cotangents.add(op.operand(1), cotangent);
            }
            case DSUB, FSUB -> {
                cotangents.add(op.operand(0), cotangent);
                cotangents.add(op.operand(1), out.negate(cotangent));
            }
            case DNEG, FNEG -> cotangents.add(op.operand(0), out.negate(cotangent));
            case DMUL, FMUL -> {
                boolean first = op.operand(0).isLinear();
                Value factor = residual.apply(op.operand(first ? 1 : 0));
                cotangents.add(op.operand(first ? 0 : 1), out.multiply(factor, cotangent));
            }
            case D2F -> cotangents.add(op.operand(0), out.arithmetic(Arithmetic.F2D, cotangent));
            case F2D -> cotangents.add(op.operand(0), out.arithmetic(Arithmetic.D2F, cotangent));
            default -> throw noTranspose(op);
        }
        return DONE;
    }

    // Take and zero: what was overwritten is no longer there to receive anything.
    private Done store(Op op, ArrayStore store) {
        Value array = residual.apply(op.operand(0));
        Value index = residual.apply(op.operand(1));
        Type type = op.operand(2).type();
        Value taken = out.linear(new ArrayLoad(store.element()), type, array, index);
        out.effect(store, array, index, out.zero(type));
        cotangents.add(op.operand(2), taken);
        return DONE;
    }

    private Done shadowOperation(Op op, ShadowOperation operation) {
        List<Value> read = op.operands().stream()
                .filter(value -> !value.isLinear())
                .map(residual)
                .toList();
        List<Value> operands = switch (operation.kind()) {
            case ADD -> List.of(read.get(1), read.get(0));
            case COPY, COPY_TRANSPOSED, PERMUTE, PERMUTE_TRANSPOSED, FILL -> read;
            case FILL_TRANSPOSED -> {
                Value cotangent = cotangents.take(op.result());
                List<Value> filled = new ArrayList<>(read);
                filled.add(cotangent == null ? out.zero(operation.type()) : cotangent);
                yield filled;
            }
        };
        // Of a filled range the cotangents add up to that of the number.
        List<Value> filling = op.operands().stream().filter(Value::isLinear).toList();
        List<Value> results = filling.stream()
                .map(number -> Value.linear(number.type(), null))
                .toList();
        out.append(new Op(
                new ShadowOperation(operation.kind().transposed(), operation.type(), operation.linear()),
                operands,
                results,
                out.position()));
        for (int i = 0; i < filling.size(); i++) {
            cotangents.add(filling.get(i), results.get(i));
        }
        return DONE;
    }

    private Done call(Op op) {
        List<Value> operands = new ArrayList<>();
        operands.add(residual.apply(op.operand(0)));
        TransposePlan.residualOperands(op).forEach(value -> operands.add(residual.apply(value)));
        for (Value result : op.results()) {
            if (result.isLinear()) {
                Value cotangent = cotangents.take(result);
                operands.add(cotangent == null ? out.zero(result.type()) : cotangent);
            }
        }
        List<Value> linear = op.operands().stream().filter(Value::isLinear).toList();
        List<Value> results = linear.stream()
                .map(operand -> Value.linear(operand.type(), operand.name()))
                .toList();
        tape.close();
        out.append(new Op(
                new InvokeVariant(plan.half(op, Variant.Kind.REVERSE), true), operands, results, out.position()));
        tape.open();
        for (int i = 0; i < linear.size(); i++) {
            cotangents.add(linear.get(i), results.get(i));
        }
        return DONE;
    }
}
