package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Arithmetic;
import dev.fluxion.agent.ir.ArrayLoad;
import dev.fluxion.agent.ir.ArrayStore;
import dev.fluxion.agent.ir.Constant;
import dev.fluxion.agent.ir.InvokeVariant;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.ShadowOperation;
import dev.fluxion.agent.ir.StrongRatio;
import dev.fluxion.agent.ir.StrongScale;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.agent.ir.Variant;
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

    void op(Op op) {
        out.at(op.position());
        if (op.operator() instanceof ArrayStore store) {
            store(op, store);
        } else if (op.operator() instanceof ShadowOperation operation) {
            shadowOperation(op, operation);
        } else if (op.operator() instanceof InvokeVariant) {
            call(op);
        } else {
            Value cotangent = cotangents.take(op.result());
            if (cotangent != null) {
                scalar(op, cotangent);
            }
        }
    }

    private void scalar(Op op, Value cotangent) {
        if (op.operator() instanceof ArrayLoad load) {
            Value array = residual.apply(op.operand(0));
            Value index = residual.apply(op.operand(1));
            Value old = out.linear(load, op.result().type(), array, index);
            out.effect(new ArrayStore(load.element()), array, index, out.add(old, cotangent));
        } else if (op.operator() instanceof StrongScale scale) {
            boolean first = op.operand(0).isLinear();
            Value other = residual.apply(op.operand(first ? 1 : 0));
            Value product = first
                    ? out.linear(scale, scale.type(), cotangent, other)
                    : out.linear(scale, scale.type(), other, cotangent);
            cotangents.add(op.operand(first ? 0 : 1), product);
        } else if (op.operator() instanceof StrongRatio) {
            boolean first = op.operand(0).isLinear();
            Value other = residual.apply(op.operand(first ? 1 : 0));
            Value divisor = residual.apply(op.operand(2));
            Value ratio =
                    first ? out.strongRatio(cotangent, other, divisor) : out.strongRatio(other, cotangent, divisor);
            cotangents.add(op.operand(first ? 0 : 1), ratio);
        } else if (op.operator() instanceof Arithmetic arithmetic) {
            arithmetic(op, arithmetic, cotangent);
        } else if (!(op.operator() instanceof Constant)) {
            throw new IllegalStateException("no transpose of " + op.operator().text());
        }
    }

    private void arithmetic(Op op, Arithmetic arithmetic, Value cotangent) {
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
            default -> throw new IllegalStateException("no transpose of " + arithmetic);
        }
    }

    // Take and zero: what was overwritten is no longer there to receive anything.
    private void store(Op op, ArrayStore store) {
        Value array = residual.apply(op.operand(0));
        Value index = residual.apply(op.operand(1));
        Type type = op.operand(2).type();
        Value taken = out.linear(new ArrayLoad(store.element()), type, array, index);
        out.effect(store, array, index, out.zero(type));
        cotangents.add(op.operand(2), taken);
    }

    private void shadowOperation(Op op, ShadowOperation operation) {
        List<Value> operands = op.operands().stream()
                .filter(value -> !value.isLinear())
                .map(residual)
                .toList();
        switch (operation.kind()) {
            case ADD ->
                shadow(ShadowOperation.Kind.ADD, operation, List.of(operands.get(1), operands.get(0)), List.of());
            case COPY -> shadow(ShadowOperation.Kind.COPY_TRANSPOSED, operation, operands, List.of());
            case COPY_TRANSPOSED -> shadow(ShadowOperation.Kind.COPY, operation, operands, List.of());
            case PERMUTE -> shadow(ShadowOperation.Kind.PERMUTE_TRANSPOSED, operation, operands, List.of());
            case PERMUTE_TRANSPOSED -> shadow(ShadowOperation.Kind.PERMUTE, operation, operands, List.of());
            case FILL -> {
                Value sum = Value.linear(operation.type(), null);
                shadow(ShadowOperation.Kind.FILL_TRANSPOSED, operation, operands, List.of(sum));
                cotangents.add(op.operand(3), sum);
            }
            case FILL_TRANSPOSED -> {
                Value cotangent = cotangents.take(op.result());
                List<Value> filled = new ArrayList<>(operands);
                filled.add(cotangent == null ? out.zero(operation.type()) : cotangent);
                shadow(ShadowOperation.Kind.FILL, operation, filled, List.of());
            }
        }
    }

    private void shadow(
            ShadowOperation.Kind kind, ShadowOperation operation, List<Value> operands, List<Value> results) {
        out.append(new Op(
                new ShadowOperation(kind, operation.type(), operation.linear()), operands, results, out.position()));
    }

    private void call(Op op) {
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
    }
}
