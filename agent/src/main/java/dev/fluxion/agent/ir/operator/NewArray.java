package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.value.Type;

/**
 * {@code length... -> array}: a new array of the given type with as many leading dimensions allocated as there are operands.
 *
 * @param arrayType the type of the array itself, for example {@code [[D}
 */
public record NewArray(Type arrayType) implements Operator {
    @Override
    public OpKind opKind() {
        return OpKind.NEW_ARRAY;
    }

    @Override
    public boolean mayThrow() {
        return true;
    }

    @Override
    public boolean isPure() {
        return false;
    }

    @Override
    public String text() {
        return "newarray " + arrayType;
    }
}
