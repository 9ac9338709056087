package dev.fluxion.agent.link.dispatch;

import dev.fluxion.agent.ir.operator.MethodReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.objectweb.asm.Type;

/** From methods of loaded classes to those of class files. */
final class Methods {
    private Methods() {}

    static MethodReference reference(Method method) {
        return new MethodReference(
                Type.getInternalName(method.getDeclaringClass()),
                method.getName(),
                Type.getMethodDescriptor(method),
                method.getDeclaringClass().isInterface());
    }

    static boolean isStatic(Method method) {
        return Modifier.isStatic(method.getModifiers());
    }

    /** The loader with whose classes and rules the calls go on: the caller's, unless that does not see the class. */
    static ClassLoader view(ClassLoader caller, Class<?> type) {
        try {
            return Class.forName(type.getName(), false, caller) == type ? caller : type.getClassLoader();
        } catch (ClassNotFoundException hidden) {
            return type.getClassLoader();
        }
    }
}
