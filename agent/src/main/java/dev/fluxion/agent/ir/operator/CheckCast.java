package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.value.Type;

/** {@code reference -> reference of the given type}. */
public record CheckCast(Type target) implements Operator {
    @Override
    public OpKind opKind() {
        return OpKind.CHECK_CAST;
    }

    @Override
    public boolean mayThrow() {
        return true;
    }

    @Override
    public boolean isPure() {
        return true;
    }

    @Override
    public String text() {
        return "checkcast " + target;
    }
}
