package dev.fluxion.agent.derive;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Methods {@code (double[]) -> double} with loops that are entered at several places; each has a twin in {@link Twins}. */
public final class IrreducibleBytecode extends ClassLoader implements Opcodes {
    private static final String NAME = "IrreducibleBytecode";

    private final byte[] classFile = write();

    private IrreducibleBytecode() {
        super(IrreducibleBytecode.class.getClassLoader());
    }

    public static Class<?> load() {
        IrreducibleBytecode loader = new IrreducibleBytecode();
        return loader.defineClass(NAME, loader.classFile, 0, loader.classFile.length);
    }

    @Override
    public java.io.InputStream getResourceAsStream(String path) {
        return path.equals(NAME + ".class")
                ? new java.io.ByteArrayInputStream(classFile)
                : super.getResourceAsStream(path);
    }

    /** The same computations as Java can write them: a state names the place to go on at. */
    @SuppressWarnings("UnusedMethod") // found by name
    public static final class Twins {
        private Twins() {}

        static double twoEntries(double[] x) {
            double s = x[0];
            int i = 0;
            boolean first = x[1] > 0;
            while (true) {
                if (!first) {
                    s = Math.sin(s) * x[2];
                    i++;
                }
                first = false;
                s = s + x[3] * s;
                i++;
                if (i >= 9) {
                    return s * s;
                }
            }
        }

        static double acrossTheLoop(double[] x) {
            double before = x[0] * x[4];
            double p = 0;
            double s = 1;
            int state = x[1] > 0 ? 1 : x[2] > 0 ? 2 : 0;
            for (int i = 0; ; i++) {
                if (state == 0) {
                    p = Math.sin(before + s);
                    state = 1;
                } else if (state == 1) {
                    s = s * x[3] + p;
                    state = 2;
                } else {
                    s = s + before * 0.1;
                    state = s > 2 ? 1 : 0;
                }
                if (i >= 20) {
                    return s;
                }
            }
        }
    }

    private static byte[] write() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        writer.visit(V17, ACC_PUBLIC | ACC_SUPER, NAME, null, "java/lang/Object", null);
        twoEntries(writer);
        acrossTheLoop(writer);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static MethodVisitor begin(ClassWriter writer, String name) {
        MethodVisitor code = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, name, "([D)D", null, null);
        code.visitCode();
        return code;
    }

    private static void end(MethodVisitor code) {
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private static void element(MethodVisitor code, int index) {
        code.visitVarInsn(ALOAD, 0);
        code.visitInsn(ICONST_0 + index);
        code.visitInsn(DALOAD);
    }

    private static void ifPositive(MethodVisitor code, int index, Label target) {
        element(code, index);
        code.visitInsn(DCONST_0);
        code.visitInsn(DCMPL);
        code.visitJumpInsn(IFGT, target);
    }

    private static void sine(MethodVisitor code) {
        code.visitMethodInsn(INVOKESTATIC, "java/lang/Math", "sin", "(D)D", false);
    }

    // s in 1, i in 3
    private static void twoEntries(ClassWriter writer) {
        MethodVisitor code = begin(writer, "twoEntries");
        Label first = new Label();
        Label second = new Label();
        element(code, 0);
        code.visitVarInsn(DSTORE, 1);
        code.visitInsn(ICONST_0);
        code.visitVarInsn(ISTORE, 3);
        ifPositive(code, 1, second);
        code.visitLabel(first);
        code.visitVarInsn(DLOAD, 1);
        sine(code);
        element(code, 2);
        code.visitInsn(DMUL);
        code.visitVarInsn(DSTORE, 1);
        code.visitIincInsn(3, 1);
        code.visitLabel(second);
        code.visitVarInsn(DLOAD, 1);
        element(code, 3);
        code.visitVarInsn(DLOAD, 1);
        code.visitInsn(DMUL);
        code.visitInsn(DADD);
        code.visitVarInsn(DSTORE, 1);
        code.visitIincInsn(3, 1);
        code.visitVarInsn(ILOAD, 3);
        code.visitIntInsn(BIPUSH, 9);
        code.visitJumpInsn(IF_ICMPLT, first);
        code.visitVarInsn(DLOAD, 1);
        code.visitVarInsn(DLOAD, 1);
        code.visitInsn(DMUL);
        code.visitInsn(DRETURN);
        end(code);
    }

    // before in 1, p in 3, s in 5, i in 7
    private static void acrossTheLoop(ClassWriter writer) {
        MethodVisitor code = begin(writer, "acrossTheLoop");
        Label[] states = {new Label(), new Label(), new Label()};
        Label out = new Label();
        element(code, 0);
        element(code, 4);
        code.visitInsn(DMUL);
        code.visitVarInsn(DSTORE, 1);
        code.visitInsn(DCONST_0);
        code.visitVarInsn(DSTORE, 3);
        code.visitInsn(DCONST_1);
        code.visitVarInsn(DSTORE, 5);
        code.visitInsn(ICONST_0);
        code.visitVarInsn(ISTORE, 7);
        ifPositive(code, 1, states[1]);
        ifPositive(code, 2, states[2]);
        code.visitLabel(states[0]);
        code.visitVarInsn(DLOAD, 1);
        code.visitVarInsn(DLOAD, 5);
        code.visitInsn(DADD);
        sine(code);
        code.visitVarInsn(DSTORE, 3);
        count(code, out);
        code.visitLabel(states[1]);
        code.visitVarInsn(DLOAD, 5);
        element(code, 3);
        code.visitInsn(DMUL);
        code.visitVarInsn(DLOAD, 3);
        code.visitInsn(DADD);
        code.visitVarInsn(DSTORE, 5);
        count(code, out);
        code.visitLabel(states[2]);
        code.visitVarInsn(DLOAD, 5);
        code.visitVarInsn(DLOAD, 1);
        code.visitLdcInsn(0.1);
        code.visitInsn(DMUL);
        code.visitInsn(DADD);
        code.visitVarInsn(DSTORE, 5);
        count(code, out);
        code.visitVarInsn(DLOAD, 5);
        code.visitLdcInsn(2.0);
        code.visitInsn(DCMPL);
        code.visitJumpInsn(IFGT, states[1]);
        code.visitJumpInsn(GOTO, states[0]);
        code.visitLabel(out);
        code.visitVarInsn(DLOAD, 5);
        code.visitInsn(DRETURN);
        end(code);
    }

    private static void count(MethodVisitor code, Label out) {
        code.visitVarInsn(ILOAD, 7);
        code.visitIincInsn(7, 1);
        code.visitIntInsn(BIPUSH, 20);
        code.visitJumpInsn(IF_ICMPGE, out);
    }
}
