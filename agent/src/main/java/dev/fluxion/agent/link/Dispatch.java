package dev.fluxion.agent.link;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/** Which method a receiver runs when a method is called on it, as the JVM chooses it (JVMS 5.4.6). */
final class Dispatch {
    private Dispatch() {}

    /** @param receiver class of the object that the method is called on */
    static Method implementation(Method method, Class<?> receiver) {
        if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            return method;
        }
        for (Class<?> walk = receiver; walk != null; walk = walk.getSuperclass()) {
            Method candidate = declared(walk, method);
            if (candidate != null && overrides(candidate, method)) {
                return candidate;
            }
        }
        Method chosen = method;
        for (Class<?> walk = receiver; walk != null; walk = walk.getSuperclass()) {
            for (Class<?> implemented : walk.getInterfaces()) {
                chosen = mostSpecific(implemented, chosen);
            }
        }
        return chosen;
    }

    /** The method itself, or one of its signature that a subinterface of its interface has code for. */
    private static Method mostSpecific(Class<?> type, Method known) {
        Method candidate = declared(type, known);
        boolean isBetter = candidate != null
                && !candidate.equals(known)
                && !Modifier.isAbstract(candidate.getModifiers())
                && !Modifier.isPrivate(candidate.getModifiers())
                && known.getDeclaringClass().isAssignableFrom(type);
        Method chosen = isBetter ? candidate : known;
        for (Class<?> extended : type.getInterfaces()) {
            chosen = mostSpecific(extended, chosen);
        }
        return chosen;
    }

    private static Method declared(Class<?> type, Method like) {
        for (Method candidate : type.getDeclaredMethods()) {
            if (candidate.getName().equals(like.getName())
                    && candidate.getReturnType() == like.getReturnType()
                    && Arrays.equals(candidate.getParameterTypes(), like.getParameterTypes())
                    && !Modifier.isStatic(candidate.getModifiers())) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean overrides(Method candidate, Method method) {
        if (candidate.equals(method)) {
            return true;
        }
        int access = method.getModifiers();
        boolean isVisible = Modifier.isPublic(access) || Modifier.isProtected(access);
        boolean samePackage = candidate.getDeclaringClass().getPackage()
                == method.getDeclaringClass().getPackage();
        return !Modifier.isPrivate(candidate.getModifiers())
                && !Modifier.isAbstract(candidate.getModifiers())
                && (isVisible || samePackage);
    }
}
