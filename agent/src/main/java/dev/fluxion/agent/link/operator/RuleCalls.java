package dev.fluxion.agent.link.operator;

import dev.fluxion.runtime.Tape;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What is differentiated where a user asks for the derivative of a method that has a rule: another method, that only calls it. Its
 * own code may be native, or not what the rule stands for.
 */
final class RuleCalls {
    private static final String NAME = "dev.fluxion.call.Call";

    private RuleCalls() {}

    /**
     * A static method that takes the receiver, if there is one, and the arguments, in a class of its own.
     *
     * @throws IllegalArgumentException if no other class may call the method
     */
    static Method of(Method method, List<Class<?>> types) {
        Class<?> owner = method.getDeclaringClass();
        boolean isOpen = Modifier.isPublic(method.getModifiers())
                && isPublic(owner)
                && owner.getModule().isExported(owner.getPackageName());
        if (!isOpen) {
            throw new IllegalArgumentException("The method " + owner.getName() + "." + method.getName()
                    + " is differentiated by a rule, but it is not public: pass a method or a lambda that calls it.");
        }
        ClassLoader loader = owner.getClassLoader();
        Home home = new Home(loader == null ? Tape.class.getClassLoader() : loader, code(method, types));
        try {
            return Class.forName(NAME, false, home).getDeclaredMethod(method.getName(), types.toArray(Class<?>[]::new));
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(method.toString(), impossible);
        }
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> walk = type; walk != null; walk = walk.getDeclaringClass()) {
            if (!Modifier.isPublic(walk.getModifiers())) {
                return false;
            }
        }
        return true;
    }

    private static byte[] code(Method method, List<Class<?>> types) {
        Class<?> owner = method.getDeclaringClass();
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        String name = NAME.replace('.', '/');
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, name, null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(
                Opcodes.ACC_STATIC,
                method.getName(),
                MethodType.methodType(method.getReturnType(), types).toMethodDescriptorString(),
                null,
                null);
        code.visitCode();
        int local = 0;
        for (Class<?> type : types) {
            Type asm = Type.getType(type);
            code.visitVarInsn(asm.getOpcode(Opcodes.ILOAD), local);
            local += asm.getSize();
        }
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        int virtual = owner.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        code.visitMethodInsn(
                isStatic ? Opcodes.INVOKESTATIC : virtual,
                Type.getInternalName(owner),
                method.getName(),
                Type.getMethodDescriptor(method),
                owner.isInterface());
        code.visitInsn(Type.getType(method.getReturnType()).getOpcode(Opcodes.IRETURN));
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Defines one class, and gives out its file as the compiler asks for it. */
    private static final class Home extends ClassLoader {
        private final byte[] classFile;

        Home(ClassLoader parent, byte[] classFile) {
            super(parent);
            this.classFile = classFile;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.equals(NAME)) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, classFile, 0, classFile.length);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            return name.equals(NAME.replace('.', '/') + ".class")
                    ? new ByteArrayInputStream(classFile)
                    : super.getResourceAsStream(name);
        }
    }
}
