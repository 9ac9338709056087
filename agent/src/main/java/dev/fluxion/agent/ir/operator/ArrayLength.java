package dev.fluxion.agent.ir.operator;

/** {@code array -> int}. An array's length never changes, so the op counts as pure. */
public record ArrayLength() implements Operator {
    @Override
    public OpKind opKind() {
        return OpKind.ARRAY_LENGTH;
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
        return "length";
    }
}
