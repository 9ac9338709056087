package dev.fluxion.agent.link.dispatch;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;

/**
 * A call that runs what its receiver's class has. A class is linked when it is first met. The first few are tested for one after the
 * other, as the JVM's own inline caches do; all are known with their class, which the site does not keep alive.
 */
final class ReceiverSite extends MutableCallSite {
    /** So many tests cost less than to look a class up. */
    private static final int MOST_TESTED = 4;

    private static final MethodHandle IS_OF =
            find("isOf", MethodType.methodType(boolean.class, Class.class, Object.class));
    private static final MethodHandle CHOOSE =
            find("choose", MethodType.methodType(MethodHandle.class, ReceiverSite.class, Object.class));

    /** Links what a class has. */
    interface Targets {
        /** A handle of the site's type. */
        MethodHandle of(Class<?> receiver) throws Throwable;
    }

    private final int receiver;
    /** Null if it is the JVM's own, which never goes. */
    private final WeakReference<ClassLoader> caller;

    private final ClassValue<MethodHandle> known;

    private int tested;

    /**
     * A site that has met no class yet.
     *
     * @param receiver which of the arguments it is
     * @param caller the loader of the class that has the call
     */
    ReceiverSite(MethodType type, int receiver, ClassLoader caller, Targets targets) {
        super(type);
        this.receiver = receiver;
        this.caller = caller == null ? null : new WeakReference<>(caller);
        this.known = new ClassValue<>() {
            @Override
            protected MethodHandle computeValue(Class<?> met) {
                try {
                    return targets.of(met);
                } catch (Throwable failure) {
                    ReceiverSite.<RuntimeException>raise(failure);
                    throw new AssertionError(failure);
                }
            }
        };
        MethodHandle choose = ofReceiver(CHOOSE.bindTo(this), MethodHandle.class);
        setTarget(MethodHandles.foldArguments(MethodHandles.exactInvoker(type), choose));
    }

    /** A handle that is passed an object, as one that is passed the arguments up to the receiver. */
    private MethodHandle ofReceiver(MethodHandle ofObject, Class<?> result) {
        List<Class<?>> arguments = type().parameterList();
        MethodHandle typed = ofObject.asType(MethodType.methodType(result, arguments.get(receiver)));
        return MethodHandles.dropArguments(typed, 0, arguments.subList(0, receiver));
    }

    @SuppressWarnings("UnusedMethod") // by handle
    private static MethodHandle choose(ReceiverSite site, Object object) {
        Class<?> met = Objects.requireNonNull(object).getClass();
        MethodHandle chosen = site.known.get(met);
        if (site.tested < MOST_TESTED && site.keepsNothingAlive(met)) {
            site.test(met, chosen);
        }
        return chosen;
    }

    @SuppressWarnings("UnusedMethod") // by handle
    private static boolean isOf(Class<?> type, Object object) {
        return object.getClass() == type;
    }

    private synchronized void test(Class<?> met, MethodHandle chosen) {
        if (tested < MOST_TESTED) {
            tested++;
            setTarget(MethodHandles.guardWithTest(ofReceiver(IS_OF.bindTo(met), boolean.class), chosen, getTarget()));
        }
    }

    /** Whether the class lives as long as the caller's, whose code has the site. */
    private boolean keepsNothingAlive(Class<?> met) {
        if (met.isHidden() && !Revealed.isLambda(met)) {
            return false; // others than the JVM's own for lambdas may go before their loader
        }
        ClassLoader loader = met.getClassLoader();
        for (ClassLoader walk = caller == null ? null : caller.get(); walk != null; walk = walk.getParent()) {
            if (walk == loader) {
                return true;
            }
        }
        return loader == null;
    }

    private static MethodHandle find(String name, MethodType type) {
        try {
            return MethodHandles.lookup().findStatic(ReceiverSite.class, name, type);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable failure) throws T {
        throw (T) failure;
    }
}
