package dev.fluxion.agent.write;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A class file of version 48, without frames and with the subroutines that {@code finally} was once compiled to. */
final class OldBytecode {
    static final String NAME = "OldBytecode";

    private OldBytecode() {}

    static byte[] withSubroutine() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V1_4, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, NAME, null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "twice", "(I)I", null, null);
        code.visitCode();
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label subroutine = new Label();
        Label skip = new Label();
        code.visitTryCatchBlock(start, end, handler, "java/lang/ArithmeticException");
        code.visitInsn(Opcodes.ICONST_1);
        code.visitVarInsn(Opcodes.ISTORE, 1);
        code.visitLabel(start);
        code.visitIntInsn(Opcodes.BIPUSH, 60);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitInsn(Opcodes.IDIV);
        code.visitVarInsn(Opcodes.ISTORE, 1);
        code.visitLabel(end);
        code.visitJumpInsn(Opcodes.JSR, subroutine);
        code.visitJumpInsn(Opcodes.JSR, subroutine);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(handler);
        code.visitInsn(Opcodes.POP);
        code.visitJumpInsn(Opcodes.JSR, subroutine);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitInsn(Opcodes.INEG);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(subroutine);
        code.visitVarInsn(Opcodes.ASTORE, 2);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitIntInsn(Opcodes.BIPUSH, 50);
        code.visitJumpInsn(Opcodes.IF_ICMPGT, skip);
        code.visitIincInsn(1, 7);
        code.visitLabel(skip);
        code.visitVarInsn(Opcodes.RET, 2);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
