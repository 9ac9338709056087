package dev.fluxion.agent.link.companion;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** Which methods code may call: what its module could make accessible to it, and no more. */
public final class Reach {
    private Reach() {}

    /**
     * That a method given by reflection may be followed: everybody may call it, or whoever gave it could make it accessible.
     *
     * @throws IllegalArgumentException if not
     */
    @SuppressWarnings("deprecation") // canAccess would ask whether the compiler has access
    public static void require(Method method) {
        if (!method.isAccessible() && !isOpenToAll(method)) {
            throw new IllegalArgumentException("The method " + display(method) + " may not be differentiated: module "
                    + method.getDeclaringClass().getModule().getName() + " keeps it to itself, and it has not been made"
                    + " accessible. Call setAccessible(true) on it before it is passed to Fluxion.of, which succeeds where the"
                    + " caller's module may use it, or pass a method handle.");
        }
    }

    private static boolean isOpenToAll(Method method) {
        Class<?> declaring = method.getDeclaringClass();
        Module module = declaring.getModule();
        String name = declaring.getPackageName();
        return !module.isNamed()
                || module.isOpen(name)
                || Modifier.isPublic(method.getModifiers())
                        && Modifier.isPublic(declaring.getModifiers())
                        && module.isExported(name);
    }

    /**
     * That a class's own module could make a method accessible, as {@link Method#setAccessible} decides it.
     *
     * @param where names what asks for it, for the message
     * @throws IllegalArgumentException if not
     */
    public static void require(Class<?> caller, Method method, String where) {
        Class<?> declaring = method.getDeclaringClass();
        int access = method.getModifiers();
        boolean isInherited = Modifier.isProtected(access) && !Modifier.isStatic(access);
        if (!mayCall(caller, declaring, declaring, isInherited ? 0 : access)) {
            throw new IllegalArgumentException(where + " may not use the method " + display(method) + ": module "
                    + declaring.getModule().getName() + " does not open the package " + declaring.getPackageName()
                    + " to "
                    + module(caller) + ".");
        }
    }

    /**
     * Whether a class may call a method in its own code, or its module could make the method accessible to it.
     *
     * @param named the class by which it names the method
     * @param declaring the class that has it
     * @param access the method's modifiers
     */
    public static boolean mayCall(Class<?> caller, Class<?> named, Class<?> declaring, int access) {
        Module from = caller.getModule();
        Module to = declaring.getModule();
        if (from == to || !to.isNamed() || to.isOpen(declaring.getPackageName(), from)) {
            return true;
        }
        boolean isVisible = named.getModule() == from
                || Modifier.isPublic(named.getModifiers())
                        && named.getModule().isExported(named.getPackageName(), from);
        boolean isInherited = Modifier.isProtected(access) && declaring.isAssignableFrom(caller);
        return isVisible && (Modifier.isPublic(access) || isInherited);
    }

    private static String display(Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }

    private static String module(Class<?> caller) {
        return caller.getModule().isNamed() ? "module " + caller.getModule().getName() : "the class path";
    }
}
