package dev.fluxion.agent.ir.operator;

/** {@code -> object}, uninitialised until a constructor was invoked on it. */
public record NewObject(String className) implements Operator {
    @Override
    public OpKind opKind() {
        return OpKind.NEW_OBJECT;
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
        return "new " + Notation.className(className);
    }
}
