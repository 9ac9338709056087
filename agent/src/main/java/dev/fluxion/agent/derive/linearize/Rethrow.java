package dev.fluxion.agent.derive.linearize;

import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;
import java.util.Set;

/**
 * What the program's handlers do first in differentiated code: a refusal passes by, and an error of the JVM becomes one, because it
 * comes where the plain call has none. Handlers that only clean up need it not, since whatever they catch flies on.
 */
public final class Rethrow {
    private static final Invoke RETHROW =
            Invoke.ofStatic(Intrinsic.REFUSAL, "rethrow", "(Ljava/lang/Throwable;Ljava/lang/String;)V");

    /** Types whose handlers may catch one of them. */
    private static final Set<String> CATCHING = Set.of(
            "java/lang/Throwable",
            "java/lang/Error",
            "java/lang/VirtualMachineError",
            "java/lang/StackOverflowError",
            "java/lang/OutOfMemoryError",
            "java/lang/InternalError",
            "java/lang/UnknownError");

    private Rethrow() {}

    /** Whether a handler must begin with it. */
    public static boolean isNeeded(Handler handler) {
        boolean catches = handler.catchType() == null || CATCHING.contains(handler.catchType());
        return catches && !Cleanup.rethrows(handler.edge().target());
    }

    /** Where a handler stands in the source. */
    public static Position place(Block handler, String function) {
        for (Op op : handler.ops()) {
            if (op.position().line() >= 0) {
                return op.position();
            }
        }
        return new Position(function, -1);
    }

    /**
     * Writes the beginning of a handler that hands on what it caught.
     *
     * @param handler the block that begins so, which holds nothing else yet
     */
    public static void begin(Block handler, Value exception, Position place) {
        Value text = Value.of(Type.ofInternalName("java/lang/String"));
        handler.ops().add(new Op(new Constant(place.toString()), List.of(), List.of(text), place));
        handler.ops().add(new Op(RETHROW, List.of(exception, text), List.of(), place));
    }
}
