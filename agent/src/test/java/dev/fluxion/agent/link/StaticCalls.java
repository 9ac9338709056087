package dev.fluxion.agent.link;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** For a static method of numbers, a subject that calls it with the elements of its array, and 3 for each whole number. */
final class StaticCalls {
    private static final int WHOLE = 3;
    private static final Home HOME = new Home();
    private static final Map<Method, Laboratory.Subject> SUBJECTS = new HashMap<>();

    private StaticCalls() {}

    /** The public static methods of numbers and whole numbers that take a number, and return one. */
    static List<Method> of(Class<?> owner) {
        List<Method> methods = new ArrayList<>();
        for (Method method : owner.getDeclaredMethods()) {
            boolean isCallable = Modifier.isStatic(method.getModifiers())
                    && Modifier.isPublic(method.getModifiers())
                    && isNumber(method.getReturnType());
            boolean isPrimitive = Arrays.stream(method.getParameterTypes()).allMatch(Class::isPrimitive);
            if (isCallable && isPrimitive && numbers(method) > 0) {
                methods.add(method);
            }
        }
        methods.sort(Comparator.comparing(Method::toString));
        return methods;
    }

    static boolean isNumber(Class<?> type) {
        return type == double.class || type == float.class;
    }

    /** How many of the parameters are numbers. */
    static int numbers(Method method) {
        return (int) Arrays.stream(method.getParameterTypes())
                .filter(StaticCalls::isNumber)
                .count();
    }

    static synchronized Laboratory.Subject subject(Method method) {
        return SUBJECTS.computeIfAbsent(method, StaticCalls::linked);
    }

    private static Laboratory.Subject linked(Method method) {
        String name = "StaticCall" + HOME.classFiles.size();
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "call", "([D)D", null, null);
        code.visitCode();
        int next = 0;
        for (Class<?> type : method.getParameterTypes()) {
            if (isNumber(type)) {
                code.visitVarInsn(Opcodes.ALOAD, 0);
                code.visitIntInsn(Opcodes.BIPUSH, next++);
                code.visitInsn(Opcodes.DALOAD);
                if (type == float.class) {
                    code.visitInsn(Opcodes.D2F);
                }
            } else {
                code.visitLdcInsn(type == long.class ? (Object) (long) WHOLE : (Object) WHOLE);
            }
        }
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                Type.getInternalName(method.getDeclaringClass()),
                method.getName(),
                Type.getMethodDescriptor(method),
                false);
        if (method.getReturnType() == float.class) {
            code.visitInsn(Opcodes.F2D);
        }
        code.visitInsn(Opcodes.DRETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        HOME.classFiles.put(name, writer.toByteArray());
        try {
            return Laboratory.subject(HOME.loadClass(name), "call");
        } catch (ClassNotFoundException impossible) {
            throw new LinkageError(name, impossible);
        }
    }

    private static final class Home extends ClassLoader {
        private final Map<String, byte[]> classFiles = new ConcurrentHashMap<>();

        Home() {
            super(StaticCalls.class.getClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] classFile = classFiles.get(name);
            if (classFile == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, classFile, 0, classFile.length);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            byte[] classFile = classFiles.get(name.replace(".class", ""));
            return classFile == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(classFile);
        }
    }
}
