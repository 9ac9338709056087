package dev.fluxion.agent.link;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A few interfaces and a chain of classes of which some have a method {@code double z(double)}, each another polynomial, and a class
 * {@code p.Caller} whose method {@code double f(double[])} calls it in one of the ways that the JVM has. Made as class files, so
 * that shapes are among them which no Java source has.
 */
public final class SmallHierarchies {
    /** How a type declares the method. */
    public enum Form {
        NONE(0),
        PUBLIC(Opcodes.ACC_PUBLIC),
        ABSTRACT(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT),
        PRIVATE(Opcodes.ACC_PRIVATE),
        STATIC(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC),
        PROTECTED(Opcodes.ACC_PROTECTED),
        PACKAGE(0);

        private final int access;

        Form(int access) {
            this.access = access;
        }
    }

    /**
     * A class or interface.
     *
     * @param above indices of the interfaces that it extends or implements
     */
    public record Declared(String name, boolean isInterface, List<Integer> above, Form form) {}

    /** How the method is called. */
    public enum Call {
        /** On a new object of the last class, by the name of some type. */
        BY_NAME,
        /** {@code super.z(x)} in the last class, by the name of some superclass or superinterface. */
        SUPER,
        /** Without a receiver. */
        STATIC
    }

    private final List<Declared> types;
    private final Call call;
    private final int named;

    public SmallHierarchies(List<Declared> types, Call call, int named) {
        this.types = types;
        this.call = call;
        this.named = named;
    }

    public static SmallHierarchies random(Random random) {
        List<Declared> types = new ArrayList<>();
        int interfaces = 1 + random.nextInt(4);
        for (int i = 0; i < interfaces; i++) {
            Form form = pick(random, Form.NONE, Form.PUBLIC, Form.PUBLIC, Form.ABSTRACT, Form.PRIVATE, Form.STATIC);
            types.add(new Declared("p/I" + i, true, some(random, i), form));
        }
        int classes = 1 + random.nextInt(4);
        for (int i = 0; i < classes; i++) {
            Form form = random.nextInt(3) > 0 ? Form.NONE : pick(random, Form.values());
            String name = (random.nextInt(3) == 0 ? "q/K" : "p/K") + i;
            types.add(new Declared(name, false, random.nextBoolean() ? List.of() : some(random, interfaces), form));
        }
        return new SmallHierarchies(types, pick(random, Call.values()), random.nextInt(types.size()));
    }

    private static List<Integer> some(Random random, int count) {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (random.nextInt(3) == 0) {
                chosen.add(random.nextInt(chosen.size() + 1), i);
            }
        }
        return chosen;
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... from) {
        return from[random.nextInt(from.length)];
    }

    /** Value, first and second derivative of the method of the type with the given number. */
    public static double[] polynomial(int type, double x) {
        return new double[] {(type + 2) * x * x + (type + 1) * x, 2 * (type + 2) * x + (type + 1), 2 * (type + 2)};
    }

    /** A loader of the classes, which has their class files too. */
    public ClassLoader load() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < types.size(); i++) {
            files.put(types.get(i).name(), classFile(i));
        }
        files.put("p/Caller", caller());
        return new ClassLoader(SmallHierarchies.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] file = files.get(name.replace('.', '/'));
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, file, 0, file.length);
            }

            @Override
            public InputStream getResourceAsStream(String name) {
                byte[] file = files.get(name.replaceFirst("\\.class$", ""));
                return file == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(file);
            }
        };
    }

    public List<Declared> types() {
        return types;
    }

    /** Whether the caller may access the method that it names, so that an error of access is about the one that is selected. */
    public boolean isCalledByPublicName() {
        Declared type = types.get(named);
        return type.isInterface() && (type.form() == Form.PUBLIC || type.form() == Form.ABSTRACT);
    }

    public Call call() {
        return call;
    }

    /** The name of the class that a receiver is of. */
    public String receiver() {
        return types.get(types.size() - 1).name();
    }

    private String superName(int index) {
        boolean isFirst = index == 0
                || types.get(index).isInterface()
                || types.get(index - 1).isInterface();
        return isFirst ? "java/lang/Object" : types.get(index - 1).name();
    }

    private byte[] classFile(int index) {
        Declared type = types.get(index);
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        int kind = type.isInterface() ? Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT : Opcodes.ACC_SUPER;
        String[] above = type.above().stream().map(i -> types.get(i).name()).toArray(String[]::new);
        out.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | kind, type.name(), null, superName(index), above);
        if (!type.isInterface()) {
            MethodVisitor code = out.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
            code.visitCode();
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, superName(index), "<init>", "()V", false);
            code.visitInsn(Opcodes.RETURN);
            code.visitMaxs(0, 0);
        }
        if (type.form() != Form.NONE) {
            MethodVisitor code = out.visitMethod(type.form().access, "z", "(D)D", null, null);
            if (type.form() != Form.ABSTRACT) {
                polynomial(code, index, type.form() == Form.STATIC ? 0 : 1);
            }
        }
        if (index == types.size() - 1 && call == Call.SUPER) {
            MethodVisitor code = out.visitMethod(Opcodes.ACC_PUBLIC, "above", "(D)D", null, null);
            code.visitCode();
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(Opcodes.DLOAD, 1);
            invoke(code, Opcodes.INVOKESPECIAL, named);
            code.visitInsn(Opcodes.DRETURN);
            code.visitMaxs(0, 0);
        }
        out.visitEnd();
        return out.toByteArray();
    }

    private void invoke(MethodVisitor code, int opcode, int type) {
        code.visitMethodInsn(
                opcode, types.get(type).name(), "z", "(D)D", types.get(type).isInterface());
    }

    private static void polynomial(MethodVisitor code, int index, int x) {
        code.visitCode();
        code.visitLdcInsn((double) (index + 2));
        code.visitVarInsn(Opcodes.DLOAD, x);
        code.visitInsn(Opcodes.DMUL);
        code.visitVarInsn(Opcodes.DLOAD, x);
        code.visitInsn(Opcodes.DMUL);
        code.visitLdcInsn((double) (index + 1));
        code.visitVarInsn(Opcodes.DLOAD, x);
        code.visitInsn(Opcodes.DMUL);
        code.visitInsn(Opcodes.DADD);
        code.visitInsn(Opcodes.DRETURN);
        code.visitMaxs(0, 0);
    }

    private byte[] caller() {
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        out.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, "p/Caller", null, "java/lang/Object", null);
        MethodVisitor code = out.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "f", "([D)D", null, null);
        code.visitCode();
        if (call != Call.STATIC) {
            code.visitTypeInsn(Opcodes.NEW, receiver());
            code.visitInsn(Opcodes.DUP);
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, receiver(), "<init>", "()V", false);
        }
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.DALOAD);
        switch (call) {
            case STATIC -> invoke(code, Opcodes.INVOKESTATIC, named);
            case SUPER -> code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, receiver(), "above", "(D)D", false);
            case BY_NAME -> {
                boolean isInterface = types.get(named).isInterface();
                invoke(code, isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL, named);
            }
        }
        code.visitInsn(Opcodes.DRETURN);
        code.visitMaxs(0, 0);
        out.visitEnd();
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return call + " " + types.get(named).name() + " of " + types;
    }
}
