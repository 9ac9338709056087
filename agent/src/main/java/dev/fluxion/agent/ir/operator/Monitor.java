package dev.fluxion.agent.ir.operator;

/** {@code object ->}: enters or leaves the object's monitor. */
public record Monitor(boolean enter) implements Operator {
    @Override
    public OpKind opKind() {
        return OpKind.MONITOR;
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
        return enter ? "monitorenter" : "monitorexit";
    }
}
