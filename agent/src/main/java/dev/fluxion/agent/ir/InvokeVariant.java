package dev.fluxion.agent.ir;

/**
 * {@code tape, arguments... -> results...}: a call of a derived variant of a method, linked on first execution. It may return
 * any number of values; all but the first travel through the tape object once written as bytecode.
 */
public record InvokeVariant(Variant variant) implements Operator {
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
        return "invokevariant " + variant;
    }
}
