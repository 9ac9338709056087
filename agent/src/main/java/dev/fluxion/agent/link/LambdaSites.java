package dev.fluxion.agent.link;

import dev.fluxion.agent.ir.InvokeDynamic;
import org.objectweb.asm.Handle;

/** The calls that make lambdas and method references. */
final class LambdaSites {
    private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";

    private LambdaSites() {}

    /** Whether a dynamic call is one. */
    static boolean makeLambda(InvokeDynamic call) {
        return call.bootstrap() instanceof Handle bootstrap
                && bootstrap.getOwner().equals(METAFACTORY);
    }
}
