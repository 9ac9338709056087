package dev.fluxion.agent.write;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A class file without frames, of static methods {@code (int) -> int} with the subroutines that {@code finally} was once
 * compiled to.
 */
final class OldBytecode implements Opcodes {
    static final String NAME = "OldBytecode";

    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    private OldBytecode(int version) {
        writer.visit(version, ACC_PUBLIC | ACC_SUPER, NAME, null, "java/lang/Object", null);
    }

    /** @param version 45 to 49 */
    static byte[] withSubroutines(int version) {
        OldBytecode made = new OldBytecode(version);
        made.method("aFinallyOnThreePaths", OldBytecode::twice);
        made.method("aSubroutineCallsAnother", OldBytecode::nested);
        made.method("aSubroutineIsFarAway", OldBytecode::far);
        made.method("aSubroutineIsLeftByAJump", OldBytecode::left);
        made.writer.visitEnd();
        return made.writer.toByteArray();
    }

    private interface Body {
        void write(MethodVisitor code);
    }

    private void method(String name, Body body) {
        MethodVisitor code = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, name, "(I)I", null, null);
        code.visitCode();
        body.write(code);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private static void twice(MethodVisitor code) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label subroutine = new Label();
        Label skip = new Label();
        code.visitTryCatchBlock(start, end, handler, "java/lang/ArithmeticException");
        code.visitInsn(ICONST_1);
        code.visitVarInsn(ISTORE, 1);
        code.visitLabel(start);
        code.visitIntInsn(BIPUSH, 60);
        code.visitVarInsn(ILOAD, 0);
        code.visitInsn(IDIV);
        code.visitVarInsn(ISTORE, 1);
        code.visitLabel(end);
        code.visitJumpInsn(JSR, subroutine);
        code.visitJumpInsn(JSR, subroutine);
        code.visitVarInsn(ILOAD, 1);
        code.visitInsn(IRETURN);
        code.visitLabel(handler);
        code.visitInsn(POP);
        code.visitJumpInsn(JSR, subroutine);
        code.visitVarInsn(ILOAD, 1);
        code.visitInsn(INEG);
        code.visitInsn(IRETURN);
        code.visitLabel(subroutine);
        code.visitVarInsn(ASTORE, 2);
        code.visitVarInsn(ILOAD, 1);
        code.visitIntInsn(BIPUSH, 50);
        code.visitJumpInsn(IF_ICMPGT, skip);
        code.visitIincInsn(1, 7);
        code.visitLabel(skip);
        code.visitVarInsn(RET, 2);
    }

    private static void nested(MethodVisitor code) {
        Label outer = new Label();
        Label inner = new Label();
        code.visitJumpInsn(JSR, outer);
        code.visitJumpInsn(JSR, outer);
        code.visitVarInsn(ILOAD, 0);
        code.visitInsn(IRETURN);
        code.visitLabel(outer);
        code.visitVarInsn(ASTORE, 1);
        code.visitIincInsn(0, 5);
        code.visitJumpInsn(JSR, inner);
        code.visitIincInsn(0, 1);
        code.visitJumpInsn(JSR, inner);
        code.visitVarInsn(RET, 1);
        code.visitLabel(inner);
        code.visitVarInsn(ASTORE, 2);
        code.visitVarInsn(ILOAD, 0);
        code.visitInsn(ICONST_3);
        code.visitInsn(IMUL);
        code.visitVarInsn(ISTORE, 0);
        code.visitVarInsn(RET, 2);
    }

    /** By the wide forms of jsr, ret, goto and the local instructions. */
    private static void far(MethodVisitor code) {
        Label start = new Label();
        Label subroutine = new Label();
        Label done = new Label();
        Label loop = new Label();
        code.visitVarInsn(ILOAD, 0);
        code.visitVarInsn(ISTORE, 400);
        code.visitJumpInsn(GOTO, start);
        code.visitLabel(subroutine);
        code.visitVarInsn(ASTORE, 300);
        code.visitIincInsn(400, 1000);
        code.visitVarInsn(RET, 300);
        code.visitLabel(loop);
        code.visitVarInsn(ILOAD, 400);
        code.visitLdcInsn(5000);
        code.visitJumpInsn(IF_ICMPGT, done);
        code.visitLabel(start);
        for (int i = 0; i < 6000; i++) {
            code.visitIincInsn(400, i % 3 - 1);
        }
        code.visitJumpInsn(JSR, subroutine);
        code.visitJumpInsn(GOTO, loop);
        code.visitLabel(done);
        code.visitVarInsn(ILOAD, 400);
        code.visitInsn(IRETURN);
    }

    private static void left(MethodVisitor code) {
        Label subroutine = new Label();
        Label out = new Label();
        code.visitJumpInsn(JSR, subroutine);
        code.visitVarInsn(ILOAD, 0);
        code.visitInsn(IRETURN);
        code.visitLabel(subroutine);
        code.visitVarInsn(ASTORE, 1);
        code.visitVarInsn(ILOAD, 0);
        code.visitJumpInsn(IFGT, out);
        code.visitIincInsn(0, 30);
        code.visitVarInsn(RET, 1);
        code.visitLabel(out);
        code.visitIincInsn(0, -100);
        code.visitVarInsn(ILOAD, 0);
        code.visitInsn(IRETURN);
    }
}
