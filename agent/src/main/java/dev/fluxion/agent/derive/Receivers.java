package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Invoke;
import dev.fluxion.agent.ir.MethodReference;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Position;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import java.util.List;

/** What the JVM does of itself when a method is called on null: a derived method takes its receiver as an argument, which may be. */
final class Receivers {
    private static final Invoke REQUIRE = new Invoke(
            Invoke.Kind.VIRTUAL, new MethodReference("java/lang/Object", "getClass", "()Ljava/lang/Class;", false));

    private Receivers() {}

    /** Whether the call chooses by its receiver, and throws where that is null. */
    static boolean mayBeNull(Op op) {
        return op.operator() instanceof Invoke invoke
                && (invoke.kind() == Invoke.Kind.VIRTUAL || invoke.kind() == Invoke.Kind.INTERFACE);
    }

    /** An op that throws where the receiver is null, and does nothing else. */
    static Op require(Value receiver, Position position) {
        Value unused = Value.of(Type.ofInternalName("java/lang/Class"));
        return new Op(REQUIRE, List.of(receiver), List.of(unused), position);
    }
}
