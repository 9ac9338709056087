package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;

/** What the JVM does of itself where a method is called on null, as an op of its own for a call whose body stands in its place. */
public final class NullCheck {
    private static final Invoke REQUIRE = new Invoke(
            Invoke.Kind.VIRTUAL, new MethodReference("java/lang/Object", "getClass", "()Ljava/lang/Class;", false));

    private static final Invoke REQUIRE_NON_NULL =
            Invoke.ofStatic("java/util/Objects", "requireNonNull", "(Ljava/lang/Object;)Ljava/lang/Object;");

    private NullCheck() {}

    /** An op that throws where the reference is null, and does nothing else. */
    public static Op of(Value reference, Position position) {
        Value unused = Value.of(Type.ofInternalName("java/lang/Class"));
        return new Op(REQUIRE, List.of(reference), List.of(unused), position);
    }

    /** Whether an op returns its operand, and throws where that is null. */
    public static boolean isIdentity(Op op) {
        return op.operator().equals(REQUIRE_NON_NULL) && op.results().size() == 1;
    }

    /** Whether an op has the form of one; its result may be used where the program wrote it. */
    public static boolean is(Op op) {
        return op.operator().equals(REQUIRE);
    }
}
