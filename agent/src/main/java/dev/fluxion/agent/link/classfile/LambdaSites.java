package dev.fluxion.agent.link.classfile;

import dev.fluxion.agent.ir.operator.InvokeDynamic;
import org.objectweb.asm.Handle;

/** The calls that make lambdas and method references. */
public final class LambdaSites {
    private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";

    private LambdaSites() {}

    /** Whether a dynamic call is one. */
    public static boolean makeLambda(InvokeDynamic call) {
        return call.bootstrap() instanceof Handle bootstrap
                && bootstrap.getOwner().equals(METAFACTORY);
    }
}
