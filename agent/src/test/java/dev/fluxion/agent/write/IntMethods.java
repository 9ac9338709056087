package dev.fluxion.agent.write;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A class of static methods {@code (int) -> int}, in the making. */
abstract class IntMethods implements Opcodes {
    interface Body {
        void write(MethodVisitor code);
    }

    final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);

    IntMethods(String name) {
        writer.visit(V17, ACC_PUBLIC | ACC_SUPER, name, null, "java/lang/Object", null);
    }

    final void method(String name, Body body) {
        MethodVisitor code = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, name, "(I)I", null, null);
        code.visitCode();
        body.write(code);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    final byte[] bytes() {
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Instructions without operands; a negative number {@code -1 - n} pushes the constant n. */
    static void plain(MethodVisitor code, int... opcodes) {
        for (int opcode : opcodes) {
            if (opcode < 0) {
                code.visitIntInsn(BIPUSH, -1 - opcode);
            } else {
                code.visitInsn(opcode);
            }
        }
    }

    static int push(int value) {
        return -1 - value;
    }
}
