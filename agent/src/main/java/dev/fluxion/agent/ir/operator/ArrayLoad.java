package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.value.Element;

/** {@code array, index -> element}. With a linear result it loads the tangent from a shadow array. */
public record ArrayLoad(Element element) implements Operator {
    @Override
    public OpKind opKind() {
        return OpKind.ARRAY_LOAD;
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
        return "load " + element;
    }
}
