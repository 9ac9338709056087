package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.value.Element;

/** {@code array, index, element ->}. With a linear element it stores a tangent into a shadow array. */
public record ArrayStore(Element element) implements Operator {
    @Override
    public OpKind opKind() {
        return OpKind.ARRAY_STORE;
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
        return "store " + element;
    }
}
