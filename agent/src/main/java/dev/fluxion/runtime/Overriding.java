package dev.fluxion.runtime;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Whether a receiver runs the very method that a call names, which a rule is for, or one that overrides it. */
public final class Overriding {
    private static final Class<?> NOBODY = void.class;

    private static final ClassValue<Map<String, Class<?>>> ANSWERS = new ClassValue<>() {
        @Override
        protected Map<String, Class<?>> computeValue(Class<?> receiver) {
            return new ConcurrentHashMap<>();
        }
    };

    private Overriding() {}

    /**
     * Refuses a call that would run another method than the one given.
     *
     * @param receiver may be null: then the call fails by itself
     * @param method as {@code pkg/Class.name(descriptor)}, by the class that declares it
     * @param place method and source line of the call
     */
    public static void requireNone(Object receiver, String method, String place) throws Refusal {
        if (receiver == null) {
            return;
        }
        Map<String, Class<?>> answers = ANSWERS.get(receiver.getClass());
        Class<?> overrides = answers.get(method);
        if (overrides == null) {
            String owner = method.substring(0, method.indexOf('.')).replace('/', '.');
            overrides = find(receiver.getClass(), owner, method.substring(owner.length() + 1));
            answers.put(method, overrides);
        }
        if (overrides != NOBODY) {
            throw refusal(overrides, method, place);
        }
    }

    private static Refusal refusal(Class<?> overrides, String method, String place) {
        String display = method.substring(0, method.indexOf('(')).replace('/', '.');
        String name = display.substring(display.lastIndexOf('.'));
        return new Refusal("Cannot differentiate a call of " + overrides.getName() + name + " at " + place
                + ": what is declared for " + display
                + " holds for that method only, and this one overrides it. Call it on a"
                + " variable of type " + overrides.getName()
                + ", and declare what holds for it; or declare an abstract method"
                + " that both implement, if the same holds for all of them, and call that.");
    }

    /** A class below the owner that has a method of the signature: in case of doubt, one that does not override it after all. */
    private static Class<?> find(Class<?> receiver, String owner, String signature) {
        for (Class<?> walk = receiver; walk != null; walk = walk.getSuperclass()) {
            if (walk.getName().equals(owner)) {
                return NOBODY;
            }
            if (declares(walk, signature)) {
                return walk;
            }
        }
        Class<?> found = NOBODY;
        for (Class<?> walk = receiver; walk != null && found == NOBODY; walk = walk.getSuperclass()) {
            found = findInInterfaces(walk, owner, signature);
        }
        return found;
    }

    private static Class<?> findInInterfaces(Class<?> type, String owner, String signature) {
        for (Class<?> implemented : type.getInterfaces()) {
            if (!implemented.getName().equals(owner)) {
                Class<?> found = declares(implemented, signature)
                        ? implemented
                        : findInInterfaces(implemented, owner, signature);
                if (found != NOBODY) {
                    return found;
                }
            }
        }
        return NOBODY;
    }

    private static boolean declares(Class<?> type, String signature) {
        for (Method method : type.getDeclaredMethods()) {
            MethodType own = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
            boolean isSame =
                    method.getName().concat(own.toMethodDescriptorString()).equals(signature);
            if (isSame && (method.getModifiers() & (Modifier.STATIC | Modifier.PRIVATE)) == 0) {
                return true;
            }
        }
        return false;
    }
}
