package dev.fluxion.agent.ir.operator;

/**
 * {@code tape, arguments... -> results...}: a call of a derived variant of a method, linked on first execution. It may return
 * any number of values; all but the first travel through the tape object once written as bytecode.
 *
 * @param linear whether the call carries tangents past a call of the primal and belongs to the linear part too
 */
public record InvokeVariant(Variant variant, boolean linear) implements Operator {
    @Override
    public InvokeVariant erased() {
        return new InvokeVariant(variant, false);
    }

    @Override
    public OpKind opKind() {
        return OpKind.INVOKE_VARIANT;
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
        return (linear ? "linear " : "") + "invokevariant " + Invoke.way(variant.kind(), variant.method()) + variant;
    }
}
