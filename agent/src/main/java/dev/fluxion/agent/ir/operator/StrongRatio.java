package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.value.Type;

/**
 * {@code a, guard, divisor -> a * guard / divisor}, which leaves the range of its type only if the result does. The product is that
 * of {@link StrongScale}, and if it is zero, so is the result, whatever the divisor. Linear in {@code a} or in {@code guard}. One op
 * until it is written, so that no part of it stands alone: the slope {@code a / divisor} may be out of range where the tangent that it
 * scales brings it back, and so may the derivative of a reciprocal where that of the quotient is not.
 *
 * @param type {@link Type#DOUBLE} or {@link Type#FLOAT}
 */
public record StrongRatio(Type type) implements Operator {
    @Override
    public OpKind opKind() {
        return OpKind.STRONG_RATIO;
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
        return "strongratio " + type;
    }
}
