package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Compilers of old wrote a clone of an array as a call of {@code Object.clone}, which is a native method. */
class OldClonesTest {
    private static final String NAME = "OldClones";

    /** {@code copy = x.clone(); x[0] = 0; return copy[0] * copy[1];} in a class file of Java 1.4. */
    private static byte[] classFile() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V1_4, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, NAME, null, "java/lang/Object", null);
        MethodVisitor code =
                writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "product", "([D)D", null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Object", "clone", "()Ljava/lang/Object;", false);
        code.visitTypeInsn(Opcodes.CHECKCAST, "[D");
        code.visitVarInsn(Opcodes.ASTORE, 1);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.DCONST_0);
        code.visitInsn(Opcodes.DASTORE);
        for (int i = 0; i < 2; i++) {
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitInsn(Opcodes.ICONST_0 + i);
            code.visitInsn(Opcodes.DALOAD);
        }
        code.visitInsn(Opcodes.DMUL);
        code.visitInsn(Opcodes.DRETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static final class Home extends ClassLoader {
        private final byte[] classFile = classFile();

        Home() {
            super(OldClonesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) {
            return defineClass(NAME, classFile, 0, classFile.length);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            return name.equals(NAME + ".class") ? new ByteArrayInputStream(classFile) : super.getResourceAsStream(name);
        }
    }

    @Test
    void anArrayThatIsClonedByTheMethodOfObjectIsFollowedInAllModes() throws ClassNotFoundException {
        Laboratory.Subject subject = Laboratory.subject(new Home().loadClass(NAME), "product");
        double[] x = {3, 5};
        assertArrayEquals(new double[] {15, 5 * 2 + 3 * 7}, subject.jvp(x, new double[] {2, 7}));
        assertArrayEquals(new double[] {15, 5, 3}, subject.gradient(x));
        assertArrayEquals(new double[] {15, 7, 2}, subject.hvp(x, new double[] {2, 7}));
        assertArrayEquals(new double[] {15, 7, 2}, subject.reverseOverReverse(x, new double[] {2, 7}));
    }
}
