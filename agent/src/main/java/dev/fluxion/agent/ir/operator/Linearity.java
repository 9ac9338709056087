package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.value.Value;
import java.util.List;

/** The linear sub-language: which ops are linear in the linear values they use. */
public final class Linearity {
    private Linearity() {}

    /** Whether an op that touches linear values is linear in them. */
    public static boolean isLinearOp(Op op) {
        List<Value> operands = op.operands();
        return switch (op.kind()) {
            case ARITHMETIC -> op.result().isLinear() && isLinear((Arithmetic) op.operator(), operands);
            case CONSTANT -> isZero((Constant) op.operator());
            case ARRAY_LOAD -> none(operands);
            case ARRAY_STORE -> none(operands.subList(0, 2));
            case STRONG_SCALE ->
                operands.get(0).isLinear() != operands.get(1).isLinear()
                        && op.result().isLinear();
            case STRONG_RATIO ->
                operands.get(0).isLinear() != operands.get(1).isLinear()
                        && !operands.get(2).isLinear()
                        && op.result().isLinear();
            case SHADOW_OPERATION -> none(shadowsAndPlaces((ShadowOperation) op.operator(), operands));
            case INVOKE_VARIANT -> true;
            case ARRAY_LENGTH, NEW_ARRAY, NEW_OBJECT, FIELD_GET, FIELD_PUT -> false;
            case INVOKE, INVOKE_DYNAMIC, CHECK_CAST, INSTANCE_OF, MONITOR, REFUSE -> false;
        };
    }

    private static boolean isZero(Constant constant) {
        return constant.value() instanceof Number number && number.doubleValue() == 0;
    }

    /** All operands but a number to fill with. */
    private static List<Value> shadowsAndPlaces(ShadowOperation operation, List<Value> operands) {
        return operands.subList(0, operation.kind() == ShadowOperation.Kind.FILL ? 3 : operands.size());
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
