package dev.fluxion.agent.ir;

import java.util.List;

/** The linear sub-language: which ops are linear in the linear values they use. */
public final class Linearity {
    private Linearity() {}

    /** Whether an op that touches linear values is linear in them. */
    public static boolean isLinearOp(Op op) {
        List<Value> operands = op.operands();
        if (op.operator() instanceof Constant constant) {
            return constant.value() instanceof Number number && number.doubleValue() == 0;
        }
        if (op.operator() instanceof ArrayLoad) {
            return none(operands);
        }
        if (op.operator() instanceof ArrayStore) {
            return none(operands.subList(0, 2));
        }
        if (op.operator() instanceof StrongScale) {
            return operands.get(0).isLinear() != operands.get(1).isLinear()
                    && op.result().isLinear();
        }
        if (op.operator() instanceof StrongRatio) {
            return operands.get(0).isLinear() != operands.get(1).isLinear()
                    && !operands.get(2).isLinear()
                    && op.result().isLinear();
        }
        if (op.operator() instanceof ShadowOperation operation) {
            return none(operands.subList(0, operation.kind() == ShadowOperation.Kind.FILL ? 3 : operands.size()));
        }
        if (op.operator() instanceof InvokeVariant) {
            return true;
        }
        if (op.operator() instanceof Arithmetic arithmetic) {
            return op.result().isLinear() && isLinear(arithmetic, operands);
        }
        return false;
    }

    private static boolean isLinear(Arithmetic arithmetic, List<Value> operands) {
        return switch (arithmetic) {
            case DADD, FADD, DSUB, FSUB ->
                operands.get(0).isLinear() && operands.get(1).isLinear();
            case DMUL, FMUL -> operands.get(0).isLinear() != operands.get(1).isLinear();
            case DNEG, FNEG, D2F, F2D -> operands.get(0).isLinear();
            default -> false;
        };
    }

    private static boolean none(List<Value> operands) {
        return operands.stream().noneMatch(Value::isLinear);
    }
}
