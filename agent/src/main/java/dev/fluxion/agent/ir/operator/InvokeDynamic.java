package dev.fluxion.agent.ir.operator;

import java.util.List;

/**
 * {@code arguments... -> [result]}: a dynamically linked call.
 *
 * @param bootstrap the bootstrap method handle, in the class-file library's form
 * @param bootstrapArguments static arguments, in the class-file library's form
 */
public record InvokeDynamic(String name, String descriptor, Object bootstrap, List<Object> bootstrapArguments)
        implements Operator {
    @Override
    public OpKind opKind() {
        return OpKind.INVOKE_DYNAMIC;
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
        return "invokedynamic " + Notation.name(name) + descriptor + " "
                + ConstantText.bootstrap(bootstrap, bootstrapArguments);
    }
}
