package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.link.companion.Generations;
import dev.fluxion.agent.link.operator.Stub;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Modifier;

/**
 * The entry of a stub whose method a subclass may override: what runs is chosen by the class of the receiver, at once for
 * receivers of the stub's own class.
 */
final class Overridable {
    private final Generations generations;
    private final Class<?> owner;
    private final String stub;
    private final MethodType type;

    private final ClassValue<MethodHandle> entries = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> receiver) {
            try {
                return GuardedEntry.of(generations, request(owner, receiver, stub, type))
                        .asType(type);
            } catch (Throwable failure) {
                Overridable.<RuntimeException>raise(failure);
                throw new AssertionError(failure);
            }
        }
    };

    private Overridable(Generations generations, Class<?> owner, String stub, MethodType type) {
        this.generations = generations;
        this.owner = owner;
        this.stub = stub;
        this.type = type;
    }

    /** Does not keep the stub's class alive: what is made belongs to that of the receiver, which may live longer. */
    private static Request request(Class<?> owner, Class<?> receiver, String stub, MethodType type) {
        WeakReference<Class<?>> weak = new WeakReference<>(owner);
        return linker -> Stub.find(linker, weak.get(), receiver, stub, type);
    }

    /** A handle of the stub's type. */
    static MethodHandle entry(Generations generations, Class<?> owner, String stub, MethodType type) throws Throwable {
        Overridable overridable = new Overridable(generations, owner, stub, type);
        MethodHandle choose = MethodHandles.lookup()
                .bind(overridable, "choose", MethodType.methodType(MethodHandle.class, Object.class))
                .asType(MethodType.methodType(MethodHandle.class, type.parameterType(0)));
        MethodHandle chosen = MethodHandles.foldArguments(MethodHandles.exactInvoker(type), choose);
        Class<?> usual = type.parameterType(0);
        if (Modifier.isAbstract(usual.getModifiers())) {
            return chosen;
        }
        MethodHandle isUsual = MethodHandles.lookup()
                .findStatic(Overridable.class, "isOf", MethodType.methodType(boolean.class, Class.class, Object.class))
                .bindTo(usual)
                .asType(MethodType.methodType(boolean.class, usual));
        MethodHandle direct =
                GuardedEntry.of(generations, request(owner, usual, stub, type)).asType(type);
        return MethodHandles.guardWithTest(isUsual, direct, chosen);
    }

    @SuppressWarnings("UnusedMethod") // by handle
    private MethodHandle choose(Object receiver) {
        return entries.get(receiver.getClass());
    }

    @SuppressWarnings("UnusedMethod") // by handle
    private static boolean isOf(Class<?> type, Object receiver) {
        return receiver.getClass() == type;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable failure) throws T {
        throw (T) failure;
    }
}
