package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.value.Type;

/** {@code reference -> int}. */
public record InstanceOf(Type target) implements Operator {
    @Override
    public OpKind opKind() {
        return OpKind.INSTANCE_OF;
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
        return "instanceof " + target;
    }
}
