package dev.fluxion.agent.link.entry;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.function.IntFunction;

/**
 * The call of a derivative along many directions. The first small number of them that is met gets code of its own: loops over few lanes
 * take half the time where the JIT compiler knows how many there are. All further numbers share the code for any.
 */
final class LaneCountSite extends MutableCallSite {
    /** For more lanes the loops themselves take most of the time. */
    private static final int MOST = 8;

    private static final MethodHandle CHOOSE;
    private static final MethodHandle IS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CHOOSE = lookup.findVirtual(
                    LaneCountSite.class, "choose", MethodType.methodType(MethodHandle.class, int.class));
            IS = lookup.findStatic(
                    LaneCountSite.class, "is", MethodType.methodType(boolean.class, int.class, int.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of this class", e);
        }
    }

    /** By the number of lanes, 0 for any, the derivative for them. */
    private final IntFunction<MethodHandle> derivatives;

    private final MethodHandle link;
    /** The number that has code of its own, and that code; null until it is met. */
    private int count;

    private MethodHandle own;

    private LaneCountSite(MethodType type, IntFunction<MethodHandle> derivatives) {
        super(type);
        this.derivatives = derivatives;
        this.link = MethodHandles.foldArguments(
                MethodHandles.exactInvoker(type), ofLanes(CHOOSE.bindTo(this), MethodHandle.class));
        setTarget(link);
    }

    /**
     * A handle that is linked when it is first called.
     *
     * @param type with the number of lanes as the last parameter
     * @param derivatives link the derivative for a number of lanes, or, if that is 0, the one for any
     */
    static MethodHandle of(MethodType type, IntFunction<MethodHandle> derivatives) {
        return new LaneCountSite(type, derivatives).dynamicInvoker();
    }

    /** Takes what the site takes, of which the function is passed the number of lanes. */
    private MethodHandle ofLanes(MethodHandle function, Class<?> result) {
        return MethodHandles.permuteArguments(function, type().changeReturnType(result), type().parameterCount() - 1);
    }

    @SuppressWarnings("UnusedMethod") // CHOOSE
    private synchronized MethodHandle choose(int lanes) {
        if (own == null && lanes > 0 && lanes <= MOST) {
            count = lanes;
            own = derivatives.apply(lanes);
            setTarget(orElse(link));
        }
        if (own != null && lanes == count) {
            return own;
        }
        MethodHandle any = derivatives.apply(0);
        setTarget(own == null ? any : orElse(any));
        return any;
    }

    private MethodHandle orElse(MethodHandle other) {
        MethodHandle isOwn = MethodHandles.insertArguments(IS, 0, count);
        return MethodHandles.guardWithTest(ofLanes(isOwn, boolean.class), own, other);
    }

    @SuppressWarnings("UnusedMethod") // IS
    private static boolean is(int lanes, int given) {
        return lanes == given;
    }
}
