package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;

/** What the JVM does of itself when a method is called on null: a derived method takes its receiver as an argument, which may be. */
public final class Receivers {
    private Receivers() {}

    /** Whether the call chooses by its receiver, and throws where that is null. */
    public static boolean mayBeNull(Op op) {
        return op.operator() instanceof Invoke invoke
                && (invoke.kind() == Invoke.Kind.VIRTUAL || invoke.kind() == Invoke.Kind.INTERFACE);
    }
}
