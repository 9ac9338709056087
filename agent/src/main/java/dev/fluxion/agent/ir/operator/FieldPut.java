package dev.fluxion.agent.ir.operator;

/** {@code object, value ->}, or {@code value ->} of a static field. */
public record FieldPut(FieldReference field, boolean isStatic) implements Operator {
    @Override
    public OpKind opKind() {
        return OpKind.FIELD_PUT;
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
        return (isStatic ? "putstatic " : "putfield ") + field;
    }
}
