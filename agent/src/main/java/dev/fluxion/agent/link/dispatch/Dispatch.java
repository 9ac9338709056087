package dev.fluxion.agent.link.dispatch;

import dev.fluxion.agent.link.classfile.Selection;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

/** Which method a receiver runs when a method is called on it, as the JVM chooses it (JVMS 5.4.6). */
public final class Dispatch {
    private static final Selection<Class<?>, Method> SELECTION = new Loaded();

    private Dispatch() {}

    /** What a reference by name resolves to (JVMS 5.4.3.3 and 5.4.3.4), or null. */
    public static Method resolve(Class<?> owner, String name, MethodType type) {
        return SELECTION.resolve(owner, name, type.toMethodDescriptorString());
    }

    /**
     * What the receiver runs.
     *
     * @param receiver class of the object that the method is called on
     * @throws IncompatibleClassChangeError as a call would where there is no such method, or more than one
     */
    public static Method implementation(Method method, Class<?> receiver) {
        Method chosen = SELECTION.select(receiver, method);
        String described = method.getDeclaringClass().getName() + "." + method.getName();
        if (chosen == null || Modifier.isAbstract(chosen.getModifiers())) {
            // What is asked of a class that has no objects is answered when an object asks.
            if (Modifier.isAbstract(receiver.getModifiers())) {
                return method;
            }
            throw SELECTION.isAmbiguous(receiver, method)
                    ? new IncompatibleClassChangeError(
                            receiver.getName() + " inherits several methods for " + described + ".")
                    : new AbstractMethodError(receiver.getName() + " has no code for " + described + ".");
        }
        boolean isHidden = method.getDeclaringClass().isInterface()
                && !Modifier.isPublic(chosen.getModifiers())
                && !Modifier.isPrivate(chosen.getModifiers());
        if (isHidden) {
            throw new IllegalAccessError(
                    receiver.getName() + " has a method for " + described + " that is not public.");
        }
        return chosen;
    }

    /** What reflection tells. */
    private static final class Loaded extends Selection<Class<?>, Method> {
        @Override
        public Class<?> object() {
            return Object.class;
        }

        @Override
        public Class<?> superclass(Class<?> type) {
            return type.getSuperclass();
        }

        @Override
        public List<Class<?>> interfaces(Class<?> type) {
            return List.of(type.getInterfaces());
        }

        @Override
        public boolean isInterface(Class<?> type) {
            return type.isInterface();
        }

        @Override
        public boolean isInSamePackage(Class<?> first, Class<?> second) {
            return first.getClassLoader() == second.getClassLoader()
                    && first.getPackageName().equals(second.getPackageName());
        }

        @Override
        public Method declared(Class<?> type, String name, String descriptor) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name) && descriptor(method).equals(descriptor)) {
                    return method;
                }
            }
            return null;
        }

        @Override
        public String name(Method method) {
            return method.getName();
        }

        @Override
        public String descriptor(Method method) {
            return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                    .toMethodDescriptorString();
        }

        @Override
        public Class<?> owner(Method method) {
            return method.getDeclaringClass();
        }

        @Override
        public int access(Method method) {
            return method.getModifiers();
        }
    }
}
