package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.value.Type;

/**
 * {@code a, guard -> a * guard}, but zero where the product is NaN and {@code guard == 0}: a zero tangent or cotangent stays
 * zero against a partial that is not finite. Linear in either operand. One op until it is written, so that it can be
 * linearized and transposed as a whole.
 *
 * @param type {@link Type#DOUBLE} or {@link Type#FLOAT}
 */
public record StrongScale(Type type) implements Operator {
    @Override
    public OpKind opKind() {
        return OpKind.STRONG_SCALE;
    }

    @Override
    public boolean mayThrow() {
        return false;
    }

    @Override
    public boolean isPure() {
        return true;
    }

    @Override
    public String text() {
        return "strongscale " + type;
    }
}
